"""Values for schemas: every one fits, by an independent validator."""

from __future__ import annotations

import json
import random
import re
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, HttpUrl, TypeAdapter

from genchi.models.mock.patterns import matching
from genchi.models.mock.schemas import value_for

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="jsonschema-rs is not installed")

SCHEMAS: list[Any] = [
    {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
    {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2},
    {"type": "object", "required": ["x"], "additionalProperties": {"type": "boolean"}},
    {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 5},
    {"type": "array", "items": {"enum": [1, 2, 3]}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "prefixItems": [{"type": "string"}, {"const": 7}], "items": False},
    {"type": "array", "maxItems": 0, "items": {"type": "string"}},
    {"enum": ["red", "绿", None, 3]},
    {"const": {"deep": [1]}},
    {"type": "integer", "minimum": 3, "maximum": 3},
    {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 2},
    {"type": "integer", "maximum": -5},
    {"type": "integer", "multipleOf": 7, "minimum": 10},
    {"type": "number", "minimum": 0.001, "maximum": 0.002},
    {"type": "number", "multipleOf": 0.5, "minimum": 1, "maximum": 3},
    {"type": "number", "exclusiveMinimum": 1.5},
    {"type": ["string", "null"]},
    {"type": "string", "minLength": 30, "maxLength": 40},
    {"type": "string", "maxLength": 2},
    {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{2,4}$"},
    {"type": "string", "pattern": r"^\+?\d{7,12}$"},
    {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
    {"oneOf": [{"type": "boolean"}, {"type": "array", "items": {"type": "null"}}]},
    {
        "allOf": [
            {"properties": {"a": {"type": "integer"}}, "required": ["a"]},
            {"properties": {"b": {"type": "string"}}, "required": ["b"]},
        ],
        "type": "object",
    },
    {
        "$defs": {
            "node": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
                    "all": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                },
                "required": ["name", "next", "all"],
                "additionalProperties": False,
            }
        },
        "$ref": "#/$defs/node",
    },
    {"$defs": {"a/b": {"type": "integer"}}, "properties": {"x": {"$ref": "#/$defs/a~1b"}}},
    *({"type": "string", "format": name} for name in "date time date-time email".split()),
    *({"type": "string", "format": name} for name in "uri uuid ipv4 ipv6 hostname".split()),
    {"type": "string", "format": "duration"},
    {},
    True,
]


class Kind(Enum):
    """A choice."""

    ONE = "一"
    TWO = "二"


class Deep(BaseModel):
    """Much of what pydantic writes into a schema."""

    when: datetime
    day: date
    id: UUID
    page: HttpUrl
    kind: Kind
    size: Literal["s", "m"] | int
    price: Annotated[Decimal, Field(ge=0, le=10)]
    share: float = Field(gt=0, lt=1)
    code: str = Field(pattern=r"^[A-Z]\d{3}$")
    pair: tuple[int, str]
    tags: set[Literal["a", "b", "c"]]
    counts: dict[str, int]
    child: Deep | None = None
    rest: list[Deep] = Field(default_factory=list)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: json.dumps(schema)[:50])
def test_every_value_fits_its_schema(schema: Any) -> None:
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    for seed in range(100):
        value = value_for(schema, random.Random(seed))
        assert validator.is_valid(value), value
        assert json.loads(json.dumps(value)) == value


def test_a_model_of_pydantic_takes_every_value() -> None:
    adapter = TypeAdapter(Deep)
    for seed in range(100):
        adapter.validate_json(json.dumps(value_for(adapter.json_schema(), random.Random(seed))))


def plain_schemas() -> st.SearchStrategy[dict[str, Any]]:
    leaves = st.one_of(
        st.just({"type": "boolean"}),
        st.just({"type": "null"}),
        st.builds(
            lambda n: {"type": "integer", "minimum": n, "maximum": n + 5}, st.integers(-9, 9)
        ),
        st.builds(lambda n: {"type": "string", "minLength": n}, st.integers(0, 20)),
        st.lists(st.text(max_size=3), min_size=1).map(lambda found: {"enum": found}),
    )

    def wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        names = st.dictionaries(st.text(max_size=4), inner, max_size=4)
        return st.one_of(
            st.builds(
                lambda found: {"type": "object", "properties": found, "required": list(found)},
                names,
            ),
            st.builds(lambda found: {"type": "object", "properties": found}, names),
            st.builds(lambda found: {"type": "array", "items": found, "minItems": 1}, inner),
            st.builds(lambda *found: {"anyOf": list(found)}, inner, inner),
        )

    return st.recursive(leaves, wider, max_leaves=12)


@given(plain_schemas(), st.integers(0, 1000))
def test_schemas_of_any_shape_are_filled(schema: dict[str, Any], seed: int) -> None:
    assert jsonschema_rs.is_valid(schema, value_for(schema, random.Random(seed)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "type properties required items anyOf allOf enum $ref minItems maxItems minimum "
                "maximum pattern minLength maxLength multipleOf const prefixItems".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(JSON, st.integers(0, 10))
def test_what_is_no_schema_is_filled_with_something_and_never_fails(told: Any, seed: int) -> None:
    json.dumps(value_for(told, random.Random(seed)))


def test_a_schema_that_only_leads_back_to_itself_ends() -> None:
    endless = {"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}
    json.dumps(value_for(endless, random.Random(0)))
    must = {"type": "object", "properties": {"me": {"$ref": "#"}}, "required": ["me"]}
    json.dumps(value_for(must, random.Random(0)))


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{4}-\d{2}$",
        r"^(?:a|bc)+x?$",
        r"^[^a-z]{3,5}$",
        r"^[\w.-]+@[\w-]+\.com$",
        r"^(?P<year>\d{4})(?:/(0[1-9]|1[0-2]))?$",
        r"^[]a]+$",
        r"^a{2}b*?c+$",
        r"^$",
        r"plain",
        r"^[一-三]{2}元$",
    ],
)
def test_strings_match_their_pattern(pattern: str) -> None:
    for seed in range(100):
        made = matching(pattern, random.Random(seed))
        assert re.search(pattern, made), made
