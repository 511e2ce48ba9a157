"""What code writes to while nothing is recorded: the same methods, no effect, next to no cost."""

from __future__ import annotations

from typing import Any

from genchi.records import Status
from genchi.tracing.openspan import OpenSpan


class SilentSpan(OpenSpan):
    """A span of a trace that is not kept, or of a program that does not record."""

    __slots__ = ()
    recording = False
    # Of the class, not of each span: nobody can write to them.
    name, operation, start_ns, parent_id, duration_ns = "", "span", 0, None, None
    model = response_model = prompt_version = user = session = status_message = None
    status: Status = "ok"
    _rate = 1.0
    _inputs = _output = _metadata = None
    _messages = _output_messages = _passages = ()

    def __init__(self, trace_id: str = "", span_id: str = "", host: object = None) -> None:
        object.__setattr__(self, "trace_id", trace_id)
        object.__setattr__(self, "span_id", span_id)
        object.__setattr__(self, "_host", host)

    def __setattr__(self, name: str, value: object) -> None:
        """Ignored: nothing listens."""

    @property
    def traceparent(self) -> str:
        """As of any span, with the flag that says "not sampled"; empty where nothing records."""
        return super().traceparent if self.trace_id else ""

    @property  # type: ignore[misc]  # writing goes to __setattr__, which ignores it
    def metadata(self) -> dict[str, Any]:
        """A dict that nobody reads."""
        return {}

    def set(self, name: object = None, value: object = None, /, **attributes: object) -> None:
        """Nothing."""

    def usage(self, **counts: object) -> None:
        """Nothing."""

    def fail(self, reason: object) -> None:
        """Nothing."""

    def event(self, name: object, /, **attributes: object) -> None:
        """Nothing."""

    def end(self) -> None:
        """Nothing."""

    def finish(self, error: BaseException | None) -> None:
        """Nothing."""


SILENT = SilentSpan()
"""What code gets while nothing is recorded."""
