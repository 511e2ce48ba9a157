"""From a record of a file to the fields of a span, by JMESPath and by guesses.

What the caller maps is meant: a value that cannot be used rejects the record with a reason. What is
guessed is only a guess: a value that cannot be used stays in the metadata. Nothing of a record is
lost: every field that no key took is kept under `metadata`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

from genchi.errors import UsageError
from genchi.intake import guesses
from genchi.intake.formats import Format
from genchi.records.conversations import is_conversation

KEYS = (
    *("id", "output", "reference", "passages", "model", "user", "session", "time", "latency"),
    *("cost", "prompt_version", "annotator", "messages", "output_messages", "response_model"),
    *("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "error", "name"),
    *("finish_reason", "checks", "labels", "usage", "latency_ms"),
)
_OUTPUTS = {"output", "messages", "output_messages"}
PREFIXES = ("inputs.", "metadata.", "label.", "spans.", "check.")


class BadValueError(ValueError):
    """A mapped value that cannot be used; the message names the key and the value."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the value of one key comes from. `field` is set where it is one whole field."""

    key: str
    expression: str
    find: Callable[[Any], Any]
    field: str | None
    meant: bool


@dataclass(slots=True)
class Found:
    """The values found in one record, key by key, and which of them the caller meant."""

    values: dict[str, Any] = field(default_factory=dict)
    meant: set[str] = field(default_factory=set)
    metadata: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)

    def give_back(self, key: str) -> None:
        """A guessed value cannot be used: keep it as metadata."""
        self.keep(self.fields.get(key, key), self.values.pop(key))

    def keep(self, name: str, value: Any) -> None:
        """Add to the metadata; the second value of one name is `name (2)`."""
        same = (f"{name} ({n})" for n in itertools.count(2))
        while self.metadata.get(name, value) != value:
            name = next(same)
        self.metadata[name] = value


class RecordMapping:
    """The rules of one import, made once for each set of field names that occurs."""

    def __init__(self, format_: Format, given: Sequence[str]) -> None:
        """`given` are the caller's KEY=JMESPATH. Raises `UsageError` for one that is wrong."""
        self._given = [_given_rule(text) for text in given]
        keys = {rule.key for rule in self._given}
        kept = {key: text for key, text in format_.mapping.items() if not _covered(key, keys)}
        self._of_format = [
            Rule(key, text, _compile(text), None, False) for key, text in kept.items()
        ]
        self._used = [
            _places(text)
            for key, texts in format_.used.items()
            if key == "" or key in kept
            for text in texts
        ]
        self._taken_apart = {place[0] for places in self._used for place in places}
        self.rules_for = lru_cache(maxsize=256)(self._rules_for)

    def find(self, record: Mapping[str, Any]) -> Found:
        """The values of one record. Raises `BadValueError` where a given expression fails."""
        rules = self.rules_for(tuple(record))
        found = Found()
        taken = set()
        for rule in rules:
            value = _value(rule, record)
            if value is None or rule.key in found.values:
                continue
            key = "messages" if _is_chat_input(rule, value, found) else rule.key
            found.values[key] = value
            if rule.field is not None:
                taken.add(rule.field)
                found.fields[key] = rule.field
            if rule.meant:
                found.meant.add(key)
        untaken = {k: v for k, v in record.items() if k not in taken and v is not None}
        used = (next((p for p in places if _is_there(record, p)), None) for places in self._used)
        found.metadata = _without(untaken, _tree(filter(None, used))) or {}
        return found

    def finds_output(self, record: Mapping[str, Any]) -> bool:
        """Whether this record has an output: where it is guessed, a field that is called so."""
        rules = [rule for rule in self.rules_for(tuple(record)) if rule.key in _OUTPUTS]
        if any(rule.meant for rule in rules):
            return any(_gives(rule, record) for rule in rules)
        return bool(rules) or any(is_conversation(value) for value in record.values())

    def shown(self, record: Mapping[str, Any]) -> dict[str, str]:
        """Which expression gives each key of this record."""
        rules = self.rules_for(tuple(record))
        return {rule.key: rule.expression for rule in reversed(rules) if _gives(rule, record)}

    def _rules_for(self, fields: tuple[str, ...]) -> list[Rule]:
        fixed = [*self._given, *self._of_format]
        keys = {rule.key for rule in fixed}
        taken = {rule.field for rule in self._given}
        free = [name for name in fields if name not in taken]
        whole = guesses.guess([name for name in free if name not in self._taken_apart])
        texts = guesses.guess([name for name in free if name in self._taken_apart])
        return [
            *fixed,
            *(Rule(k, n, _getter(n), n, False) for k, n in whole.items() if not _covered(k, keys)),
            *(Rule(k, n, _scalar(n), n, False) for k, n in texts.items() if not _covered(k, keys)),
        ]


