"""From a record of a file to the fields of a span, by JMESPath and by guesses.

What the caller maps is meant: a value that cannot be used rejects the record with a reason. What is
guessed is only a guess: a value that cannot be used stays in the metadata. Nothing of a record is
lost: every field that no key took is kept under `metadata`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from genchi.errors import UsageError
from genchi.intake import guesses
from genchi.intake.conversations import is_conversation
from genchi.intake.formats import Format

KEYS = (
    *("id", "output", "reference", "passages", "model", "user", "session", "time", "latency"),
    *("cost", "prompt_version", "annotator", "messages", "output_messages", "response_model"),
    *("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens", "error", "name"),
    *("finish_reason", "checks", "labels", "usage", "latency_ms"),
)
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
        self.metadata[self.fields.get(key, key)] = self.values.pop(key)


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
        self._taken_apart = frozenset(format_.used)
        self.rules_for = lru_cache(maxsize=256)(self._rules_for)

    def find(self, record: Mapping[str, Any]) -> Found:
        """The values of one record. Raises `BadValueError` where a given expression fails."""
        rules = self.rules_for(tuple(record))
        found = Found()
        taken = set(self._taken_apart)
        for rule in rules:
            value = _value(rule, record)
            if value is None or rule.key in found.values:
                continue
            key = "messages" if _is_chat_input(rule, value) else rule.key
            found.values[key] = value
            if rule.field is not None:
                taken.add(rule.field)
                found.fields[key] = rule.field
            if rule.meant:
                found.meant.add(key)
        found.metadata = {k: v for k, v in record.items() if k not in taken and v is not None}
        return found

    def finds_output(self, record: Mapping[str, Any]) -> bool:
        """Whether some rule gives this record an output or a conversation."""
        keys = {rule.key for rule in self.rules_for(tuple(record))}
        return bool(keys & {"output", "messages", "output_messages"}) or any(
            is_conversation(value) for value in record.values()
        )

    def shown(self, record: Mapping[str, Any]) -> dict[str, str]:
        """Which expression gives each key of this record."""
        found = self.find(record).values
        rules = self.rules_for(tuple(record))
        return {rule.key: rule.expression for rule in reversed(rules) if rule.key in found}

    def _rules_for(self, fields: tuple[str, ...]) -> list[Rule]:
        fixed = [*self._given, *self._of_format]
        keys = {rule.key for rule in fixed}
        taken = {rule.field for rule in self._given} | self._taken_apart
        guessed = guesses.guess([name for name in fields if name not in taken])
        return fixed + [
            Rule(key, name, _getter(name), name, False)
            for key, name in guessed.items()
            if not _covered(key, keys)
        ]


def _getter(name: str) -> Callable[[Any], Any]:
    return lambda record: record.get(name)


def _covered(key: str, keys: set[str]) -> bool:
    """Whether keys that are already decided leave no room for this one."""
    if key in keys or (key == "latency_ms" and "latency" in keys):
        return True
    family = {"labels": "label.", "checks": "check."}.get(key)
    if family is None and key.startswith("inputs."):
        family = "inputs."
    return family is not None and any(k.startswith(family) for k in keys)


def _is_chat_input(rule: Rule, value: object) -> bool:
    return not rule.meant and rule.key.startswith("inputs.") and is_conversation(value)


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
    bare = expression if expression.isidentifier() else None
    return Rule(key, expression, _compile(expression), bare, True)


def _compile(expression: str) -> Callable[[Any], Any]:
    try:
        found: Callable[[Any], Any] = jmespath.compile(expression).search
    except JMESPathError as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"the expression {expression!r} is not JMESPath: {reason}") from error
    return found


def _value(rule: Rule, record: Mapping[str, Any]) -> Any:
    try:
        return rule.find(record)
    except (JMESPathError, TypeError, ValueError, AttributeError) as error:
        if not rule.meant:
            return None
        reason = str(error).splitlines()[0]
        raise BadValueError(f"{rule.key}: {rule.expression!r} failed: {reason}") from error
