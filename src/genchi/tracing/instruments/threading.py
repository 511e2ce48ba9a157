"""New threads continue the span that is current where they are started.

A `ContextVar`, which holds the current span, does not follow the program into another thread. Only
the span is carried over, as OpenTelemetry's instrumentation of threading does it, not the other
variables of the context.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from genchi.tracing import context
from genchi.tracing.instruments import Undo
from genchi.tracing.instruments.hooks import replace_method
from genchi.tracing.openspan import OpenSpan

_OURS = "genchi-"
"""How our own threads are named: they serve all spans and belong to none."""


def install() -> Undo:
    """Make threads and thread pools carry the current span."""
    undos = [
        replace_method(threading.Thread, "start", _start),
        replace_method(ThreadPoolExecutor, "submit", _submit),
    ]

    def undo() -> None:
        for undo_one in undos:
            undo_one()

    return undo


def _start(original: Any) -> Any:
    def start(thread: threading.Thread) -> None:
        span = context.current()
        if span is None or thread.name.startswith(_OURS):
            original(thread)
            return
        _carry_into(thread, span)
        try:
            original(thread)
        except BaseException:  # the thread runs already, or cannot
            vars(thread).pop("run", None)
            raise

    return start


def _carry_into(thread: threading.Thread, span: OpenSpan) -> None:
    """Let the thread's `run`, which many classes of threads have of their own, run in a span."""
    original = thread.run

    def run() -> None:
        vars(thread).pop("run", None)  # or the thread would hold itself
        activation = context.activate(span)
        try:
            original()
        finally:
            context.deactivate(activation)

    vars(thread)["run"] = run


def _submit(original: Any) -> Any:
    def submit(pool: ThreadPoolExecutor, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        carried = context.carry(function)
        activation = context.activate(None)  # a thread that is started for it will serve others too
        try:
            return original(pool, carried, *args, **kwargs)
        finally:
            context.deactivate(activation)

    return submit
