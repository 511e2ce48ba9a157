"""Text that means harm: it is read or refused, in bounded time, and never crashes."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.models.structured import Partial, UnparsedError, parse, parse_yaml

MEGABYTE = 1_000_000
OPEN: dict[str, Any] = {"type": "object"}

HOSTILE = {
    "open brackets": "[" * 10_000,
    "balanced brackets": "[" * 10_000 + "]" * 10_000,
    "deep objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "deep within prose": "x " + "[{" * 10_000,
    "braces": "{" * 10 * MEGABYTE,
    "links": "[text](http://x.y) " * 500_000,
    "brackets that begin texts": '[x "' * 2_000_000,
    "brackets with numbers": "[1 " * 3_000_000,
    "tags": "<think>" * 1_000_000,
    "closing tags": "</think>" * 1_000_000,
    "objects": '{"a": 1} ' * 1_000_000,
    "backslashes": '{"a": "' + "\\" * MEGABYTE,
    "quotes": '{"a": "' + '" a ' * MEGABYTE,
    "digits": '{"a": ' + "9" * 10 * MEGABYTE + "}",
    "commas": '{"a": [1' + "," * MEGABYTE,
    "NULs": "\0" * 10 * MEGABYTE,
    "comments": "{" + "/* */" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(UnparsedError):
        parse(text, OPEN)


def test_ten_megabytes_are_read() -> None:
    value = {"texts": ["退款" * 300] * 5000}
    text = json.dumps(value, ensure_ascii=False)
    assert parse(f"Sure:\n```json\n{text}\n```", OPEN).value == value
    assert parse(str(value), OPEN).value == value


def test_nul_is_a_character_and_half_a_character_is_none() -> None:
    assert parse('{"a": "x\0y\\u0000"}', OPEN).value == {"a": "x\0y\0"}
    for text in ('{"a": "\\ud800"}', '{"a": ["\ud800"]}', '{"\\udc00": 1}'):
        with pytest.raises(UnparsedError, match="half a character"):
            parse(text, OPEN)
    assert parse('\ud800 {"a": "\\ud83d\\ude00"}', OPEN).value == {"a": "😀"}


@pytest.mark.parametrize(
    "schema", [{"$ref": "#"}, {"type": "array", "items": {"$ref": "#"}}, {"anyOf": [{"$ref": "#"}]}]
)
def test_a_schema_that_leads_to_itself_ends(schema: dict[str, Any]) -> None:
    for text in ("1", "{'a': 1}", "[[1]]", "x"):
        with suppress(UnparsedError):
            assert parse(text, schema).rung


def test_unions_within_unions_are_bounded() -> None:
    branches: list[Any] = [
        {
            "type": "object",
            "properties": {"in": {"$ref": "#/$defs/T"}, "kind": {"const": number}},
            "required": ["kind"],
        }
        for number in range(6)
    ]
    value: dict[str, Any] = {"kind": "no"}
    for _ in range(15):
        value = {"kind": "2", "in": value}
    with pytest.raises(UnparsedError):
        parse(json.dumps(value), {"$defs": {"T": {"anyOf": branches}}, "$ref": "#/$defs/T"})


PIECES = [
    *"{}[]:,'\"\\#/ \n“”：，",
    "true",
    "None",
    "NaN",
    "1",
    "-2.5",
    "007",
    "a",
    "\\n",
    "\\u12",
    "```",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse, parse_yaml):
        with suppress(UnparsedError):
            json.dumps(read(text, {}).value, allow_nan=False)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_any_stream_is_shown_or_not(chunks: list[str]) -> None:
    partial = Partial({"type": ["object", "array"]}, open_texts=True)
    for chunk in ["{", *chunks]:
        partial.feed(chunk)
        json.dumps(partial.value)
