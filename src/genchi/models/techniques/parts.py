"""Small prompts instead of one large one: the same for every part, or one after the other.

A part that fails is a result with its place and reason; what the other parts brought is kept.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar, overload

from genchi.errors import UsageError
from genchi.models.techniques.filling import check_places, filled
from genchi.models.techniques.waves import Failure, Plan, answer_text, carried_out

Part = TypeVar("Part")
A = TypeVar("A")
C = TypeVar("C")
Step = tuple[str, str | Callable[[Mapping[str, str]], Any]]


@dataclass(frozen=True, slots=True)
class Parts(Generic[A, C]):
    """What came of every part, in the order of the parts.

    `answers` has None where a part failed. `combined` is what `combine` made of all answers, and
    None where it was not given, was not called or failed; `uncombined` says why.
    """

    answers: tuple[A | None, ...]
    failures: tuple[Failure, ...]
    combined: C | None = None
    uncombined: str = ""


@dataclass(frozen=True, slots=True)
class Chained:
    """What each step said, by its name, as far as the chain came.

    `answer` is the text of the last step, None if the chain did not get there: then `failed` names
    the step that broke and `error` is what it raised.
    """

    results: dict[str, str]
    answer: str | None
    failed: str | None = None
    error: Exception | None = None


@overload
def map_parts(  # type: ignore[overload-overlap]  # what waits is told apart first
    parts: Sequence[Part],
    ask: Callable[[Part], Awaitable[A]],
    *,
    combine: Callable[[list[A]], Awaitable[C]] | Callable[[list[A]], C] | None = None,
    concurrency: int = 4,
) -> Awaitable[Parts[A, C]]: ...


@overload
def map_parts(
    parts: Sequence[Part],
    ask: Callable[[Part], A],
    *,
    combine: Callable[[list[A]], C] | None = None,
    concurrency: int = 4,
) -> Parts[A, C]: ...


def map_parts(
    parts: Sequence[Part],
    ask: Callable[[Part], Any],
    *,
    combine: Callable[[list[Any]], Any] | None = None,
    concurrency: int = 4,
) -> Parts[Any, Any] | Awaitable[Parts[Any, Any]]:
    """Ask for every part, at most `concurrency` at once, and combine the answers in their order.

    `ask` makes the small prompt of a part and sends it. `combine` gets the answers of all parts
    and may ask too; if a part failed it is not called, for it could not tell that one is missing.

    >>> found = map_parts(["第一章", "第二章"], lambda part: part[1], combine="".join)
    >>> found.answers, found.combined
    (('一', '二'), '一二')
    """
    if not parts:
        raise UsageError("parts is empty: there is nothing to ask")
    return carried_out(_mapping([partial(ask, part) for part in parts], combine), concurrency)


def _mapping(
    calls: Sequence[Callable[[], Any]], combine: Callable[[list[Any]], Any] | None
) -> Plan[Parts[Any, Any]]:
    outcomes = yield calls
    answers = tuple(outcome.value for outcome in outcomes)
    errors = ((place, outcome.error) for place, outcome in enumerate(outcomes))
    failures = tuple(Failure(place, error) for place, error in errors if error is not None)
    if combine is None:
        return Parts(answers, failures)
    if failures:
        return Parts(answers, failures, uncombined=f"{len(failures)} of {len(calls)} parts failed")
    (combined,) = yield [partial(combine, list(answers))]
    why = "" if combined.error is None else f"combine failed: {Failure(0, combined.error).why}"
    return Parts(answers, failures, combined.value, why)


@overload
def chain(steps: Sequence[Step], ask: Callable[[Any], str], **given: str) -> Chained: ...


@overload
def chain(
    steps: Sequence[Step], ask: Callable[[Any], Awaitable[str]], **given: str
) -> Awaitable[Chained]: ...


def chain(
    steps: Sequence[Step], ask: Callable[[Any], str | Awaitable[str]], **given: str
) -> Chained | Awaitable[Chained]:
    """Ask one small prompt after the other; each sees what is given and what earlier ones said.

    A step is a name and its prompt: a text with `{names}` in it, or a function of the results by
    name that returns what `ask` takes. A step that fails ends the chain.

    >>> steps = [("facts", "List the facts: {letter}"), ("reply", "Answer these: {facts}")]
    >>> chain(steps, lambda prompt: prompt.upper(), letter="a late parcel").answer
    'ANSWER THESE: LIST THE FACTS: A LATE PARCEL'
    """
    _check_steps(steps, list(given))
    return carried_out(_chaining(steps, ask, given), 1)


def _check_steps(steps: Sequence[Step], known: list[str]) -> None:
    """Every mistake in a chain is found before its first call."""
    if not steps:
        raise UsageError("a chain has at least one step, a name and a prompt")
    for name, prompt in steps:
        if name in known:
            raise UsageError(f"two results of the chain are called {name!r}: rename one")
        if isinstance(prompt, str):
            check_places(prompt, known)
        known.append(name)


def _chaining(
    steps: Sequence[Step], ask: Callable[[Any], Any], given: Mapping[str, str]
) -> Plan[Chained]:
    results: dict[str, str] = {}
    for name, prompt in steps:
        (outcome,) = yield [partial(_asked, prompt, {**given, **results}, ask)]
        if outcome.error is not None:
            return Chained(results, None, name, outcome.error)
        results[name] = answer_text(outcome.value)
    return Chained(results, results[steps[-1][0]])


def _asked(
    prompt: str | Callable[[Mapping[str, str]], Any],
    values: Mapping[str, str],
    ask: Callable[[Any], Any],
) -> Any:
    return ask(filled(prompt, values) if isinstance(prompt, str) else prompt(values))
