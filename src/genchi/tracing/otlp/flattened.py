"""Lists that were flattened into one attribute for each leaf, nested again.

`llm.input_messages.0.message.tool_calls.1.tool_call.function.name` (OpenInference) and
`gen_ai.prompt.0.tool_calls.1.name` (Traceloop) say the same. Only the leaves in `_LEAVES` are read;
others stay attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from genchi.records import Json
from genchi.tracing.otlp import chats, passages
from genchi.tracing.otlp.rules import OPENINFERENCE, TRACELOOP, Place


@dataclass(frozen=True, slots=True)
class Family:
    """Which field a flattened list speaks about, how its items are read, and its leaves."""

    slot: str
    rank: float
    read: Callable[[dict[int, dict[str, Json]]], Any]
    leaves: frozenset[str]


_MESSAGE = frozenset(
    "role content name tool_call_id finish_reason function_call_name function_call_arguments_json "
    "tool_calls.#.id tool_calls.#.name tool_calls.#.arguments tool_calls.#.function.name "
    "tool_calls.#.function.arguments contents.#.type contents.#.text contents.#.image".split()
)
_DOCUMENT = frozenset("id content score metadata url name mime_type".split())


def _messages(slot: str, rank: float, role: str) -> Family:
    return Family(slot, rank, lambda items: chats.unflattened(items, role), _MESSAGE)


FAMILIES = {
    "llm.input_messages": _messages("messages", OPENINFERENCE, "user"),
    "llm.output_messages": _messages("output_messages", OPENINFERENCE, "assistant"),
    "gen_ai.prompt": _messages("messages", TRACELOOP, "user"),
    "gen_ai.completion": _messages("output_messages", TRACELOOP, "assistant"),
    "retrieval.documents": Family("passages", OPENINFERENCE, passages.unflattened, _DOCUMENT),
    "reranker.output_documents": Family(
        "passages", OPENINFERENCE + 0.5, passages.unflattened, _DOCUMENT
    ),
}
_NAME = re.compile(rf"({'|'.join(map(re.escape, FAMILIES))})\.([0-9]{{1,6}})\.(.+)", re.DOTALL)
_WRAPPERS = frozenset("message document tool_call message_content image".split())
"""Steps of OpenInference's names that only repeat what kind of thing an item is."""
_NUMBER = re.compile(r"\.[0-9]{1,6}(?=\.)")


def place_of(name: str) -> Place | None:
    """Where the attribute of this name belongs, or None where it is no leaf that is read.

    >>> place_of("llm.input_messages.2.message.contents.0.message_content.text").path
    ('contents', 0, 'text')
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    family, index, rest = match.groups()
    steps = rest.removesuffix(".image.image.url").split(".")
    plain = [step for step in steps if step not in _WRAPPERS]
    if rest.endswith(".image.image.url"):
        plain.append("image")
    if _NUMBER.sub(".#", ".".join(plain)) not in FAMILIES[family].leaves:
        return None
    return Place(family, int(index), tuple(int(s) if s.isdecimal() else s for s in plain))


def is_leaf(place: Place, value: Json) -> bool:
    """Whether a value is what belongs in its place: text, or a number for a score."""
    if place.path[-1] == "score":
        return isinstance(value, float | int) and not isinstance(value, bool)
    return isinstance(value, str)


def nested(leaves: Iterable[tuple[Place, Json]]) -> dict[int, dict[str, Json]]:
    """The items of one list by number, from its leaves; inner lists are by number as well."""
    items: dict[int, dict[str, Json]] = {}
    for place, value in leaves:
        inner: dict[Any, Any] = items.setdefault(place.index, {})
        for step in place.path[:-1]:
            inner = inner.setdefault(step, {})
        inner[place.path[-1]] = value
    return items
