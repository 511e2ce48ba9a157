"""`@trace`: every call of a function as a span, the function otherwise as it was.

A traced function keeps its signature and its kind: `async def` stays a coroutine function, a
generator stays a generator with `send`, `throw` and `close`. Between the items of a generator its
span is not current: what the reader does meanwhile belongs to the reader.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, ParamSpec, Protocol, TypeVar, overload

from genchi.errors import UsageError
from genchi.tracing import faults
from genchi.tracing.context import CURRENT, activate, deactivate
from genchi.tracing.openspan import INPUTS, OUTPUTS, OpenSpan
from genchi.tracing.parameters import Parameters, parameters_of, plain_name
from genchi.tracing.recorder import active
from genchi.tracing.recording import open_span
from genchi.tracing.silence import SILENT
from genchi.tracing.turns import Turns

P = ParamSpec("P")
R = TypeVar("R")
Captured = bool | Literal["inputs", "outputs"]
_Wrap = Callable[[Callable[..., Any], "_Call"], Callable[..., Any]]

CAPTURES: dict[Captured, int] = {
    True: INPUTS | OUTPUTS,
    False: 0,
    "inputs": INPUTS,
    "outputs": OUTPUTS,
}


class _Decorator(Protocol):
    def __call__(self, function: Callable[P, R], /) -> Callable[P, R]: ...


@overload
def trace(function: Callable[P, R], /) -> Callable[P, R]: ...


@overload
def trace(
    *,
    name: str | None = None,
    operation: str = "span",
    capture: Captured = True,
    model: str | None = None,
    prompt_version: str | None = None,
    **attributes: object,
) -> _Decorator: ...


def trace(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    operation: str = "span",
    capture: Captured = True,
    model: str | None = None,
    prompt_version: str | None = None,
    **attributes: object,
) -> Any:
    """Record every call of a function as a span: its arguments, its result, its time, its failure.

    `capture` says what is kept of the content: `True`, `False`, `"inputs"` or `"outputs"`.

    >>> @trace(operation="tool")
    ... def weather(city: str) -> str:
    ...     return f"{city}: 晴"
    >>> weather("北京")
    '北京: 晴'
    """
    captures = captures_of(capture)
    options = attributes | {"model": model, "prompt_version": prompt_version}

    def decorate(wrapped: Any) -> Any:
        if isinstance(wrapped, classmethod | staticmethod):
            return type(wrapped)(decorate(wrapped.__func__))
        if isinstance(wrapped, type) or not callable(wrapped):
            raise UsageError(f"trace is for functions, not for {wrapped!r}: decorate its methods")
        call = _Call(
            name or plain_name(wrapped), operation, captures, parameters_of(wrapped), options
        )
        return functools.update_wrapper(_wrapper(wrapped, call), wrapped)

    return decorate if function is None else decorate(function)


def captures_of(capture: Captured) -> int:
    """The bits of what may be captured. Raises `UsageError` for anything but the four words."""
    if not isinstance(capture, bool | str) or capture not in CAPTURES:
        raise UsageError(f'capture is True, False, "inputs" or "outputs", not {capture!r}')
    return CAPTURES[capture]


@dataclass(frozen=True, slots=True)
class _Call:
    """What is known of every call of a traced function."""

    name: str
    operation: str
    captures: int
    parameters: Parameters
    options: dict[str, Any]

    def open(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> OpenSpan:
        """The span of one call. Never raises."""
        if active.recorder is None and CURRENT.get() is SILENT:
            return SILENT
        opened = open_span(self.name, operation=self.operation, **self.options)
        if self.captures & INPUTS and opened.recording:
            try:
                opened.inputs = self.parameters.named(args, kwargs)
            except Exception as error:
                faults.note("capturing arguments", error)
        return opened

    def close(self, opened: OpenSpan, result: Any) -> None:
        """End a call that returned."""
        if self.captures & OUTPUTS and opened.recording and opened._output is None:
            opened.output = result
        opened.end()

    def turns(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Turns:
        """The span of one generator, and its turns."""
        return Turns(self.open(args, kwargs), keeps=bool(self.captures & OUTPUTS))


@dataclass(frozen=True, slots=True)
class _Begun:
    """The turns of a generator that exists already."""

    already: Turns

    def turns(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Turns:
        """Those that it has."""
        return self.already


def followed(stream: Any, turns: Turns) -> Any:
    """A generator, or an async one, that is read in the span of these turns, and ends it."""
    wrap = _generator if inspect.isgenerator(stream) else _async_generator
    return wrap(lambda: stream, _Begun(turns))()


def _wrapper(function: Any, call: _Call) -> Callable[..., Any]:
    kinds: tuple[tuple[Callable[[Any], bool], _Wrap], ...] = (
        (inspect.isasyncgenfunction, _async_generator),
        (inspect.isgeneratorfunction, _generator),
        (inspect.iscoroutinefunction, _coroutine),
    )
    # An object with `__call__` is of the kind that its `__call__` is.
    judged = function if inspect.isroutine(function) else getattr(function, "__call__", function)  # noqa: B004
    if isinstance(function, functools.partial):
        judged = function
    for is_kind, wrap in kinds:
        if is_kind(judged):
            return wrap(function, call)
    return _plain(function, call)


def _plain(function: Callable[..., Any], call: _Call) -> Callable[..., Any]:
    def traced(*args: Any, **kwargs: Any) -> Any:
        opened = call.open(args, kwargs)
        activation = activate(opened)
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            opened.finish(error)
            raise
        finally:
            deactivate(activation)
        call.close(opened, result)
        return result

    return traced


def _coroutine(function: Callable[..., Any], call: _Call) -> Callable[..., Any]:
    async def traced(*args: Any, **kwargs: Any) -> Any:
        opened = call.open(args, kwargs)
        activation = activate(opened)
        try:
            result = await function(*args, **kwargs)
        except BaseException as error:
            opened.finish(error)
            raise
        finally:
            deactivate(activation)
        call.close(opened, result)
        return result

    return traced


def _generator(function: Callable[..., Any], call: _Call | _Begun) -> Callable[..., Any]:
    def traced(*args: Any, **kwargs: Any) -> Any:
        turns = call.turns(args, kwargs)
        try:
            with turns:
                generator = function(*args, **kwargs)
            while True:
                with turns:
                    item = turns.step(generator.send, generator.throw)
                turns.yielding(item)
                try:
                    turns.sent = yield item
                except BaseException as error:  # thrown on after this, so that it leaves no trace
                    turns.thrown = error
        except StopIteration as stop:
            turns.finish(None)
            return stop.value
        except BaseException as error:
            turns.finish(error)
            raise

    return traced


def _async_generator(function: Callable[..., Any], call: _Call | _Begun) -> Callable[..., Any]:
    async def traced(*args: Any, **kwargs: Any) -> Any:
        turns = call.turns(args, kwargs)
        try:
            with turns:
                generator = function(*args, **kwargs)
            while True:
                with turns:
                    item = await turns.step(generator.asend, generator.athrow)
                turns.yielding(item)
                try:
                    turns.sent = yield item
                except BaseException as error:  # thrown on after this, so that it leaves no trace
                    turns.thrown = error
        except StopAsyncIteration:
            turns.finish(None)
        except BaseException as error:
            turns.finish(error)
            raise

    return traced


__all__ = ["CAPTURES", "Captured", "captures_of", "followed", "trace"]
