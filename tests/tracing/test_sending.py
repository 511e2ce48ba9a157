"""Spans over OTLP/HTTP: whatever the server does, each is counted once and none is lost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from genchi import tracing
from genchi.errors import UsageError
from genchi.tracing.posting import destination_of
from genchi.tracing.sending import OtlpSink

if TYPE_CHECKING:
    Server = Any


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., OtlpSink]]:
    def starting(url: str, interval: float = 0.01, **options: Any) -> OtlpSink:
        sink = OtlpSink(url, "desk", spool=tmp_path / "spool", **options)
        tracing.start(app="desk", sink=sink, interval=interval)
        return sink

    yield starting
    tracing.stop()


def end(count: int, size: int = 0) -> list[str]:
    ids = []
    for i in range(count):
        with tracing.span(f"s{i}", inputs={"问": "退款"}) as span:
            span.output = "x" * size
            ids.append(span.span_id)
    return ids


def balanced(result: tracing.FlushResult) -> bool:
    parts = result.delivered + result.waiting + result.dropped + result.refused
    return result.closed == parts


def waiting_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.otlp") if path.parent.name != "refused"]


def unused_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_spans_arrive_and_nothing_is_left_on_disk(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path
) -> None:
    start(collector.url, api_key="geheim", headers={"X-Team": "a"})
    ids = end(1000)
    result = tracing.flush()
    assert collector.ids == set(ids)
    assert (result.closed, result.delivered, result.waiting) == (1000, 1000, 0)
    assert waiting_files(tmp_path) == []
    headers = collector.headers[0]
    assert headers["path"] == "/v1/traces"
    assert headers["Content-Type"] == "application/x-protobuf"
    assert headers["Authorization"] == "Bearer geheim"
    assert headers["X-Team"] == "a"
    assert headers["Genchi-Dropped"] == "0"
    assert len({h["Genchi-Client"] for h in collector.headers}) == 1
    span = collector.spans[0]
    assert (span.key.app, span.payload.inputs) == ("desk", {"问": "退款"})


def test_the_key_is_never_on_disk(tmp_path: Path, start: Callable[..., OtlpSink]) -> None:
    start(f"http://127.0.0.1:{unused_port()}", api_key="geheim")
    end(3)
    tracing.flush(timeout=0.2)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert waiting_files(tmp_path)
    assert not any(b"geheim" in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    "trouble",
    [
        503,
        502,
        504,
        (429, {"Retry-After": "0"}),
        (503, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        (503, {"Retry-After": "soon"}),
        "cut",
        "cut after reading",
    ],
    ids=str,
)
def test_trouble_that_passes_loses_nothing(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path, trouble: Any
) -> None:
    collector.replies.extend([trouble, trouble])
    start(collector.url)
    ids = end(20)
    result = tracing.flush(timeout=20)
    assert collector.ids == set(ids)
    assert (result.delivered, result.waiting) == (20, 0)
    assert waiting_files(tmp_path) == []


def test_a_server_that_hangs_is_given_up_and_asked_again(
    collector: Server, start: Callable[..., OtlpSink]
) -> None:
    collector.replies.append("hang")
    start(collector.url, timeout=0.2)
    ids = end(5)
    result = tracing.flush(timeout=20)
    assert collector.ids == set(ids)
    assert result.delivered == 5


def test_an_idle_connection_that_the_server_closed_is_opened_again(
    collector: Server, start: Callable[..., OtlpSink]
) -> None:
    start(collector.url)
    end(1)
    tracing.flush()
    collector.replies.append("cut")
    end(1)
    assert tracing.flush().delivered == 2


def test_a_server_that_is_not_there_leaves_spans_on_disk_for_the_next_process(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path
) -> None:
    sink = start(f"http://127.0.0.1:{unused_port()}")
    ids = end(30)
    result = tracing.flush(timeout=0.3)
    assert (result.closed, result.waiting, result.delivered) == (30, 30, 0)
    tracing.stop()
    (place,) = (tmp_path / "spool").iterdir()
    successor = OtlpSink(collector.url, "desk", spool=tmp_path / "spool")
    place.rename(successor._spool._destination)  # the same server, at another port
    tracing.start(app="desk", sink=successor)
    result = tracing.flush()
    assert collector.ids == set(ids)
    assert (result.closed, result.delivered, result.waiting) == (0, 0, 0)
    assert waiting_files(tmp_path) == []
    assert sink.account().waiting == 30


@pytest.mark.parametrize("status", [400, 413, 422, 500])
def test_what_a_server_refuses_for_good_is_put_aside_and_counted(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path, status: int
) -> None:
    collector.replies.append((status, {}, "不好".encode()))
    start(collector.url, interval=60)
    end(4)
    result = tracing.flush()
    assert (result.refused, result.waiting, result.delivered) == (4, 0, 0)
    (reason,) = tmp_path.rglob("refused/*.txt")
    assert reason.read_text("utf-8") == f"{status} 不好\n"
    end(2)
    assert tracing.flush().delivered == 2


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_wrong_key_or_address_keeps_the_spans(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path, status: int
) -> None:
    collector.replies.extend([status] * 10)
    start(collector.url, interval=60)
    end(4)
    result = tracing.flush(timeout=0.2)
    assert (result.waiting, result.refused) == (4, 0)
    assert len(waiting_files(tmp_path)) == 1


def test_what_a_server_rejects_of_a_batch_is_counted(
    collector: Server, start: Callable[..., OtlpSink]
) -> None:
    collector.replies.append((200, {}, bytes.fromhex("0a0708031203626164")))
    start(collector.url, interval=60)
    end(10)
    result = tracing.flush()
    assert (result.delivered, result.refused, result.waiting) == (7, 3, 0)


def test_a_full_spool_drops_exactly_what_it_says_and_tells_the_server(
    collector: Server, start: Callable[..., OtlpSink]
) -> None:
    collector.replies.extend([503] * 1000)
    start(collector.url, interval=60, spool_bytes=300_000)
    ids = []
    for _ in range(10):
        ids += end(10, size=5_000)
        tracing.flush(timeout=0.05)
    result = tracing.flush(timeout=0.05)
    assert balanced(result)
    assert result.dropped == 50
    collector.replies.clear()
    result = tracing.flush(timeout=20)
    assert collector.ids == set(ids[:50])
    assert (result.delivered, result.dropped, result.waiting) == (50, 50, 0)
    assert collector.headers[-1]["Genchi-Dropped"] == "50"


def test_what_the_buffer_drops_is_told_to_the_server_too(collector: Server, tmp_path: Path) -> None:
    sink = OtlpSink(collector.url, "desk", spool=tmp_path)
    tracing.start(app="desk", sink=sink, interval=60, buffer_spans=5)
    end(8)
    result = tracing.flush()
    assert (result.delivered, result.dropped) == (5, 3)
    assert collector.headers[-1]["Genchi-Dropped"] == "3"
    tracing.stop()


def test_without_a_disk_spans_are_sent_from_memory(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path
) -> None:
    (tmp_path / "spool").write_text("a file where the directory should be")
    collector.replies.append(503)
    start(collector.url)
    ids = end(10)
    assert tracing.flush().delivered == 10
    assert collector.ids == set(ids)


@pytest.mark.parametrize("key", ["two\nlines", "密钥"])
def test_a_key_that_http_cannot_send_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(UsageError, match="'Authorization' has characters") as caught:
        OtlpSink("http://127.0.0.1:4318", "desk", api_key=key)
    assert key not in str(caught.value)


KILLED = """
    import os, signal, sys, time
    from genchi import tracing
    from genchi.tracing.sending import OtlpSink
    tracing.start(app="desk", sink=OtlpSink(sys.argv[1], "desk"), interval=0.05)
    for i in range(40):
        with tracing.span(f"s{i}") as span:
            print(span.span_id, flush=True)
    print("written", flush=True)
    time.sleep(60)
