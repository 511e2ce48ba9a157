"""Personal data taken out of a span before it leaves the process.

A rule is a kind of personal data by name ("email", "phone" …), a compiled regular expression, or a
function from text to text. Where a rule raises, the whole text is hidden: never let through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from genchi.errors import UsageError
from genchi.records import (
    Json,
    Message,
    OtherPart,
    Part,
    Payload,
    Reasoning,
    Span,
    Text,
    ToolCall,
    ToolResult,
)
from genchi.tracing import faults

Rule = str | re.Pattern[str] | Callable[[str], str]
FAILED = "[hidden: redaction failed]"
_REPLACED = "[REDACTED]"


class Redactor:
    """Applies rules to every text of a span's content."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Raises `UsageError` where a rule cannot be meant."""
        if isinstance(rules, str):
            raise UsageError(f'redact is a list of rules such as ["email"], not {rules!r}')
        kinds = [rule for rule in rules if isinstance(rule, str)]
        self._rules = [_rule_of(rule) for rule in rules if not isinstance(rule, str)]
        if kinds:
            self._rules.append(_mask(kinds))

    def text(self, text: str) -> str:
        """The text without what the rules take out."""
        try:
            for rule in self._rules:
                text = rule(text)
                if not isinstance(text, str):
                    raise TypeError("a redaction rule did not return text")
        except Exception as error:
            faults.note("redaction", error)
            return FAILED
        return text

    def json(self, value: Json) -> Json:
        """A value with every text in it redacted, keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(key): self.json(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.json(item) for item in value]
        return value

    def span(self, span: Span) -> Span:
        """A span with all its words redacted; ids, names and numbers stay."""
        message = span.status_message
        return replace(
            span,
            status_message=None if message is None else self.text(message),
            payload=None if span.payload is None else self.payload(span.payload),
        )

    def payload(self, payload: Payload) -> Payload:
        """A payload with everything in it redacted."""
        return replace(
            payload,
            inputs=self.json(payload.inputs),
            output=self.json(payload.output),
            messages=tuple(map(self._message, payload.messages)),
            output_messages=tuple(map(self._message, payload.output_messages)),
            passages=tuple(
                replace(p, text=self.text(p.text), metadata=self.json(p.metadata))
                for p in payload.passages
            ),
            reference=self.json(payload.reference),
            metadata=self.json(payload.metadata),
            attributes=self.json(payload.attributes),
            events=tuple(
                replace(event, attributes=self.json(event.attributes)) for event in payload.events
            ),
        )

    def _message(self, message: Message) -> Message:
        return replace(message, parts=tuple(map(self._part, message.parts)))

    def _part(self, part: Part) -> Part:
        match part:
            case Text(content):
                return Text(self.text(content))
            case Reasoning(content):
                return Reasoning(self.text(content))
            case ToolCall(id_, name, arguments):
                return ToolCall(id_, name, self.json(arguments))
            case ToolResult(id_, response):
                return ToolResult(id_, self.json(response))
            case OtherPart(data):
                return OtherPart(self.json(data))


def redactor_of(rules: Sequence[Rule]) -> Redactor | None:
    """What applies these rules, or None where there are none."""
    return Redactor(rules) if rules else None


def _rule_of(rule: Any) -> Callable[[str], str]:
    if isinstance(rule, re.Pattern):
        if not isinstance(rule.pattern, str):
            raise UsageError(f"a redaction pattern is for text, not for bytes: {rule.pattern!r}")
        return lambda text: rule.sub(_REPLACED, text)
    if callable(rule):
        return rule  # type: ignore[no-any-return]
    raise UsageError(
        "a redaction rule is a kind of personal data, a compiled pattern or a function, "
        f"not {rule!r}"
    )


def _mask(kinds: list[str]) -> Callable[[str], str]:
    from genchi.text.personal import mask

    mask("", kinds=kinds)  # an unknown kind is a mistake to hear of now
    return lambda text: mask(text, kinds=kinds)
