"""Personal data does not leave the process where the rules say so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from genchi import tracing
from genchi.errors import UsageError
from genchi.records import Message, Passage, Reasoning, Span, Text, ToolCall, ToolResult

RULES: list[Any] = [
    ["email"],
    [re.compile(r"\S+@\S+\.com")],
    [lambda text: text.replace("li@example.com", "-")],
]


def recorded(rules: list[Any], write: Callable[[tracing.OpenSpan], None]) -> Span:
    ended: list[Span] = []
    tracing.start(app="desk", sink=tracing.ListSink(ended), redact=rules)
    with tracing.span("call") as span:
        write(span)
    tracing.stop()
    return ended[0]


def everywhere(span: tracing.OpenSpan) -> None:
    mail = "写给 li@example.com 吧"
    span.inputs = {"question": [mail, {"li@example.com": 1}]}
    span.output = {"a": (mail,)}
    span.messages = [Message("user", (Text(mail), ToolResult("1", {"m": mail})))]
    span.output_messages = [
        Message("assistant", (Reasoning(mail), ToolCall("1", "send", {"to": mail})))
    ]
    span.passages = [Passage(mail, metadata={"author": mail})]
    span.metadata["m"] = mail
    span.set("app.mail", mail)
    span.event("sent", to=mail)
    span.fail(ValueError(mail))


@pytest.mark.parametrize("rules", RULES)
def test_a_rule_reaches_every_text_of_a_span(rules: list[Any]) -> None:
    record = recorded(rules, everywhere)
    assert "li@example.com" not in repr(record)
    assert "写给" in repr(record)


def test_kinds_of_personal_data_leave_what_is_none() -> None:
    def write(span: tracing.OpenSpan) -> None:
        span.output = "电话 13812345678，订单号 13812345678，li@example.com"

    record = recorded(["phone", "email"], write)
    assert record.payload is not None
    assert record.payload.output == "电话 [PHONE]，订单号 13812345678，[EMAIL]"


def test_a_rule_that_raises_hides_the_whole_text() -> None:
    def broken(text: str) -> str:
        raise RuntimeError("no")

    record = recorded([broken], everywhere)
    assert "li@example.com" not in repr(record)
    assert record.payload is not None
    assert record.payload.attributes == {"[hidden: redaction failed]": "[hidden: redaction failed]"}


def test_a_rule_that_returns_no_text_hides_the_whole_text() -> None:
    record = recorded([lambda text: None], everywhere)
    assert record.status_message == "[hidden: redaction failed]"


@pytest.mark.parametrize("rules", [["telepathy"], "email", [3], [re.compile(rb"x")]])
def test_rules_that_cannot_be_meant_are_refused_at_the_start(rules: Any) -> None:
    with pytest.raises(UsageError):
        tracing.start(app="desk", sink=tracing.ListSink([]), redact=rules)
