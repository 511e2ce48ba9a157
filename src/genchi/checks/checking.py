"""A check: one subject in, one verdict out, with a reason. It knows nothing of who asks.

`@check` makes one of a plain function. What the function returns becomes a verdict: True or False;
a score in [0, 1] (a pass from `threshold` upwards); text (why it failed, empty for a pass); or a
`Verdict`. A check never raises when it judges: what breaks is an `error` with the reason, what the
subject lacks is a `skip`, and neither is a pass.
"""

from __future__ import annotations

import asyncio
import inspect
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, overload

from genchi.checks.deadline import Overtime, deadline
from genchi.errors import GenchiError, UsageError, missing_extra
from genchi.records import Json, Subject, Verdict, clean, content_hash

Result = bool | float | str | Verdict
Function = Callable[..., Result | Awaitable[Result]]

SECONDS = 10.0
"""How long a check may take for one subject."""


@dataclass(frozen=True, slots=True)
class Check:
    """A function of a subject, with its parameters where it has some.

    Called with a `Subject` it judges; called with anything else it takes its parameters and gives
    a new check: `max_words(120)(subject)`.
    """

    function: Function
    name: str
    needs: tuple[str, ...] = ()
    threshold: float = 0.5
    seconds: float = SECONDS
    arguments: Mapping[str, Json] = field(default_factory=dict)
    origin: str = ""
    """What the version is a hash of, beside the parameters: the source of the check."""

    @overload
    def __call__(self, subject: Subject, /) -> Verdict: ...

    @overload
    def __call__(self, /, *values: Any, **named: Any) -> Check: ...

    def __call__(self, /, *values: Any, **named: Any) -> Verdict | Check:
        """Judge a subject, or take parameters. An async check is run to its end."""
        if len(values) == 1 and not named and isinstance(values[0], Subject):
            return self._judged(values[0])
        return self.bind(*values, **named)

    def bind(self, *values: Any, **named: Any) -> Check:
        """The check with these parameters. Raises `UsageError` where they do not fit."""
        try:
            bound = inspect.signature(self.function).bind_partial(None, *values, **named)
        except TypeError as error:
            raise UsageError(f"check {self.signature}: {error}") from None
        given = dict(list(bound.arguments.items())[1:])
        for key, value in _spread(self.function, given).items():
            if clean(value) != _plain(value):
                raise UsageError(
                    f"check {self.name}: {key}={value!r} is not plain data (text, numbers, lists)"
                )
        return Check(
            function=self.function,
            name=self.name,
            needs=self.needs,
            threshold=self.threshold,
            seconds=self.seconds,
            arguments={**self.arguments, **given},
            origin=self.origin,
        )

    async def judge(self, subject: Subject) -> Verdict:
        """Judge a subject from async code."""
        lacking = self._lacking(subject)
        if lacking is not None:
            return lacking
        if not inspect.iscoroutinefunction(self.function):
            return self._judged(subject)
        values, named = self._call(subject)
        try:
            result = await asyncio.wait_for(self.function(*values, **named), self.seconds)
            return self._verdict(result)
        except TimeoutError:
            return self._late()
        except Exception as error:  # a door: what a check raises is its verdict
            return _broken(error)

    @property
    def spec(self) -> str:
        """The check as it is written: `max_words(120)`."""
        return self.name + (f"({', '.join(self.written())})" if self.arguments else "")

    @property
    def version(self) -> str:
        """8 hex digits: another source or other parameters are another version."""
        return content_hash([self.name, self.origin, _plain(dict(self.arguments))], size=4).hex()

    @property
    def description(self) -> str:
        """The first line of the function's docstring."""
        return (inspect.getdoc(self.function) or "").split("\n", 1)[0]

    @property
    def signature(self) -> str:
        """How the check is written, with all its parameters."""
        return f"{self.name}{_signature(self)}"

    @property
    def missing(self) -> tuple[str, ...]:
        """The parameters that must be given before the check can judge."""
        needed = [
            p for p in _parameters(self.function) if p.default is p.empty and p.kind in _PLAIN_KINDS
        ]
        return tuple(p.name for p in needed if p.name not in self.arguments)

    @property
    def parameters(self) -> tuple[inspect.Parameter, ...]:
        """What the check may be given, in order."""
        return _parameters(self.function)

    def written(self, literal: Callable[[Any], str] = repr) -> list[str]:
        """The parameters it has, each as it is written; `literal` writes a value."""
        parts, named = list[str](), False
        for parameter in self.parameters:
            if parameter.name not in self.arguments:
                named = True
                continue
            value = self.arguments[parameter.name]
            if parameter.kind is parameter.VAR_POSITIONAL:
                parts += [literal(item) for item in value]
            elif parameter.kind is parameter.VAR_KEYWORD:
                parts += [f"{key}={literal(item)}" for key, item in value.items()]
            elif named or parameter.kind is parameter.KEYWORD_ONLY:
                parts.append(f"{parameter.name}={literal(value)}")
            else:
                parts.append(literal(value))
        return parts

    def _judged(self, subject: Subject) -> Verdict:
        if self.missing:
            raise UsageError(f"check {self.name} needs {', '.join(self.missing)}: {_example(self)}")
        lacking = self._lacking(subject)
        if lacking is not None:
            return lacking
        values, named = self._call(subject)
        try:
            with deadline(self.seconds):
                result = self.function(*values, **named)
                if inspect.isawaitable(result):
                    result = asyncio.run(_awaited(result))
            return self._verdict(result)
        except Overtime:
            return self._late()
        except Exception as error:  # a door: what a check raises is its verdict
            return _broken(error)

    def _lacking(self, subject: Subject) -> Verdict | None:
        lacking = [name for name in self.needs if getattr(subject, name) in (None, (), {}, "")]
        return Verdict("skip", f"there is no {' and no '.join(lacking)}") if lacking else None

    def _call(self, subject: Subject) -> tuple[list[Any], dict[str, Any]]:
        values: list[Any] = [subject]
        named = dict(self.arguments)
        several = next(
            (p.name for p in _parameters(self.function) if p.kind is p.VAR_POSITIONAL), ""
        )
        if several in named:
            before = [p for p in _parameters(self.function) if p.kind is p.POSITIONAL_OR_KEYWORD]
            values += [named.pop(p.name, p.default) for p in before]
            values += named.pop(several)
        for parameter in _parameters(self.function):
            if parameter.kind is parameter.VAR_KEYWORD:
                named |= named.pop(parameter.name, {})
        return values, named

    def _verdict(self, result: object) -> Verdict:
        match result:
            case Verdict():
                return result
            case bool():
                return Verdict("pass" if result else "fail", score=float(result))
            case int() | float() if math.isfinite(result) and 0 <= result <= 1:
                passed = result >= self.threshold
                return Verdict("pass" if passed else "fail", score=float(result))
            case str():
                return Verdict("fail", result) if result else Verdict("pass")
            case _:
                return Verdict(
                    "error",
                    f"it returned {_short(repr(result))}: return True or False, a score from 0 "
                    "to 1, the reason as text, or a Verdict",
                )

    def _late(self) -> Verdict:
        return Verdict("error", f"it took longer than {self.seconds:g} s")


