"""An object while it comes: only what can no longer change."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.structured_schemas import SCHEMAS, value_of

from genchi.models.structured import Partial

SCHEMA = {
    "type": "object",
    "properties": {
        "n": {"type": "integer"},
        "text": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def values(text: str, *, open_texts: bool = False) -> list[Any]:
    """The value after each character, those that are the same as before left out."""
    partial, seen = Partial(SCHEMA, open_texts=open_texts), list[Any]()
    for letter in text:
        partial.feed(letter)
        if not seen or partial.value != seen[-1]:
            seen.append(partial.value)
    return seen


def test_a_number_is_shown_when_something_follows_and_a_text_when_it_is_closed() -> None:
    assert values('Sure! {"n": 12, "text": "a "b" c", "tags": ["x"]} Done.')[:4] == [
        None,
        {},
        {"n": 12},
        {"n": 12, "text": 'a "b" c'},
    ]


def test_texts_may_be_shown_while_they_come() -> None:
    seen = values('{"text": "退款\\n到", "tags": ["x', open_texts=True)
    assert [each.get("text") for each in seen[1:6]] == ["", "退", "退款", "退款\n", "退款\n到"]
    assert seen[-1] == {"text": "退款\n到", "tags": ["x"]}


def test_reasoning_and_prose_are_passed_over() -> None:
    assert values('<think>{"n": 1} [2]</think> see [3]: {"n": 4} ')[-1] == {"n": 4}


def test_what_does_not_fit_is_not_shown_and_the_end_tells() -> None:
    partial = Partial(SCHEMA)
    partial.feed('{"n": "many", "text": "a", "tags": "x"}')
    assert partial.value == {"text": "a", "tags": ["x"]}
    assert partial.complete


def test_a_value_that_was_looked_at_does_not_change() -> None:
    partial = Partial(SCHEMA)
    partial.feed('{"tags": ["a", ')
    before = partial.value
    before["tags"].append("mine")
    partial.feed('"b", ')
    assert partial.value == {"tags": ["a", "b"]}


def grows(before: Any, after: Any) -> bool:
    """Whether all that was shown is still there."""
    if isinstance(before, dict) and isinstance(after, dict):
        return all(key in after and grows(inner, after[key]) for key, inner in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return len(before) <= len(after) and all(map(grows, before, after))
    return bool(before == after)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(SCHEMAS)), st.integers(0, 10**9), st.booleans())
def test_what_is_shown_stays_and_ends_as_the_whole(name: str, seed: int, ascii_only: bool) -> None:
    draw, schema = random.Random(seed), SCHEMAS[name]
    value = value_of(schema, draw)
    text = f"Here:\n{json.dumps(value, ensure_ascii=ascii_only, indent=draw.choice([None, 2]))}\n."
    partial, shown, at = Partial(schema), None, 0
    while at < len(text):
        size = draw.randint(1, 9)
        partial.feed(text[at : at + size])
        at += size
        now = partial.value
        assert shown is None or grows(shown, now), (shown, now)
        shown = now
    assert partial.complete
    assert shown == partial.finish().value == value
