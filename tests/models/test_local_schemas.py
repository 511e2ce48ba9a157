"""A model that knows nothing answers within a schema all the same, and not without it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.models.local_tiny import ask, make_model

from genchi.errors import UsageError
from genchi.models.local import LocalModel, load
from genchi.records import Request

for package in ("torch", "transformers", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is not installed")
jsonschema_rs: Any = pytest.importorskip("jsonschema_rs")

SEEDS = range(4)
MOST = sys.float_info.max


def closed(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


CITY = {"enum": ["上海", "北京", "乌鲁木齐"]}
BOUNDED: dict[str, dict[str, Any]] = {
    "boolean": {"type": "boolean"},
    "null": {"type": "null"},
    "enum in Chinese": CITY,
    "const": {"const": {"版本": [1, None]}},
    "integer in a range": {"type": "integer", "minimum": -20, "maximum": 1500},
    "short string": {"type": "string", "maxLength": 5},
    "string of a length": {"type": "string", "minLength": 2, "maxLength": 4},
    "pattern": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}$", "maxLength": 6},
    "short array": {"type": "array", "items": CITY, "minItems": 1, "maxItems": 3},
    "any of": {"anyOf": [{"type": "boolean"}, {"type": "string", "maxLength": 2}]},
    "object": closed(退款=CITY, paid={"type": "boolean"}, note={"type": "string", "maxLength": 3}),
    "nested": closed(
        a=closed(b={"type": "array", "items": closed(c={"type": "null"}), "maxItems": 2}),
        d={"anyOf": [{"const": "没有"}, closed(e={"type": "integer", "minimum": 1, "maximum": 9})]},
    ),
}
UNBOUNDED: dict[str, dict[str, Any]] = {
    "number": {"type": "number"},
    "number in a range": {"type": "number", "minimum": 0, "exclusiveMaximum": 1},
    "integer": {"type": "integer"},
    "string": {"type": "string"},
    "open array": {"type": "array", "items": {"type": "boolean"}},
    "open object": {"type": "object", "additionalProperties": {"type": "integer"}},
    "recursive": {
        "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
        "$ref": "#/$defs/tree",
    },
    "optional fields": {
        "type": "object",
        "properties": {"a": {"type": "boolean"}, "城市": {"type": "string", "maxLength": 2}},
        "required": ["城市"],
        "additionalProperties": False,
    },
}


def most_bytes(schema: dict[str, Any]) -> int:
    """Bytes of the longest answer that a bounded schema allows."""
    match schema:
        case {"enum": values}:
            return max(len(json.dumps(value, ensure_ascii=False).encode()) for value in values)
        case {"const": value}:
            return most_bytes({"enum": [value]})
        case {"anyOf": options}:
            return max(map(most_bytes, options))
        case {"type": "string", "maxLength": size}:
            return 2 + 6 * int(size)  # "", and \u0001 is the longest that a character is written
        case {"type": "integer", "minimum": low, "maximum": high}:
            return max(len(str(low)), len(str(high)))
        case {"type": "array", "items": item, "maxItems": size}:
            return 2 + int(size) * (2 + most_bytes(item))
        case {"type": "object", "properties": fields}:
            names = sum(len(name.encode()) + 6 for name in fields)  # "": and a comma, with spaces
            return 2 + names + sum(map(most_bytes, fields.values()))
        case _:
            return len("false")


def is_valid(text: str, schema: dict[str, Any]) -> bool:
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_capped)
    except ValueError:
        return False
    return bool(jsonschema_rs.is_valid(schema, value))


def _capped(number: str) -> float:
    """JSON sets no limit to numbers, Python's floats have one: 1e999 is a number all the same."""
    return max(-MOST, min(MOST, float(number)))


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalModel]:
    model = load(make_model(tmp_path_factory.mktemp("tiny")), device="cpu")
    yield model
    model.thread.shutdown()


def asked(seed: int, schema: dict[str, Any] | None, limit: int) -> Request:
    request = Request.of("上海的订单？", system="Answer in JSON.")
    return replace(request, schema=schema, seed=seed, temperature=1.2, max_tokens=limit)


@pytest.mark.parametrize("name", BOUNDED)
def test_an_answer_within_a_bounded_schema_always_ends_and_is_valid(
    tiny: LocalModel, name: str
) -> None:
    schema = BOUNDED[name]
    limit = most_bytes(schema) + 1  # a token is a byte at least, and the last one ends the answer
    for seed in SEEDS:
        response = ask(tiny, asked(seed, schema, limit))
        assert response.finish_reason == "stop", response.text
        assert is_valid(response.text, schema), response.text
    greedy = ask(tiny, replace(asked(0, schema, limit), temperature=None))
    assert greedy.lacks is None
    assert is_valid(greedy.text, schema), greedy.text


def test_an_answer_within_an_open_schema_is_valid_where_it_ends(tiny: LocalModel) -> None:
    ended = set()
    for name, schema in UNBOUNDED.items():
        for seed in SEEDS:
            response = ask(tiny, asked(seed, schema, 100))
            if response.finish_reason == "stop":
                ended.add(name)
                assert is_valid(response.text, schema), (name, response.text)
            else:
                assert response.lacks == "truncated"
    assert len(ended) >= 5, f"only {ended} ended: too few to show anything"


def test_without_the_constraint_no_answer_is_valid(tiny: LocalModel) -> None:
    for seed in SEEDS:
        text = ask(tiny, asked(seed, None, 60)).text
        assert text
        for name, schema in (BOUNDED | UNBOUNDED).items():
            assert not is_valid(text, schema), (name, text)


def test_chance_reaches_every_value_of_an_enum(tiny: LocalModel) -> None:
    texts = {ask(tiny, asked(seed, {"enum": [1, 2, 3]}, 5)).text for seed in range(25)}
    assert texts == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("schema", "named"),
    [
        ({"not": {"type": "string"}}, "not"),
        ({"type": "array", "uniqueItems": True}, "uniqueItems"),
        ({"type": "string", "pattern": "^(?=a)b"}, "look-ahead"),
        ({"type": "string", "format": "退款"}, "退款"),
        ({"type": "integer", "minimum": 5, "maximum": 2}, "minimum"),
        ({"$ref": "#/$defs/missing"}, "/$defs/missing"),
    ],
)
def test_a_schema_that_cannot_be_followed_is_refused_by_the_name_of_what_is_in_the_way(
    tiny: LocalModel, schema: dict[str, Any], named: str
) -> None:
    with pytest.raises(UsageError, match="cannot be held to this schema") as caught:
        ask(tiny, asked(0, schema, 10))
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_model_is_told_the_schema_it_is_held_to(tiny: LocalModel) -> None:
    plain = ask(tiny, asked(0, None, 1)).usage.input_tokens or 0
    held = ask(tiny, asked(0, CITY, 1)).usage.input_tokens or 0
    assert held > plain > 0


def test_a_model_that_cannot_end_an_answer_is_not_held_to_a_schema(tmp_path: Path) -> None:
    folder = make_model(tmp_path)
    for name in ("config.json", "generation_config.json", "tokenizer_config.json"):
        told = json.loads((folder / name).read_text(encoding="utf-8"))
        told |= {key: None for key in ("eos_token_id", "eos_token") if key in told}
        (folder / name).write_text(json.dumps(told), encoding="utf-8")
    model = load(folder, device="cpu")
    assert ask(model, asked(0, None, 5)).finish_reason == "length"
    with pytest.raises(UsageError, match="cannot be held to a schema: eos_token"):
        ask(model, asked(0, CITY, 5))
