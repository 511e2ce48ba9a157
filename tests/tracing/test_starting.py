"""Starting, stopping, ending a process and forking one."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from genchi import tracing
from genchi.errors import UsageError
from genchi.records import Span
from genchi.tracing import faults

SILENCE = "genchi.trace is in use but genchi.configure() was not called: nothing is recorded"


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=30,
    )


UNCONFIGURED = """
    import asyncio
    from genchi import tracing

    @tracing.trace
    def double(x):
        tracing.current().output = 3
        tracing.current().metadata["a"] = 1
        return 2 * x

    @tracing.trace
    async def stream():
        yield tracing.current().traceparent

    async def read():
        return [item async for item in stream()]

    with tracing.span("a") as span:
        span.set(b=1); span.usage(input_tokens=2); span.fail("c"); span.event("d")
        span.messages = [{"role": "user", "content": "x"}]
        assert span.messages == () and span.metadata == {} and span.inputs is None
        assert (double(1), double(2)) == (2, 4)
    assert asyncio.run(read()) == [""]
    assert tracing.current() is None and tracing.traceparent() is None
    assert tracing.flush() == tracing.FlushResult()
    tracing.stop()
"""


def test_without_a_start_code_runs_as_ever_and_one_warning_says_so() -> None:
    done = run(UNCONFIGURED)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip() == SILENCE


def test_the_environment_can_switch_it_off_without_a_warning() -> None:
    done = run(UNCONFIGURED, GENCHI_TRACING="off")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_environment_wins_over_a_start() -> None:
    code = """
        from genchi import tracing
        spans = []
        tracing.start(app="desk", sink=tracing.ListSink(spans))
        with tracing.span("a"):
            pass
        assert spans == []
    """
    assert run(code, GENCHI_TRACING="off").returncode == 0


def test_importing_brings_in_no_thread_and_no_heavy_package() -> None:
    code = """
        import sys, threading
        import genchi.tracing
        heavy = {"google.protobuf", "genchi.zstd", "http.client", "opentelemetry", "asyncio"}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        assert threading.active_count() == 1
    """
    done = run(code)
    assert done.returncode == 0, done.stderr


def test_what_was_recorded_before_the_end_of_a_process_is_delivered(tmp_path: Path) -> None:
    code = f"""
        from genchi import tracing
        class Out:
            def deliver(self, spans):
                with open({str(tmp_path / "out")!r}, "a") as file:
                    file.writelines(s.name + "\\n" for s in spans)
            def close(self):
                pass
        tracing.start(app="desk", sink=Out(), interval=60)
        for i in range(3):
            with tracing.span(f"s{{i}}"):
                pass
    """
    assert run(code).returncode == 0
    assert (tmp_path / "out").read_text().split() == ["s0", "s1", "s2"]


def test_a_forked_child_records_for_itself_and_sends_nothing_of_the_parent(
    tmp_path: Path,
) -> None:
    code = f"""
        import os, sys, threading
        from genchi import tracing
        class Out:
            def deliver(self, spans):
                with open({str(tmp_path / "out")!r}, "a") as file:
                    for s in spans:
                        print(os.getpid(), s.name, s.key.span_id, s.parent_id, sep=",", file=file)
            def close(self):
                pass
        tracing.start(app="desk", sink=Out(), interval=60)
        with tracing.span("before"):
            pass
        with tracing.span("around"):
            children = []
            for _ in range(3):
                child = os.fork()
                if not child:
                    with tracing.span("in child"):
                        pass
                    break
                children.append(child)
        tracing.flush()
        if not child:
            os._exit(0)
        for each in children:
            os.waitpid(each, 0)
        print(os.getpid())
    """
    done = run(code)
    assert done.returncode == 0, done.stderr
    rows = [line.split(",") for line in (tmp_path / "out").read_text().splitlines()]
    parent = done.stdout.strip()
    assert sorted(name for pid, name, *_ in rows if pid == parent) == ["around", "before"]
    (around,) = (row for row in rows if row[1] == "around")
    children = [row for row in rows if row[0] != parent]
    assert [name for _, name, *_ in children] == ["in child"] * 3
    assert {under for *_, under in children} == {around[2]}
    assert len({span_id for _, _, span_id, _ in children}) == 3


@pytest.mark.parametrize(
    "options",
    [
        {"app": ""},
        {"app": " "},
        {"sample": 1.5},
        {"sample": True},
        {"capture": "all"},
        {"limit": 0},
    ],
)
def test_options_that_cannot_be_meant_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        tracing.start(**{"app": "desk", "sink": tracing.ListSink([]), **options})


@pytest.mark.parametrize(
    ("capture", "inputs", "output", "messages"),
    [(False, {}, None, 0), ("inputs", {"x": 1}, None, 1), ("outputs", {}, 2, 0)],
)
def test_capture_can_be_limited_for_the_whole_process(
    capture: Any, inputs: Any, output: Any, messages: int
) -> None:
    ended: list[Span] = []
    tracing.start(app="desk", sink=tracing.ListSink(ended), capture=capture)

    @tracing.trace
    def double(x: int) -> int:
        span = tracing.current()
        assert span is not None
        span.messages = [{"role": "user", "content": "x"}]
        return 2 * x

    assert double(1) == 2
    tracing.stop()
    kept = ended[0].payload
    assert kept is not None
    assert (kept.inputs, kept.output, len(kept.messages)) == (inputs, output, messages)


def test_a_failure_of_tracing_itself_is_counted_and_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class UnseenError(Exception):
        """A kind that no other test has."""

    for _ in range(3):
        faults.note("a test", UnseenError("退款"))
    assert faults.counted()["a test: UnseenError"] == 3
    said = [r.getMessage() for r in caplog.records]
    assert said == ["tracing went on after an error (a test): 退款"]
