"""Fifteen corruptions of forty schemas: what loses nothing is recovered, nothing is guessed."""

from __future__ import annotations

import random

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.structured_corruptions import (
    ALL,
    HARD,
    LOSSLESS,
    LOSSY,
    Corruption,
    Draft,
    draft_of,
    text_of,
    with_corruptions,
)
from tests.models.structured_schemas import SCHEMAS, value_of

from genchi.models.structured import Parsed, UnparsedError, parse
from genchi.models.structured.results import same

SEEDS = range(4)


def drafts(corruption: Corruption) -> list[tuple[Draft, str]]:
    """The corruption in values of every schema, with the text of each."""
    made = []
    for name, schema in SCHEMAS.items():
        for seed in SEEDS:
            draw = random.Random(f"{name} {seed} {corruption.__name__}")
            draft = corruption(draft_of(schema, value_of(schema, draw)), draw)
            made += [(draft, text_of(draft, draw))] if draft else []
    return made


def parsed(text: str, draft: Draft) -> Parsed | None:
    """What is read, or None where it is refused."""
    try:
        return parse(text, draft.schema)
    except UnparsedError:
        return None


def nothing_is_guessed(draft: Draft, found: Parsed | None) -> bool:
    """Whether it is refused, right, or NaN told as null where null is allowed."""
    if found is None or (not draft.lost and same(found.value, draft.right)):
        return True
    only_nan = not (draft.twice or draft.cut or draft.second)
    return only_nan and draft.nan is not None and any(r.before == "NaN" for r in found.repairs)


def test_there_are_forty_schemas_and_every_drawn_value_fits() -> None:
    assert len(SCHEMAS) == 40
    for name, schema in SCHEMAS.items():
        for seed in range(20):
            value = value_of(schema, random.Random(f"{name} {seed}"))
            assert jsonschema_rs.is_valid(schema, value), name


@pytest.mark.parametrize("corruption", LOSSLESS, ids=lambda c: c.__name__)
def test_what_loses_nothing_is_recovered(corruption: Corruption) -> None:
    made = drafts(corruption)
    found = [(draft, parsed(text, draft)) for draft, text in made]
    right = [draft for draft, got in found if got and same(got.value, draft.right)]
    assert all(nothing_is_guessed(draft, got) for draft, got in found)
    assert len(made) >= 5
    assert len(right) / len(made) >= 0.99


@pytest.mark.parametrize("corruption", LOSSY, ids=lambda c: c.__name__)
def test_what_loses_something_is_refused(corruption: Corruption) -> None:
    made = drafts(corruption)
    assert len(made) > 50
    for draft, text in made:
        assert nothing_is_guessed(draft, parsed(text, draft)), text


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(sorted(SCHEMAS)),
    st.integers(0, 10**9),
    st.lists(st.sampled_from(ALL), min_size=1, max_size=3, unique=True),
)
def test_no_composition_of_corruptions_changes_a_value_in_silence(
    name: str, seed: int, corruptions: list[Corruption]
) -> None:
    draw, schema = random.Random(seed), SCHEMAS[name]
    draft = with_corruptions(draft_of(schema, value_of(schema, draw)), corruptions, draw)
    text = text_of(draft, draw)
    found = parsed(text, draft)
    assert nothing_is_guessed(draft, found), text
    if found and not same(found.value, draft.said):
        assert found.repairs, text


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(SCHEMAS)),
    st.integers(0, 10**9),
    st.sampled_from(HARD),
    st.lists(st.sampled_from(LOSSLESS), max_size=1),
)
def test_missing_commas_and_bare_quotes_are_told_where_they_are_mended(
    name: str, seed: int, hard: Corruption, others: list[Corruption]
) -> None:
    draw, schema = random.Random(seed), SCHEMAS[name]
    draft = with_corruptions(draft_of(schema, value_of(schema, draw)), [hard, *others], draw)
    found = parsed(text_of(draft, draw), draft)
    assert found is None or found.repairs or same(found.value, draft.said)
