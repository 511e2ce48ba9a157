"""A changed letter of anything that may change an answer is another key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.cache.asking import asked

from genchi.cache import keys_of
from genchi.errors import UsageError
from genchi.models.offline.replay import key_of
from genchi.records import Passage, Request, Tool

CHANGES: list[dict[str, Any]] = [
    {"text": "How long does a refund take!"},
    {"model": "small-2027"},
    {"provider": "other"},
    {"tenant": "shop2"},
    {"user": "li"},
    {"prompt": "returns"},
    {"prompt_version": "v2"},
    {"repeat": 1},
    {"documents": {"faq": "3"}},
    {"temperature": 0.1},
    {"max_tokens": 5},
    {"seed": 1},
    {"stop": (".",)},
    {"tools": (Tool("find"),)},
    {"tools": (Tool("find", "x"),)},
    {"tool_choice": "none"},
    {"schema": {"type": "object"}},
    {"extra": {"top_k": 1}},
    {"passages": (Passage("Five days."),)},
    {"passages": (Passage("Six days."),)},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_of_anything_that_is_asked_misses(change: dict[str, Any]) -> None:
    before, after = keys_of(asked()), keys_of(asked(**change))
    assert before.exact != after.exact
    assert before.normalised != after.normalised


def test_every_pair_of_changes_has_keys_of_its_own() -> None:
    keys = [keys_of(asked(**change)) for change in [{}, *CHANGES]]
    assert len({key.exact for key in keys}) == len(keys)
    assert len({key.normalised for key in keys}) == len(keys)


@pytest.mark.parametrize(
    "change", [c for c in CHANGES if not {"text", "passages"} & set(c)], ids=str
)
def test_by_id_only_the_messages_and_passages_may_differ(change: dict[str, Any]) -> None:
    assert keys_of(asked(id="p1")).by_id == keys_of(asked("Other words", id="p1")).by_id
    assert keys_of(asked(id="p1")).by_id != keys_of(asked(id="p1", **change)).by_id


def test_an_id_without_the_version_of_its_prompt_is_refused() -> None:
    with pytest.raises(UsageError, match="'p1'"):
        asked(id="p1", prompt_version=None)


def test_only_the_last_question_of_a_user_is_normalised() -> None:
    one, other = asked("How do I pay?"), asked("how do I pay")
    assert keys_of(one).normalised == keys_of(other).normalised
    system = [
        asked(messages=Request.of("怎么退款", system=text).messages)
        for text in ("How do I pay?", "how do I pay")
    ]
    assert keys_of(system[0]).normalised != keys_of(system[1]).normalised
    empty = replace(asked(), request=Request(()))
    assert keys_of(empty).normalised is None


def test_recorded_answers_keep_the_keys_they_were_recorded_with() -> None:
    assert key_of("small", Request.of("怎么退款？")) == "7a239d60ad2f40084595d7dcc893c067"
