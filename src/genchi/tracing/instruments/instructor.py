"""instructor: a structured call as one span, with the answers that did not fit as its events.

Whatever the application calls (`create`, `create_with_completion`, partial or iterable, a client of
any provider or a patched function), instructor asks, validates and asks again in one function,
which its clients look up in a module when they are called: those that exist are recorded too. What
failed is overheard from the hooks that this function tells it to. A call without a response model
is passed on by instructor as it is, and has the span of its SDK alone.

Names of attributes: OpenTelemetry semantic conventions for GenAI; what only instructor has is
`instructor.…`. Model and tokens belong to the spans of the SDK within, or they would count twice.
"""

from __future__ import annotations

import inspect
import weakref
from importlib import import_module
from types import ModuleType
from typing import Any

from genchi.errors import OutsideError
from genchi.tracing import context, faults
from genchi.tracing.decorating import followed
from genchi.tracing.failures import is_failure
from genchi.tracing.instruments import Undo
from genchi.tracing.instruments.hooks import replace_method
from genchi.tracing.openspan import OpenSpan
from genchi.tracing.recording import open_span
from genchi.tracing.turns import Turns

_SEAMS = (
    ("instructor.v2.core.patch", "retry_sync_v2", "retry_async_v2"),  # since 1.15
    ("instructor.core.patch", "retry_sync", "retry_async"),
)
_NEEDED = frozenset(["response_model", "kwargs", "hooks", "max_retries"])
"""What must be named in a call of the function that asks until an answer fits."""


def install() -> Undo:
    """Record the calls of instructor. Raises `ImportError` where it is not installed."""
    instructor = import_module("instructor")
    module, sync_name, async_name = _seam(instructor.__version__)
    undos = [
        replace_method(module, sync_name, _sync),
        replace_method(module, async_name, _async),
    ]

    def undo() -> None:
        for undo_one in undos:
            undo_one()

    return undo


def _seam(version: str) -> tuple[ModuleType, str, str]:
    for path, sync_name, async_name in _SEAMS:
        try:
            module = import_module(path)
        except ModuleNotFoundError:
            continue
        if _is_seam(module, sync_name) and _is_seam(module, async_name):
            return module, sync_name, async_name
    raise OutsideError(
        f"instructor {version} cannot be instrumented, as its clients do not ask through "
        f"{' or '.join(name for _, name, _ in _SEAMS)}: install another version of instructor, "
        f"or record its calls with genchi.span"
    )


def _is_seam(module: ModuleType, name: str) -> bool:
    function = vars(module).get(name)
    return callable(function) and set(inspect.signature(function).parameters) >= _NEEDED


def _sync(original: Any) -> Any:
    def retry(*args: Any, **given: Any) -> Any:
        call = _begin(given)
        if call is None:
            return original(*args, **given)
        activation = context.activate(call.span)
        try:
            result = original(*args, **call.overheard(given))
        except BaseException as error:
            call.raised(error)
            raise
        finally:
            context.deactivate(activation)
        return call.returned(result)

    return retry


def _async(original: Any) -> Any:
    async def retry(*args: Any, **given: Any) -> Any:
        call = _begin(given)
        if call is None:
            return await original(*args, **given)
        activation = context.activate(call.span)
        try:
            result = await original(*args, **call.overheard(given))
        except BaseException as error:
            call.raised(error)
            raise
        finally:
            context.deactivate(activation)
        return call.returned(result)

    return retry


def _begin(given: dict[str, Any]) -> _StructuredCall | None:
    try:
        return None if given.get("response_model") is None else _StructuredCall(given)
    except Exception as error:  # an instructor that is not as we know it must work on without us
        faults.note("instruments", error)
        return None


