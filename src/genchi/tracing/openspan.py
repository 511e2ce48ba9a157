"""A span while it is open: what the program writes to, and what it writes to when nothing listens.

Nothing here raises, whatever it is given, and nothing is kept by reference: what the program may
change later is copied when it is written. After the end, writing is ignored.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any, ClassVar

from genchi.records import Event, Json, Message, Passage, Status, Usage
from genchi.tracing import capture, faults
from genchi.tracing.context import new_span_id
from genchi.tracing.failures import is_failure, message_of, stack_of
from genchi.tracing.messages import messages_of, passages_of

if TYPE_CHECKING:
    from genchi.tracing.recorder import Recorder

INPUTS, OUTPUTS = 1, 2
"""Bits of what may be captured."""
_MANY = 1000
"""Attributes, and events, that one span keeps."""
_MESSAGES_LIMIT = 16 * capture.LIMIT
"""Characters that are kept of a conversation: an agent's context is larger than an argument."""
_ATTRIBUTE_LIMIT = capture.LIMIT
_FIELDS = frozenset(
    "name operation model response_model user session prompt_version inputs output".split()
)


class OpenSpan:
    """One operation that is going on.

    Fields may be assigned until `end`: `model`, `user`, `output`, `messages` and so on; `inputs`
    and `output` take any value and keep a snapshot of it.
    """

    __slots__ = (
        "_attributes",
        "_clock",
        "_events",
        "_failed_with",
        "_host",
        "_inputs",
        "_messages",
        "_metadata",
        "_output",
        "_output_messages",
        "_passages",
        "_rate",
        "_recorder",
        "_size",
        "_usage",
        "duration_ns",
        "model",
        "name",
        "operation",
        "parent_id",
        "prompt_version",
        "response_model",
        "session",
        "span_id",
        "start_ns",
        "status",
        "status_message",
        "trace_id",
        "user",
    )

    recording: ClassVar[bool] = True
    """Whether what is written here goes anywhere."""

    def __init__(
        self,
        recorder: Recorder,
        name: str,
        operation: str,
        trace_id: str,
        parent_id: str | None,
    ) -> None:
        self._recorder = recorder
        self.name = name
        self.operation = operation
        self.trace_id = trace_id
        self.parent_id = parent_id
        self.span_id = new_span_id()
        self.model: str | None = None
        self.response_model: str | None = None
        self.user: str | None = None
        self.session: str | None = None
        self.prompt_version: str | None = None
        self.status: Status = "ok"
        self.status_message: str | None = None
        self.duration_ns: int | None = None
        self._inputs: dict[str, Json] | None = None
        self._output: Json = None
        self._messages: tuple[Message, ...] = ()
        self._output_messages: tuple[Message, ...] = ()
        self._passages: tuple[Passage, ...] = ()
        self._metadata: dict[str, Any] | None = None
        self._attributes: dict[str, Json] | None = None
        self._events: list[Event] | None = None
        self._usage: dict[str, int | float] | None = None
        self._failed_with = 0
        self._host: Any = None
        self._rate = 1.0
        self._size = 0
        self.start_ns = time.time_ns()
        self._clock = time.perf_counter_ns()

    @property
    def traceparent(self) -> str:
        """The W3C header value that makes another process continue under this span."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.recording else '00'}"

    @property
    def inputs(self) -> dict[str, Json] | None:
        """What went in, by name."""
        return self._inputs

    @inputs.setter
    def inputs(self, value: object) -> None:
        if self._recorder.captures & INPUTS and value is not None:
            taken = self._taken(value, self._recorder.limit)
            self._inputs = taken if isinstance(taken, dict) else {"input": taken}

    @property
    def output(self) -> Json:
        """What came out."""
        return self._output

    @output.setter
    def output(self, value: object) -> None:
        if self._recorder.captures & OUTPUTS:
            self._output = self._taken(value, self._recorder.limit)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The conversation as sent: `Message`s, or dicts as any provider writes them."""
        return self._messages

    @messages.setter
    def messages(self, value: object) -> None:
        if self._recorder.captures & INPUTS:
            self._messages, size = messages_of(value, _MESSAGES_LIMIT)
            self._size += size

    @property
    def output_messages(self) -> tuple[Message, ...]:
        """What came back."""
        return self._output_messages

    @output_messages.setter
    def output_messages(self, value: object) -> None:
        if self._recorder.captures & OUTPUTS:
            self._output_messages, size = messages_of(value, _MESSAGES_LIMIT)
            self._size += size

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The pieces of documents that an answer is built from: `Passage`s, or their texts."""
        return self._passages

    @passages.setter
    def passages(self, value: object) -> None:
        if self._recorder.captures & INPUTS:
            self._passages, size = passages_of(value, _MESSAGES_LIMIT)
            self._size += size

    @property
    def metadata(self) -> dict[str, Any]:
        """Whatever else the program knows about this operation."""
        if self._metadata is None:
            self._metadata = {}
        return self._metadata

    @metadata.setter
    def metadata(self, value: object) -> None:
        taken = self._taken(value, self._recorder.limit)
        self._metadata = taken if isinstance(taken, dict) else {"value": taken}

    def set(self, name: object = None, value: object = None, /, **attributes: object) -> None:
        """Set attributes: `set(plan="pro")`, or `set("app.plan", "pro")` for a dotted name.

        The names of a span's own fields (`user`, `session`, `model`, `output` …) set those.
        """
        if name is not None:
            self._set(repr_of(name), value)
        if attributes:
            self._set_all(attributes)

    def _set_all(self, given: dict[str, Any]) -> None:
        """Several at once: most are plain, and a walk for each would cost as much as the span."""
        kept = self._attributes or {}
        plain = _FIELDS.isdisjoint(given) and len(kept) + len(given) <= _MANY
        size = capture.plain_size(given) if plain else -1
        if 0 <= size <= _ATTRIBUTE_LIMIT:
            self._attributes = kept | {k: v for k, v in given.items() if v is not None}
            self._size += size
            return
        for key, item in given.items():
            self._set(key, item)

    def _set(self, name: str, value: object) -> None:
        try:
            if name in _FIELDS:
                setattr(self, name, value)
                return
            if self._attributes is None:
                self._attributes = {}
            if value is not None and (len(self._attributes) < _MANY or name in self._attributes):
                self._attributes |= self._taken({name: value}, _ATTRIBUTE_LIMIT) or {}
        except Exception as error:
            faults.note("setting an attribute", error)

    def usage(
        self,
        *,
        input_tokens: object = None,
        output_tokens: object = None,
        cached_tokens: object = None,
        reasoning_tokens: object = None,
        cost: object = None,
        first_token: object = None,
    ) -> None:
        """Say what was used; what is None stays as it was. `cost` is USD, `first_token` seconds."""
        counts = {
            "input_tokens": _count(input_tokens),
            "output_tokens": _count(output_tokens),
            "cached_tokens": _count(cached_tokens),
            "reasoning_tokens": _count(reasoning_tokens),
            "cost": _amount(cost),
            "first_token": _amount(first_token),
        }
        known = {name: value for name, value in counts.items() if value is not None}
        self._usage = (self._usage or {}) | known

    def fail(self, reason: object) -> None:
        """Mark the operation as failed, with a message or the exception that ended it."""
        try:
            self.status = "error"
            if not isinstance(reason, BaseException):
                self.status_message = capture.cut(repr_of(reason), self._recorder.limit)
                return
            self.status_message = message_of(reason)
            if self._failed_with != id(reason):  # it passes through several hands on its way out
                self._failed_with = id(reason)
                self._add_event("exception", stack_of(reason))
        except Exception as error:
            faults.note("recording a failure", error)

    def event(self, name: object, /, **attributes: object) -> None:
        """Write down something that happened just now."""
        try:
            self._add_event(repr_of(name), attributes)
        except Exception as error:
            faults.note("recording an event", error)

    def _add_event(self, name: str, attributes: dict[str, Any]) -> None:
        events = self._events = self._events or []
        if len(events) < _MANY:
            taken = self._taken(attributes, _ATTRIBUTE_LIMIT)
            events.append(Event(name, self.start_ns + self._elapsed(), taken or {}))

    def end(self) -> None:
        """Close the span and hand it over. A second call does nothing."""
        self.duration_ns = self._elapsed()
        if self._metadata:
            self.metadata = self._metadata  # a snapshot, as the program still has the dict
        recorder = self._recorder
        self.__class__ = EndedSpan  # from here on, writing is ignored
        recorder.closed(self)

    def finish(self, error: BaseException | None) -> None:
        """Close the span as the exception that left it says, or as a success."""
        if error is not None and is_failure(error):
            self.fail(error)
        self.end()

    def _elapsed(self) -> int:
        return time.perf_counter_ns() - self._clock

    def _taken(self, value: object, limit: int) -> Json:
        try:
            taken, size = capture.take(value, limit)
        except RecursionError as error:  # the program is at the end of its own stack
            faults.note("capturing a value", error)
            return None
        self._size += size
        return taken

    @property
    def known_usage(self) -> Usage:
        """What is known of the usage so far."""
        return Usage(**self._usage) if self._usage else Usage()  # type: ignore[arg-type]


class EndedSpan(OpenSpan):
    """A span after its end: still the parent of what it started, but nothing can be added."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        """Ignored: the span has been handed over."""

    def _set(self, name: str, value: object) -> None:
        pass

    def _set_all(self, given: dict[str, Any]) -> None:
        pass

    def _add_event(self, name: str, attributes: dict[str, Any]) -> None:
        pass

    @property  # type: ignore[misc]  # writing goes to __setattr__, which ignores it
    def metadata(self) -> dict[str, Any]:
        """A copy that nobody reads."""
        return dict(self._metadata or {})

    def end(self) -> None:
        """Nothing: it has ended."""


def repr_of(value: object) -> str:
    """A text as it is, and one short line for anything else. Never raises."""
    if type(value) is str and value.isascii():
        return value
    taken, _ = capture.take(value, capture.LIMIT)
    return taken if isinstance(taken, str) else str(taken)


def text_or_none(value: object) -> str | None:
    """What was assigned to a text field, as text."""
    return None if value is None else repr_of(value)


def _count(value: object) -> int | None:
    amount = _amount(value)
    return int(amount) if amount is not None and amount < 2**53 else None


def _amount(value: Any) -> float | None:
    """A number that is not negative: also numpy's and `Decimal`s, but no text."""
    try:
        amount = math.nan if isinstance(value, bool | str | bytes) else float(value)
    except Exception:
        return None
    return amount if 0 <= amount < math.inf else None
