"""Work that nobody trusts to end, in a process of its own that is killed when its time is over.

A regular expression can run for years and a check of the user's can do anything: neither may stop a
server. The process gets JSON on its standard input and answers in lines of JSON. Its memory is
bounded, and it goes when whoever asked is gone.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from genchi.errors import GenchiError, OutsideError, RunError, UsageError
from genchi.records import Json, from_json, to_json

Progress = Callable[[int, int], None]
"""Called with (done, total)."""
Work = Callable[[Json, Progress], Json]
"""What is done apart: from what was asked, as JSON, to an answer as JSON."""

_LOOK = 0.05
_PR_SET_PDEATHSIG = 1
MEMORY = 2 << 30
"""Bytes of address space that the process may have."""
_ERRORS: Mapping[str, type[GenchiError]] = {
    kind.__name__: kind for kind in (UsageError, OutsideError, RunError)
}
_PACKAGE = Path(__file__).parents[2]


def apart(
    work: str,
    asked: Json,
    *,
    seconds: float | None = None,
    silence: float | None = None,
    nice: int = 0,
    stop: Callable[[], bool] = lambda: False,
    on_progress: Progress = lambda done, total: None,
) -> Json:
    """The answer of `work` (`package.module:function`, a `Work`), done in a process of its own.

    `nice` says how far it stands back for others. It is killed after `seconds` in all, after
    `silence` seconds without progress, or once `stop` says so: `RunError` says how far it had come.
    Errors of genchi within it are raised here; one that ends without an
    answer is an `OutsideError`.
    """
    with _process(work, nice) as process:
        watch = _Watch(process, seconds, silence, stop)
        lines = _conversation(process, to_json(asked))
        try:
            for line in lines:
                match from_json(line):
                    case {"done": int(done), "total": int(total)}:
                        watch.progressed(done, total)
                        on_progress(done, total)
                    case {"answer": answer}:
                        return answer
                    case {"error": str(message), "kind": str(kind)}:
                        raise _ERRORS.get(kind, OutsideError)(message)
        finally:
            watch.end()
        raise watch.ended()


class _Watch:
    """Kills a process when its time is over, and knows how far it had come."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        seconds: float | None,
        silence: float | None,
        stop: Callable[[], bool],
    ) -> None:
        self._process, self._silence, self._seconds = process, silence, seconds
        self._stop = stop
        self._until = None if seconds is None else time.monotonic() + seconds
        self._heard = time.monotonic()
        self._done = self._total = 0
        self._why = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="genchi-watch", daemon=True)
        self._thread.start()

    def progressed(self, done: int, total: int) -> None:
        self._heard, self._done, self._total = time.monotonic(), done, total

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def ended(self) -> GenchiError:
        """Why there is no answer."""
        if not self._why:
            code = self._process.wait()
            return OutsideError(
                f"the process that judges ended with code {code} before it had an answer: "
                "it may have needed more memory than it may have"
            )
        far = f" with {self._done} of {self._total} outputs judged" if self._total else ""
        return RunError(f"it was stopped {self._why}{far}")

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self._why = self._reason(time.monotonic())
            if self._why:
                self._process.kill()
                return

    def _reason(self, now: float) -> str:
        """Why the process has to end now; empty where it may go on."""
        if self._until is not None and now > self._until:
            return f"after {self._seconds:g} s"
        if self._silence is not None and now > self._heard + self._silence:
            return f"after {self._silence:g} s without progress"
        return "with the server" if self._stop() else ""


@contextmanager
def _process(work: str, nice: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(_search_path())}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "genchi.checks.apart", work, str(nice)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl-C in the terminal of a server is for the server
    )
    try:
        with process:
            try:
                yield process
            finally:
                process.kill()
    finally:
        process.wait()


def _search_path() -> list[str]:
    """The genchi that asks is the one that answers."""
    return [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]


def _conversation(process: subprocess.Popen[bytes], asked: bytes) -> Iterator[bytes]:
    """Send what is asked; then the lines of the answer, to the end."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(len(asked).to_bytes(8, "big") + asked)
        process.stdin.flush()  # it stays open: its end tells the process that we are gone
    except BrokenPipeError:
        return
    yield from process.stdout


def _main() -> None:
    _be_killed_with_asker()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a check prints is no part of the answer
    asked = from_json(sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(8), "big")))
    threading.Thread(target=_end_with_asker, args=(sys.stdin.buffer,), daemon=True).start()
    os.nice(int(sys.argv[2]))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    try:
        told = {"answer": _work(sys.argv[1])(asked, _teller(out))}
    except GenchiError as error:
        told = {"error": str(error), "kind": type(error).__name__}
    _tell(out, told)
    out.close()
    os._exit(0)  # a check may have left threads that never end


def _work(named: str) -> Work:
    module, _, function = named.partition(":")
    found: Work = getattr(importlib.import_module(module), function)
    return found


def _teller(out: BinaryIO) -> Progress:
    """Tell how far it is, at most some times a second."""
    told = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told
        if done == total or time.monotonic() > told + 0.1:
            told = time.monotonic()
            _tell(out, {"done": done, "total": total})

    return tell


def _tell(out: BinaryIO, value: Mapping[str, Any]) -> None:
    out.write(to_json(value) + b"\n")
    out.flush()


def _end_with_asker(stdin: BinaryIO) -> None:
    """End once whoever asked is gone, which its end of the pipe tells."""
    stdin.read()
    os._exit(1)


def _be_killed_with_asker() -> None:
    """Let the kernel do the same, where it can: code that never comes back from C lets no other
    thread run."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    _main()
