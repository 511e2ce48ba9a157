"""The sync door: code that waits, run by one loop in a thread of its own.

The clients of the SDKs belong to the loop they were first used in, so that a connection is kept
open from one call to the next only if the calls share a loop.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from genchi.errors import UsageError

T = TypeVar("T")

_lock = threading.Lock()
_running: asyncio.AbstractEventLoop | None = None


def run(waiting: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine, for code that does not wait itself. It inherits the context."""
    loop = _loop()
    if _current() is loop:
        waiting.close()
        raise UsageError("this code runs in the loop that serves `run`: await the call instead")
    future = asyncio.run_coroutine_threadsafe(waiting, loop)
    try:
        return future.result()
    except BaseException:
        future.cancel()
        raise


def _current() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _loop() -> asyncio.AbstractEventLoop:
    global _running  # noqa: PLW0603 - one thread for all models of a process
    with _lock:
        if _running is None:
            _running = asyncio.new_event_loop()
            name = "genchi-models"
            threading.Thread(target=_running.run_forever, name=name, daemon=True).start()
        return _running


def _in_child() -> None:
    """After a fork the thread is the parent's: the next call starts another."""
    global _lock, _running
    _lock, _running = threading.Lock(), None


os.register_at_fork(after_in_child=_in_child)
