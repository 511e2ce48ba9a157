"""Answers that somebody wrote down beforehand: the lines of `--script FILE`.

Each line is a JSON object: `when` says to which messages it is the answer (a part of the text, or
`{"regex": "…"}`; without it, to all), `say` is the answer (a text, a call of a tool, or a list of
calls), `reasoning` the thoughts before it, `usage` the tokens it is said to have cost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genchi.errors import OutsideError, UsageError
from genchi.models.mock.exchange import Call

_KEYS = ("when", "say", "reasoning", "usage")
_USAGE = ("input_tokens", "output_tokens", "reasoning_tokens", "cached_tokens")


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, and the messages it is for."""

    when: re.Pattern[str]
    text: str = ""
    calls: tuple[Call, ...] = ()
    reasoning: str = ""
    usage: Mapping[str, int] = field(default_factory=dict)


def line_for(text: str, script: Sequence[Line]) -> Line | None:
    """The first line that is the answer to a message, if any."""
    return next((line for line in script if line.when.search(text)), None)


def script_in(path: Path) -> tuple[Line, ...]:
    """The lines of a file. Raises `UsageError` for one that cannot be meant."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no UTF-8 text: a script is JSON lines") from error
    except OSError as error:
        raise OutsideError(f"{path} cannot be read ({error.strerror})") from error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    return tuple(_line(_parsed(line, f"{path}:{n}"), f"{path}:{n}") for n, line in lines)


def script_of(lines: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """The same from Python.

    >>> [line] = script_of([{"when": "refund", "say": "30 days."}])
    >>> line.text, line.when.pattern
    ('30 days.', 'refund')
    """
    return tuple(_line(line, f"line {n} of the script") for n, line in enumerate(lines, 1))


def _parsed(line: str, place: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place} is no JSON ({error}): each line is one object") from error


def _line(told: Any, place: str) -> Line:
    if not isinstance(told, Mapping) or "say" not in told:
        raise UsageError(
            f'{place} must be an object with "say": the text or the tool to answer with'
        )
    unknown = [key for key in told if key not in _KEYS]
    if unknown:
        raise UsageError(f"{place} has {unknown[0]!r}: a line has {', '.join(_KEYS)}")
    reasoning = told.get("reasoning", "")
    if not isinstance(reasoning, str):
        raise UsageError(f"{place}: reasoning must be a text, not {reasoning!r}")
    text, calls = _said(told["say"], place)
    return Line(_when(told.get("when", ""), place), text, calls, reasoning, _usage(told, place))


def _when(told: Any, place: str) -> re.Pattern[str]:
    if isinstance(told, str):
        return re.compile(re.escape(told))
    match told:
        case {"regex": str(expression)}:
            try:
                return re.compile(expression)
            except re.error as error:
                raise UsageError(f"{place}: {expression!r} is no expression ({error})") from error
    raise UsageError(f'{place}: when must be a text or {{"regex": "…"}}, not {told!r}')


def _said(told: Any, place: str) -> tuple[str, tuple[Call, ...]]:
    if isinstance(told, str):
        return told, ()
    calls = told if isinstance(told, list) else [told]
    return "", tuple(_call(call, place) for call in calls)


def _call(told: Any, place: str) -> Call:
    match told:
        case {"tool": str(name)} if name:
            arguments = told.get("arguments", {})
            if isinstance(arguments, str):  # as it stands, so that it may be broken
                return Call(name, arguments)
            return Call(name, json.dumps(arguments, ensure_ascii=False))
    raise UsageError(
        f'{place}: say must be a text or {{"tool": NAME, "arguments": {{…}}}}, not {told!r}'
    )


def _usage(told: Mapping[str, Any], place: str) -> dict[str, int]:
    usage = told.get("usage", {})
    known = isinstance(usage, Mapping) and all(
        key in _USAGE and type(count) is int and count >= 0 for key, count in usage.items()
    )
    if not known:
        raise UsageError(f"{place}: usage may have {', '.join(_USAGE)}, each a whole number")
    return dict(usage)
