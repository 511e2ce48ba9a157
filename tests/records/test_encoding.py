"""Equal things have equal hashes, and nothing that JSON cannot say raises."""

from __future__ import annotations

import math
from typing import Any

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