class _StructuredCall:
    """The span of one call, and what has failed in it so far. Nothing of it raises."""

    def __init__(self, given: dict[str, Any]) -> None:
        model = given["response_model"]
        self._is_partial = hasattr(model, "get_partial_model")
        self._attempts = 0
        self._failed_with: BaseException | None = None
        name = _name_of(model)
        self.span: OpenSpan = open_span(f"parse {name}", operation="parse")
        if self.span.recording:
            self._write_request(name, given)

    def _write_request(self, name: str, given: dict[str, Any]) -> None:
        asked, retries = given["kwargs"], given.get("max_retries")
        self.span.messages = asked.get("messages") or asked.get("input")
        self.span.set("gen_ai.output.type", "json")
        self.span.set("instructor.response_model", name)
        self.span.set("instructor.mode", _value_of(given.get("mode")))
        known = isinstance(retries, int)
        self.span.set("instructor.max_retries", retries if known else type(retries).__name__)

    def overheard(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments, with hooks that tell us too; as they are where nothing is recorded."""
        if not self.span.recording:
            return given
        return given | {"hooks": _Overhearing(given.get("hooks"), self)}

    def asking(self) -> None:
        """An attempt is about to be made."""
        self._attempts += 1

    def failed(self, what: str, error: BaseException) -> None:
        """Write down why an attempt was not the last one, or was."""
        try:
            self._failed_with = error
            self.span.event(what, attempt=self._attempts, errors=_errors_of(error))
        except Exception as trouble:
            faults.note("instruments", trouble)
            self.span.set("genchi.capture.error", repr(trouble))

    def returned(self, result: Any) -> Any:
        """What the application is given. A stream that is yet to be read keeps the span open."""
        if inspect.isgenerator(result) or inspect.isasyncgen(result):
            return self._followed(result)
        if self._is_partial and isinstance(result, list):  # each more complete than the one before
            self.span.output = result[-1] if result else None
        else:
            self.span.output = result
        self.ended(None)
        self.span.end()
        return result

    def _followed(self, stream: Any) -> Any:
        turns = _Reading(self, partial=self._is_partial)
        reading = followed(stream, turns)
        weakref.finalize(reading, turns.dropped)  # one that is never begun is ended by nothing else
        return reading

    def raised(self, error: BaseException) -> None:
        """The application got an exception, of the provider, of a validator or of instructor."""
        self.ended(error)
        self.span.finish(error)

    def ended(self, error: BaseException | None) -> None:
        """Write down what is known at the end, however it came."""
        self.span.set("instructor.attempts", self._attempts)
        if error is None or not is_failure(error):
            return
        within = error.__cause__  # instructor wraps what the last attempt failed with
        is_wrapped = within is not None and within is self._failed_with
        self.span.set("error.type", type(within if is_wrapped else error).__name__)


class _Overhearing:
    """The application's hooks, whatever they are, with us listening."""

    def __init__(self, theirs: Any, call: _StructuredCall) -> None:
        self._theirs = import_module("instructor.core.hooks").Hooks() if theirs is None else theirs
        self._call = call

    def __getattr__(self, name: str) -> Any:
        return getattr(self._theirs, name)

    def emit_completion_arguments(self, *args: Any, **more: Any) -> None:
        """The SDK is about to be asked."""
        self._call.asking()
        self._theirs.emit_completion_arguments(*args, **more)

    def emit_parse_error(self, error: Exception, **more: Any) -> None:
        """An answer does not fit."""
        self._call.failed("validation failed", error)
        self._theirs.emit_parse_error(error, **more)

    def emit_completion_error(self, error: Exception, **more: Any) -> None:
        """No answer came."""
        self._call.failed("call failed", error)
        self._theirs.emit_completion_error(error, **more)


class _Reading(Turns):
    """A stream of values: of a partial one, the last is the output, else the list of them."""

    __slots__ = ("_call", "_last", "_partial")

    def __init__(self, call: _StructuredCall, *, partial: bool) -> None:
        super().__init__(call.span, keeps=not partial)
        self._call = call
        self._partial = partial
        self._last: Any = None

    def yielding(self, item: Any) -> None:
        """Note a value that is about to be given out."""
        super().yielding(item)
        if self._partial:
            self._last = item

    def finish(self, error: BaseException | None) -> None:
        """End the span; what does not fit at the end of a stream is not asked for again."""
        if self._partial:
            self._call.span.output = self._last
        if error is not None and callable(getattr(error, "errors", None)):
            self._call.failed("validation failed", error)
        self._call.ended(error)
        super().finish(error)

    def dropped(self) -> None:
        """End the span of a stream that nobody will read to its end."""
        self._call.span.set("genchi.stopped_early", True)
        self.finish(None)


def _name_of(model: Any) -> str:
    return getattr(model, "__name__", None) or type(model).__name__


def _value_of(member: Any) -> Any:
    return getattr(member, "value", member)


def _errors_of(error: BaseException) -> list[dict[str, str]]:
    """What does not fit, each with its path as a JSON pointer; "" is the whole answer.

    >>> _errors_of(ValueError("no JSON"))
    [{'path': '', 'message': 'no JSON'}]
    """
    detailed = getattr(error, "errors", None)  # of pydantic
    if not callable(detailed):
        return [{"path": "", "message": str(error)}]
    found = detailed(include_url=False, include_context=False, include_input=False)
    return [{"path": _pointer(one["loc"]), "message": one["msg"]} for one in found]


def _pointer(place: tuple[int | str, ...]) -> str:
    """RFC 6901.

    >>> _pointer(("items", 0, "a/b"))
    '/items/0/a~1b'
    """
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)
