"""JSON texts as others write them: whatever the length of their integers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.records import clean
from genchi.records.parsing import parse

TEXTS = st.text(st.sampled_from("ab 09.退款\U0001f600\n"), max_size=60)


@given(TEXTS, st.integers(2**64 - 5, 10**60), TEXTS)
def test_no_integer_is_rounded_wherever_it_stands(before: str, number: int, after: str) -> None:
    value = {"before": before, "numbers": [number, -number], "after": after}
    for ascii_only in (True, False):
        text = json.dumps(value, ensure_ascii=ascii_only)
        assert parse(text) == parse(text.encode()) == clean(value)


@given(TEXTS, st.integers(-(2**63), 2**64 - 1))
def test_texts_full_of_digits_are_read_as_they_are(words: str, number: int) -> None:
    value = [words, number, "0" * 40, "2026-11-25T10:00:00.000000"]
    assert parse(json.dumps(value)) == value


@pytest.mark.parametrize("text", ['["\ud800", NaN, "a\tb"]', b'["?", NaN, "a\tb"]'])
def test_what_only_python_writes_is_read(text: bytes | str) -> None:
    assert parse(text) == ["?", None, "a\tb"]
