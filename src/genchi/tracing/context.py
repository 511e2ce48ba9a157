"""Which span is current, and how a trace crosses tasks, threads and processes.

The current span lives in one `ContextVar`, so tasks inherit it and never see each other's. Across
processes it travels as a W3C `traceparent` header (https://www.w3.org/TR/trace-context/).
"""

from __future__ import annotations

import functools
import inspect
import random
import re
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from genchi.tracing.openspan import OpenSpan

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

CURRENT: ContextVar[OpenSpan | None] = ContextVar("genchi_span", default=None)

# Its own generator: a program that seeds `random` must not make the ids of another run again.
_random = random.Random()
_PARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")
_RANDOM_BITS = 56
"""The last bits of a trace id, which W3C trace context level 2 says are random."""


@dataclass(frozen=True, slots=True)
class RemoteParent:
    """The span of another process that a `traceparent` header names."""

    trace_id: str
    span_id: str
    sampled: bool


def current() -> OpenSpan | None:
    """The span that the running code is in, or None."""
    return CURRENT.get()


def traceparent() -> str | None:
    """The header value that makes another process continue this trace, or None outside a span."""
    span = CURRENT.get()
    return (span.traceparent or None) if span is not None else None


def read_traceparent(text: object) -> RemoteParent | None:
    """The parent that a `traceparent` header names; None where it is not a valid one.

    >>> read_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").sampled
    True
    >>> read_traceparent("nonsense")
    """
    found = _PARENT.fullmatch(text.strip().lower()) if type(text) is str else None
    if found is None:
        return None
    version, trace_id, span_id, flags = found.groups()
    if version == "ff" or not int(trace_id, 16) or not int(span_id, 16):
        return None
    return RemoteParent(trace_id, span_id, bool(int(flags, 16) & 1))


def new_trace_id() -> str:
    """32 random hex digits."""
    return f"{_random.getrandbits(128) or 1:032x}"


def new_span_id() -> str:
    """16 random hex digits."""
    return f"{_random.getrandbits(64) or 1:016x}"


def reseed() -> None:
    """Make ids differ from those of the process this one was forked from."""
    _random.seed()


def is_sampled(trace_id: str, rate: float) -> bool:
    """Whether a trace is among the `rate` that are kept: the same answer wherever it is asked.

    The last 56 bits of the id are compared with a threshold, as in OpenTelemetry's consistent
    probability sampling (https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/).

    >>> is_sampled("f" * 32, 0.01), is_sampled("0" * 32, 0.99)
    (True, False)
    """
    threshold = round((1 - rate) * (1 << _RANDOM_BITS))
    return int(trace_id[-_RANDOM_BITS // 4 :], 16) >= threshold


Activation = tuple["Token[OpenSpan | None] | None", "OpenSpan | None", Any]


def activate(span: OpenSpan | None) -> Activation:
    """Make a span current. Give what is returned to `deactivate`."""
    outer = None if span is None or span._host is None else span._host.attach()
    return _exclusively(CURRENT.set, span), span, outer


def deactivate(activation: Activation) -> None:
    """Make what was current before `activate` current again."""
    token, span, outer = activation
    if token is not None:
        try:
            _exclusively(CURRENT.reset, token)
        except ValueError:  # a generator with an open `with` block is being closed by another task
            abandon(activation)
    if outer is not None and span is not None and span._host is not None:
        span._host.detach(outer)


def abandon(activation: Activation) -> None:
    """As `deactivate`, where the code may have left the place that it was activated in.

    A generator that is closed may be closed by a finalizer, in the middle of anything: what is
    current there is put back only where it is this span that was left behind.
    """
    token, span, _ = activation
    if token is not None and CURRENT.get() is span:
        before = token.old_value
        _exclusively(CURRENT.set, None if before is Token.MISSING else before)


if sys.version_info >= (3, 12):

    def _exclusively(change: Callable[[T], R], value: T) -> R | None:
        return change(value)

else:
    # Before 3.12 a collection may start in the middle of `ContextVar.set`, and a finalizer that
    # then sets a variable of the same context makes the interpreter crash.
    _changing: set[int] = set()

    def _exclusively(change: Callable[[T], R], value: T) -> R | None:
        thread = threading.get_ident()
        if thread in _changing:
            return None
        _changing.add(thread)
        try:
            return change(value)
        finally:
            _changing.discard(thread)


@contextmanager
def _within(span: OpenSpan | None) -> Generator[None]:
    activation = activate(span)
    try:
        yield
    finally:
        deactivate(activation)


def carry(function: Callable[P, R]) -> Callable[P, R]:
    """`function`, run with the span that is current now as the parent, in whatever thread.

    >>> carry(len)("退款")
    2
    """
    span = CURRENT.get()
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def carried_coroutine(*args: P.args, **kwargs: P.kwargs) -> Any:
            with _within(span):
                return await function(*args, **kwargs)

        return cast("Callable[P, R]", carried_coroutine)

    @functools.wraps(function)
    def carried(*args: P.args, **kwargs: P.kwargs) -> R:
        with _within(span):
            return function(*args, **kwargs)

    return carried
