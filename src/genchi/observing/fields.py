"""The fields of filters, for a page that suggests them as somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "duration", "time", "boolean", "judgement"]


@dataclass(frozen=True, slots=True)
class FilterField:
    """A field: how its values are written, and some as examples. A name that ends in a dot goes on
    with one of the user's own.
    """

    name: str
    kind: Kind
    about: str
    examples: tuple[str, ...]


FIELDS: tuple[FilterField, ...] = (
    FilterField("app", "text", "the application", ("support-desk",)),
    FilterField("name", "text", "what the span is called", ("answer", "retrieve*")),
    FilterField("operation", "text", "what kind of step it is", ("chat", "execute_tool")),
    FilterField("model", "text", "the model that was asked for", ("gpt-4*", "qwen*,claude*")),
    FilterField("response_model", "text", "the model that answered", ("gpt-4o-2024-08-06",)),
    FilterField("prompt_version", "text", "the version of the prompt", ("v2", "v1,v2")),
    FilterField("user", "text", "whose request it was", ("mei", "*")),
    FilterField("session", "text", "the conversation", ("s-1",)),
    FilterField("trace", "text", "its id, or how it begins", ("4bf9*",)),
    FilterField("span", "text", "its id, or how it begins", ("00f067*",)),
    FilterField("parent", "text", "the id of the span it is within", ("00f067*",)),
    FilterField("status", "text", "whether it failed", ("error", "ok")),
    FilterField("error", "text", "the message of a failure", ("*timeout*", "*")),
    FilterField("latency", "duration", "how long it took", (">2s", "100ms..1s")),
    FilterField("first_token", "duration", "how long until the first token", (">1s",)),
    FilterField("cost", "number", "US dollars", (">0.01",)),
    FilterField("tokens", "number", "tokens in and out together", (">1000", "100..500")),
    FilterField("input_tokens", "number", "tokens that went in", (">1000",)),
    FilterField("output_tokens", "number", "tokens that came out", (">500",)),
    FilterField("cached_tokens", "number", "tokens that came from a cache", (">0",)),
    FilterField("reasoning_tokens", "number", "tokens of reasoning", (">0",)),
    FilterField("time", "time", "when it began", ("-1h", "-7d", "today", "2026-11-01")),
    FilterField("root", "boolean", "whether it stands within no other", ("true", "false")),
    FilterField(
        "label.", "judgement", "what people said, by criterion", ("fail", "pass", "0..0.5")
    ),
    FilterField("check.", "judgement", "what a check said", ("fail", "pass", "error", "skip")),
    FilterField("metadata.", "text", "a value of your own", ("*", ">3")),
    FilterField("attribute.", "text", "an attribute of the span", ("*",)),
)
"""Every field that a filter may have, in the order in which people look for them."""