"""


def test_a_process_killed_at_any_moment_loses_only_what_is_younger_than_the_interval(
    collector: Server, start: Callable[..., OtlpSink], tmp_path: Path
) -> None:
    collector.replies.extend([503] * 100)
    environment = {**os.environ, "GENCHI_SPOOL": str(tmp_path / "spool")}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), collector.url],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    ids = [line.strip() for line in iter(process.stdout.readline, "written\n")]
    deadline = time.monotonic() + 20
    while spans_in(tmp_path) < 40 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert spans_in(tmp_path) == 40
    collector.replies.clear()
    start(collector.url)
    mine = end(1)
    result = tracing.flush()
    assert collector.ids == {*ids, *mine}
    assert (result.closed, result.delivered) == (1, 1)
    assert waiting_files(tmp_path) == []


def spans_in(folder: Path) -> int:
    return sum(int(path.stem.partition("-")[2]) for path in waiting_files(folder))


def test_a_server_that_is_killed_costs_nothing(
    start: Callable[..., OtlpSink], tmp_path: Path
) -> None:
    code = """
        import os, socket, sys
        server = socket.create_server(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        connection, _ = server.accept()
        connection.recv(100)
        os.kill(os.getpid(), 9)
    """
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    port = int(server.stdout.readline())
    start(f"http://127.0.0.1:{port}", interval=60)
    end(10)
    result = tracing.flush(timeout=0.5)
    assert server.wait() == -9
    server.stdout.close()
    assert (result.waiting, result.delivered) == (10, 0)
    assert spans_in(tmp_path) == 10


def test_a_forked_child_sends_its_own_spans_under_its_own_name(
    collector: Server, tmp_path: Path
) -> None:
    code = """
        import os, sys
        from genchi import tracing
        from genchi.tracing.sending import OtlpSink
        tracing.start(app="desk", sink=OtlpSink(sys.argv[1], "desk"))
        with tracing.span("before"):
            pass
        tracing.flush()
        with tracing.span("unsent"):
            pass
        child = os.fork()
        with tracing.span("after"):
            pass
        if child:
            os.waitpid(child, 0)
    """
    environment = {**os.environ, "GENCHI_SPOOL": str(tmp_path / "spool")}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), collector.url],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(s.name for s in collector.spans) == ["after", "after", "before", "unsent"]
    assert len(collector.ids) == 4
    assert len({h["Genchi-Client"] for h in collector.headers}) == 2
    assert waiting_files(tmp_path) == []


def test_a_process_whose_server_is_gone_ends_soon_and_leaves_its_spans_on_disk(
    tmp_path: Path,
) -> None:
    code = """
        import sys
        from genchi import tracing
        from genchi.tracing.sending import OtlpSink
        tracing.start(app="desk", sink=OtlpSink(sys.argv[1], "desk"))
        with tracing.span("last"):
            pass
    """
    environment = {**os.environ, "GENCHI_SPOOL": str(tmp_path / "spool")}
    url = f"http://127.0.0.1:{unused_port()}"
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), url],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 0
    assert "spans wait for the server" in done.stderr
    assert spans_in(tmp_path) == 1


@pytest.mark.parametrize(
    ("url", "path", "near"),
    [
        ("http://localhost", "/v1/traces", True),
        ("http://127.0.0.1:4318/", "/v1/traces", True),
        ("http://[::1]:4318", "/v1/traces", True),
        ("https://genchi.example/base/", "/base/v1/traces", False),
        ("https://genchi.example/v1/traces", "/v1/traces", False),
    ],
)
def test_the_path_is_added_where_the_address_has_none(url: str, path: str, near: bool) -> None:
    destination = destination_of(url)
    assert (destination.path, destination.is_near) == (path, near)


@pytest.mark.parametrize(
    "url", ["", "127.0.0.1:4318", "ftp://a", "http://", "http://a:x", "http://[::1"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match=r"http://127\.0\.0\.1:4318"):
        OtlpSink(url, "desk")
