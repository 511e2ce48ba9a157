"""Equal things have equal hashes, and nothing that JSON cannot say raises."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.records import clean, content_hash, from_json, to_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=[])),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=[])), inner)
    ),
    max_leaves=15,
)


@given(VALUES)
def test_any_value_can_be_written_and_reads_back_as_its_clean_self(value: Any) -> None:
    assert from_json(to_json(clean(value))) == clean(value)
    assert clean(clean(value)) == clean(value)
    to_json(value)


@given(st.dictionaries(st.text(), st.integers(-5, 5)))
def test_the_order_of_keys_changes_neither_text_nor_hash(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert to_json(turned) == to_json(value)
    assert content_hash(turned) == content_hash(value)


def test_different_values_have_different_names() -> None:
    values: list[Any] = [None, 0, "0", "", [], {}, [0], {"0": 0}, False, 0.5]
    assert len({content_hash(value) for value in values}) == len(values)
    assert len(content_hash("a")) == 16
    assert len(content_hash("a", size=8)) == 8


def test_what_json_cannot_say_becomes_the_nearest_thing() -> None:
    assert clean({1: (math.nan, math.inf), "a\ud800": 2**64}) == {
        "1": [None, None],
        "a\ufffd": str(2**64),
    }
    assert clean(complex(1, 2)) == "(1+2j)"


def test_a_set_has_one_spelling_whatever_order_it_is_walked_in() -> None:
    forward, backward = [f"word {n}" for n in range(50)], [f"word {n}" for n in range(49, -1, -1)]
    assert to_json(set(forward)) == to_json(frozenset(backward)) == to_json(sorted(forward))


@pytest.mark.parametrize("depth", [150, 253, 254, 255, 300, 500])
def test_what_is_nested_too_deeply_to_be_read_again_is_kept_as_text(depth: int) -> None:
    value: Any = "the heart"
    for _ in range(depth):
        value = [value]
    text = to_json({"a": value})
    assert b"the heart" in text
    assert to_json(from_json(text)) == text


@pytest.mark.parametrize("number", [2**63, 2**64 - 1, -(2**63)])
def test_what_fits_64_bits_stays_a_number(number: int) -> None:
    assert clean(number) == number
    assert from_json(to_json([number, math.nan])) == [number, None]


def test_a_number_too_long_to_be_written_in_decimals_is_kept() -> None:
    assert clean(10**5000) == hex(10**5000)