def _getter(name: str) -> Callable[[Any], Any]:
    return lambda record: record.get(name)


def _scalar(name: str) -> Callable[[Any], Any]:
    """The value of a field that the format takes apart, where there is nothing to take apart."""

    def find(record: Any) -> Any:
        value = record.get(name)
        return None if isinstance(value, dict | list) else value

    return find


_Place = tuple[str, ...]
_Tree = dict[str, Any]


def _places(text: str) -> list[_Place]:
    """The places that a text like `a.b[0] || c` names."""
    return [tuple(re.split(r"[.\[\]]+", place.strip("] "))) for place in text.split("||")]


def _is_there(record: Any, place: _Place) -> bool:
    for name in place:
        if isinstance(record, list):
            record = record[0] if record and name == "0" else None
        else:
            record = record.get(name) if isinstance(record, dict) else None
    return not (record is None or record is False or record in ("", [], {}))


def _tree(places: Iterable[_Place]) -> _Tree:
    """Places as nested dicts; an empty one means all that is there."""
    tree: _Tree = {}
    for place in places:
        inner = tree
        for name in place:
            inner = inner.setdefault(name, {})
    return tree


def _without(value: Any, taken: _Tree) -> Any:
    """What is left of `value`, or None where nothing is."""
    if isinstance(value, list) and value and "0" in taken:
        first = _without(value[0], taken["0"])
        return [first, *value[1:]] if first is not None or len(value) > 1 else None
    if not isinstance(value, dict):
        return value
    left = {key: _without(value[key], taken[key]) for key in value.keys() & taken if taken[key]}
    kept = {k: left.get(k, v) for k, v in value.items() if taken.get(k) != {}}
    return {k: v for k, v in kept.items() if k not in left or v is not None} or None


def _covered(key: str, keys: set[str]) -> bool:
    """Whether keys that are already decided leave no room for this one."""
    if key in keys or (key == "latency_ms" and "latency" in keys):
        return True
    family = {"labels": "label.", "checks": "check."}.get(key)
    if family is None and key.startswith("inputs."):
        family = "inputs."
    return family is not None and any(k.startswith(family) for k in keys)


def _is_chat_input(rule: Rule, value: object, found: Found) -> bool:
    guessed = not rule.meant and rule.key.startswith("inputs.")
    return guessed and "messages" not in found.values and is_conversation(value)


def _given_rule(text: str) -> Rule:
    key, equals, expression = text.partition("=")
    key = key.strip()
    if not equals or not key or not expression.strip():
        raise UsageError(f"--map {text!r} is not KEY=EXPRESSION, for example --map output=answer")
    prefixed = any(key.startswith(p) and len(key) > len(p) for p in PREFIXES)
    if key not in KEYS and not prefixed:
        raise UsageError(
            f"--map {text!r}: there is no key {key!r}; the keys are {', '.join(KEYS)}, "
            f"{', '.join(p + 'NAME' for p in PREFIXES)}"
        )
    expression = expression.strip()
    if expression.isidentifier():  # JMESPath knows only Latin names, we take 回答 too
        return Rule(key, expression, _getter(expression), expression, True)
    quoted = re.fullmatch(r'"([^"\\]+)"', expression)
    return Rule(key, expression, _compile(expression), quoted[1] if quoted else None, True)


def _compile(expression: str) -> Callable[[Any], Any]:
    try:
        compiled = jmespath.compile(expression)
    except JMESPathError as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"the expression {expression!r} is not JMESPath: {reason}; a field name with other "
            "characters than letters, digits and _ stands in double quotes"
        ) from error
    unknown = _functions_of(compiled.parsed) - set(Functions.FUNCTION_TABLE)
    if unknown:
        raise UsageError(
            f"the expression {expression!r} calls {unknown.pop()}, which JMESPath has not: it has "
            f"{', '.join(sorted(Functions.FUNCTION_TABLE))}"
        )
    found: Callable[[Any], Any] = compiled.search
    return found


def _functions_of(node: Any) -> set[str]:
    """The functions that a parsed expression calls."""
    if not isinstance(node, dict):
        return set()
    inner = (_functions_of(child) for child in node.get("children", ()))
    own = {node["value"]} if node.get("type") == "function_expression" else set()
    return own.union(*inner)


def _gives(rule: Rule, record: Mapping[str, Any]) -> bool:
    try:
        return _value(rule, record) is not None
    except BadValueError:
        return True


def _value(rule: Rule, record: Mapping[str, Any]) -> Any:
    try:
        return rule.find(record)
    except (JMESPathError, TypeError, ValueError, AttributeError) as error:
        if not rule.meant:
            return None
        reason = str(error).splitlines()[0]
        raise BadValueError(f"{rule.key}: {rule.expression!r} failed: {reason}") from error
