"""`genchi up` as a process: started, found, stopped."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from genchi import server
from genchi.app import Home
from genchi.cli.serving import up
from genchi.errors import UsageError
from genchi.records import Span
from genchi.store import open_store
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
GENCHI = [sys.executable, "-m", "genchi"]


@contextmanager
def genchi_up(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server process and its port."""
    command = [*GENCHI, "up", "--home", str(home), "--port", "0", *options]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"is up at http://\S+:(\d+)", process.stdout.readline())
            assert found is not None
            yield process, int(found.group(1))
        finally:
            process.kill()


def post(port: int, body: bytes) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"content-type": "application/x-protobuf"}
    connection.request("POST", "/v1/traces", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*GENCHI, *arguments], capture_output=True, text=True, timeout=60)


def test_a_server_takes_spans_and_stops_when_it_is_told(tmp_path: Path, spans: Spans) -> None:
    with genchi_up(tmp_path) as (process, port):
        assert post(port, otlp.write(spans(12))) == 200
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "everything that was accepted is stored" in out
        assert err == ""
    counted = run("count", "--home", str(tmp_path), "--json")
    assert json.loads(counted.stdout) == {"spans": 12, "traces": 3}


def test_ctrl_c_stops_it_like_a_person_expects(tmp_path: Path) -> None:
    with genchi_up(tmp_path) as (process, _):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert "stopped" in out


def test_a_second_server_for_a_home_says_where_the_first_one_is(tmp_path: Path) -> None:
    with genchi_up(tmp_path) as (process, port):
        again = run("up", "--home", str(tmp_path), "--port", "0")
        assert again.returncode == 2
        assert f"up already for {tmp_path} at http://127.0.0.1:{port}" in again.stderr
        assert f"process {process.pid}" in again.stderr
        found = server.running(tmp_path)
        assert found is not None
        assert (found.url, found.pid) == (f"http://127.0.0.1:{port}", process.pid)
    assert server.running(tmp_path) is None


def test_a_server_that_was_killed_is_not_in_the_way_of_the_next(tmp_path: Path) -> None:
    with genchi_up(tmp_path) as (process, _):
        process.kill()
        process.wait()
        with genchi_up(tmp_path) as (_, port):
            assert post(port, b"") == 200


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = run("up", "--home", str(tmp_path), "--port", str(other.getsockname()[1]))
    assert taken.returncode == 3
    assert "choose another with --port" in taken.stderr
    assert len(taken.stderr.splitlines()) == 1


def test_an_address_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    wrong = run("up", "--home", str(tmp_path), "--host", "no such host")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("genchi: ")


def test_beyond_loopback_it_asks_for_a_key_first(tmp_path: Path, spans: Spans) -> None:
    refused = run("up", "--home", str(tmp_path), "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 2
    assert "genchi keys add --app NAME" in refused.stderr
    made = run("keys", "add", "--app", "客服", "--home", str(tmp_path))
    secret = made.stdout.strip()
    with genchi_up(tmp_path, "--host", "0.0.0.0") as (_, port):
        assert post(port, otlp.write(spans(1))) == 401
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"content-type": "application/x-protobuf", "authorization": f"Bearer {secret}"}
        connection.request("POST", "/v1/traces", otlp.write(spans(1)), headers)
        assert connection.getresponse().status == 200
        connection.close()
    with Home(tmp_path) as home:
        assert home.count("客服").spans == 1


def test_keys_are_made_listed_and_revoked(tmp_path: Path) -> None:
    home = ("--home", str(tmp_path), "--lang", "en")
    assert "genchi keys add" in run("keys", "list", *home).stdout
    made = json.loads(run("keys", "add", "--app", "shop", "--json", *home).stdout)
    listed = run("keys", "list", *home).stdout
    assert f"…{made['key'][-4:]}" in listed
    assert made["key"] not in listed
    assert "opens nothing any more" in run("keys", "revoke", "1", *home).stdout
    assert json.loads(run("keys", "list", "--json", *home).stdout)[0]["revoked_ns"]
    again = run("keys", "revoke", "1", *home)
    assert (again.returncode, again.stdout) == (2, "")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_counting_an_empty_home_is_zero_and_makes_nothing(tmp_path: Path, language: str) -> None:
    home = tmp_path / "none"
    counted = run("count", "--home", str(home), "--lang", language)
    assert re.search(r"\b0\b.*\b0\b", counted.stdout)
    assert not home.exists()


@pytest.mark.parametrize("host", ["a" * 70, "a..b", "退款" * 40, ".example"])
def test_an_address_that_no_machine_can_have_is_one_sentence(host: str) -> None:
    with pytest.raises(UsageError, match="is no address of this machine"):
        server.listen(host, 0)


def test_a_home_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    wrong = run("up", "--home", str(tmp_path / "file" / "home"), "--port", "0")
    assert wrong.returncode == 3
    assert "cannot be used" in wrong.stderr
    assert len(wrong.stderr.splitlines()) == 1


def test_a_second_server_at_the_same_port_says_where_the_first_one_is(tmp_path: Path) -> None:
    with genchi_up(tmp_path) as (_, port):
        again = run("up", "--home", str(tmp_path), "--port", str(port))
        assert again.returncode == 2
        assert f"up already for {tmp_path} at http://127.0.0.1:{port}" in again.stderr


def test_those_who_look_for_a_server_do_not_see_each_other(tmp_path: Path) -> None:
    with server.only_one(tmp_path) as tell:
        tell("http://127.0.0.1:1")
        assert server.running(tmp_path) is not None
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: server.running(tmp_path), range(2_000)))
    assert set(found) == {None}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"url": 5}', '{"pid": null, "url": "x"}'])
def test_a_lock_that_says_nothing_useful_is_no_server_to_speak_of(
    tmp_path: Path, content: str
) -> None:
    with server.only_one(tmp_path):
        (tmp_path / "server.json").write_text(content)
        assert server.running(tmp_path) is None
        again = run("up", "--home", str(tmp_path), "--port", "0")
    assert again.returncode == 2
    assert "up already" in again.stderr


def test_those_who_wait_when_it_is_stopped_twice_are_told_to_come_back(
    tmp_path: Path, spans: Spans
) -> None:
    with (
        genchi_up(tmp_path) as (process, port),
        closing(open_store(tmp_path, create=False)) as store,
    ):
        with ThreadPoolExecutor(2) as pool, store.together():
            waiting = [pool.submit(post, port, otlp.write(spans(5)))]
            time.sleep(0.3)  # the writer has taken this one, so that the next waits in the queue
            waiting.append(pool.submit(post, port, otlp.write(spans(5, first=6))))
            time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            assert [answer.result(30) for answer in waiting] == [503, 503]
        out, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
        assert "stopped" in out
        assert store.spans.count() == store.accounts.read().stored == 10


@pytest.mark.parametrize("host", ["::1", "127.0.0.1", "localhost"])
def test_a_home_may_have_any_name_and_the_address_any_family(tmp_path: Path, host: str) -> None:
    home = tmp_path / "我的 家?#%41"
    with genchi_up(home, "--host", host) as (process, port):
        connection = http.client.HTTPConnection(host, port, timeout=30)
        connection.request("GET", "/api/health")
        assert connection.getresponse().status == 200
        connection.close()
        found = server.running(home)
        assert found is not None
        assert found.pid == process.pid
    assert (home / "genchi.db").exists()


def test_the_command_says_the_address_that_the_server_takes_without_one() -> None:
    said = {option.name: option.default for option in up.params}
    assert (said["host"], said["port"]) == (server.HOST, server.PORT)
