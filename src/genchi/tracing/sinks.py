"""Where spans go: the protocol every destination keeps, and the list for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from genchi.records import Span

if TYPE_CHECKING:
    from genchi.tracing.context import RemoteParent
    from genchi.tracing.openspan import OpenSpan
    from genchi.tracing.recorder import Recorder


class Sink(Protocol):
    """A place for spans.

    `deliver` is called by one thread at a time. It may raise `OutsideError`, which means "not now":
    the same spans come again later. Any other exception means that these spans are lost.
    """

    def deliver(self, spans: Sequence[Span]) -> None:
        """Take the spans."""

    def close(self) -> None:
        """Let go of what is held; nothing comes after this."""


@dataclass(frozen=True, slots=True)
class SinkAccount:
    """What became of the spans that a sink took and had to pass on."""

    delivered: int = 0
    waiting: int = 0
    dropped: int = 0
    refused: int = 0


@runtime_checkable
class ForwardingSink(Sink, Protocol):
    """A sink that answers before the spans are where they are going, and goes on sending."""

    def settle(self, timeout: float, *, retry: bool) -> None:
        """Send what waits, for `timeout` seconds at most; without `retry` try once."""

    def count_also(self, dropped: Callable[[], int]) -> None:
        """Be told how to ask what was dropped before it came here."""

    def account(self) -> SinkAccount:
        """What became of the spans taken so far."""


@runtime_checkable
class RenewableSink(Sink, Protocol):
    """A sink that holds what a forked process must not share: a socket, a lock, a thread."""

    def renewed(self) -> Sink:
        """A sink like this one, for the child of a fork."""


@runtime_checkable
class HostSink(Sink, Protocol):
    """A sink that has to know of a span when it opens, because others will nest under it."""

    def begin(
        self, recorder: Recorder, name: str, operation: str, parent: OpenSpan | RemoteParent | None
    ) -> OpenSpan:
        """The opened span, with the ids that the host gave it; `parent` where one was named."""


class ListSink:
    """Spans into a list, in the moment they end: for tests and for a quick look.

    >>> sink = ListSink([])
    >>> sink.spans
    []
    """

    immediate: ClassVar[bool] = True
    """Spans are delivered by the code that ends them, not by a thread later."""

    def __init__(self, spans: list[Span] | None = None) -> None:
        self.spans: list[Span] = [] if spans is None else spans

    def deliver(self, spans: Sequence[Span]) -> None:
        """Append the spans."""
        self.spans.extend(spans)

    def close(self) -> None:
        """Nothing to let go of."""
