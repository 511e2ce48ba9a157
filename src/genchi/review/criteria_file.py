"""Criteria as a TOML file, a table for each: what good means can stand in a repository."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from genchi.errors import OutsideError, UsageError
from genchi.records import Criterion, FailureMode, Question
from genchi.review import described
from genchi.store import Store

_TEXTS = ("title", "title_zh", "statement", "statement_zh", "guidelines")
_KEYS = (*_TEXTS, "steps", "reasons")
_STEP_KEYS = ("question", "question_zh", "bad_when", "reason")
_REASON_KEYS = ("title", "title_zh", "description")


@dataclass(frozen=True, slots=True)
class LoadedCriteria:
    """What a file changed: the criteria that are worded anew, and how many reasons were named."""

    worded: tuple[str, ...]
    unchanged: tuple[str, ...]
    reasons: int


def load(store: Store, path: Path, app: str, now_ns: int) -> LoadedCriteria:
    """Word the criteria of an application as a file says, all of them or none.

    The same file twice changes nothing. Raises `OutsideError` where the file cannot be read and
    `UsageError` where it says something else than criteria.
    """
    tables = _read(path)
    criteria = [_criterion(path, app, name, table, now_ns) for name, table in tables.items()]
    modes = [
        mode for name, table in tables.items() for mode in _modes(path, app, name, table, now_ns)
    ]
    with store.together():
        worded = tuple(one.name for one in criteria if described.word(store, one))
        named = sum(store.criteria.name_mode(mode) for mode in modes)
    unchanged = tuple(one.name for one in criteria if one.name not in worded)
    return LoadedCriteria(worded, unchanged, named)


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except OSError as error:
        raise OutsideError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML: {error}") from None
    if not tables:
        raise UsageError(f"{path} has no criteria: write a table for each, such as [grounded]")
    return tables


def _criterion(path: Path, app: str, name: str, table: Any, now_ns: int) -> Criterion:
    place = f"[{name}]"
    _known(path, place, table, _KEYS)
    texts = {key: _text(path, place, table, key) for key in _TEXTS}
    if not texts["statement"]:
        raise UsageError(f"{path}, {place}: it needs a statement, one sentence of what good means")
    listed = table.get("steps", [])
    if not isinstance(listed, list):
        raise UsageError(f"{path}, {place}: steps is a list of tables, not {listed!r}")
    steps = tuple(_step(path, f"[[{name}.steps]]", step) for step in listed)
    return Criterion(app, name, created_ns=now_ns, steps=steps, **texts)


def _step(path: Path, place: str, table: Any) -> Question:
    _known(path, place, table, _STEP_KEYS)
    bad_when = table.get("bad_when", "no")
    if bad_when not in ("yes", "no"):
        raise UsageError(f"{path}, {place}: bad_when is yes or no, not {bad_when!r}")
    text, text_zh, reason = (
        _text(path, place, table, key) for key in ("question", "question_zh", "reason")
    )
    if not text:
        raise UsageError(f"{path}, {place}: it needs a question that yes or no answers")
    return Question(text, bad_when, reason or None, text_zh)


def _modes(path: Path, app: str, name: str, table: Any, now_ns: int) -> list[FailureMode]:
    modes = []
    reasons = table.get("reasons", {})
    _known(path, f"[{name}.reasons]", reasons, reasons)
    for reason, told in reasons.items():
        place = f"[{name}.reasons.{reason}]"
        _known(path, place, told, _REASON_KEYS)
        texts = {key: _text(path, place, told, key) for key in _REASON_KEYS}
        title, title_zh, description = texts.values()
        modes.append(FailureMode(app, name, reason, title or reason, title_zh, description, now_ns))
    return modes


def _known(path: Path, place: str, table: Any, keys: Any) -> None:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {place} has to be a table, not {table!r}")
    for key in table:
        if key not in keys:
            raise UsageError(f"{path}, {place}: there is no {key!r} here; known: {', '.join(keys)}")


def _text(path: Path, place: str, table: dict[str, Any], key: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise UsageError(f"{path}, {place}: {key} is a text, not {value!r}")
    return value.strip()