_EXTRAS = {"jsonschema_rs": "checks", "sqlglot": "checks"}
"""Packages that some checks of the library need, and the extra that installs each."""
_PLAIN_KINDS = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


@overload
def check(function: Function, /) -> Check: ...


@overload
def check(
    *,
    name: str | None = None,
    needs: tuple[str, ...] = (),
    threshold: float = 0.5,
    seconds: float = SECONDS,
) -> Callable[[Function], Check]: ...


def check(
    function: Function | None = None,
    /,
    *,
    name: str | None = None,
    needs: tuple[str, ...] = (),
    threshold: float = 0.5,
    seconds: float = SECONDS,
) -> Check | Callable[[Function], Check]:
    """Make a check of a function whose first parameter is the subject.

    `needs` names what a subject must have ("passages", "reference", "tool_calls", …) for the check
    to apply; without it the verdict is `skip`.

    >>> @check
    ... def short(subject, limit=3):
    ...     return len(subject.output.split()) <= limit
    >>> short(Subject("one two")).outcome, short(1)(Subject("one two")).outcome
    ('pass', 'fail')
    """

    def made(plain: Function) -> Check:
        return Check(
            function=plain,
            name=name or plain.__name__,
            needs=needs,
            threshold=threshold,
            seconds=seconds,
            origin=_source(plain),
        )

    return made if function is None else made(function)


@lru_cache(maxsize=1024)
def _parameters(function: Function) -> tuple[inspect.Parameter, ...]:
    """The parameters after the subject."""
    return tuple(inspect.signature(function).parameters.values())[1:]


def _source(function: Function) -> str:
    """The source of the module a check stands in: its helpers are part of what it does."""
    code = getattr(function, "__code__", None)
    module = inspect.getmodule(function)
    try:
        if module is not None and code is not None and code.co_filename == module.__file__:
            return inspect.getsource(module)
    except (OSError, TypeError, AttributeError):
        pass  # made in a session: there is no source, the compiled code stands for it
    return repr((code.co_code, code.co_consts, code.co_names)) if code else repr(function)


async def _awaited(result: Awaitable[Result]) -> Result:
    return await result


def _broken(error: Exception) -> Verdict:
    if isinstance(error, ModuleNotFoundError) and error.name in _EXTRAS:
        return Verdict("error", str(missing_extra("this check", _EXTRAS[error.name])))
    told = f"{error}" if isinstance(error, GenchiError) else f"{type(error).__name__}: {error}"
    return Verdict("error", _short(f"it raised {told}"))


def _spread(function: Function, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values by name, those of `**options` each under its own."""
    spread: dict[str, Any] = {}
    parameters = inspect.signature(function).parameters
    for key, value in given.items():
        keyworded = parameters[key].kind is inspect.Parameter.VAR_KEYWORD
        spread.update(value if keyworded else {key: value})
    return spread


def _plain(value: Any) -> Any:
    """Tuples as lists, so that a parameter is the same however it was written."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _signature(check_: Check) -> str:
    parameters = _parameters(check_.function)
    return str(inspect.Signature([p.replace(annotation=p.empty) for p in parameters]))


def _example(check_: Check) -> str:
    return f"write {check_.signature}"


def _short(text: str, limit: int = 300) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
