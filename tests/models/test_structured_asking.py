"""Asking again, counting what it took, and telling a model which types are wanted."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable
from typing import Literal

import pytest

from genchi.errors import UsageError
from genchi.models.structured import (
    Answered,
    Parsed,
    Tally,
    UnparsedError,
    ask_until_valid,
    parse,
    schema_text,
)

pydantic = pytest.importorskip("pydantic")

SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


@dataclasses.dataclass(frozen=True)
class Item:
    name: str
    count: int
    tags: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Order:
    state: Literal["open", "closed"]
    items: list[Item]
    note: str | None = None


def answering(*answers: str) -> tuple[Callable[[str | None], str], list[str | None]]:
    """A model that says these one after the other, and what it was asked."""
    asked: list[str | None] = []

    def ask(again: str | None) -> str:
        asked.append(again)
        return answers[len(asked) - 1]

    return ask, asked


def test_the_second_question_names_the_place() -> None:
    ask, asked = answering('{"n": "many"}', '{"n": 4}')
    answered = ask_until_valid(ask, SCHEMA)
    assert answered.parsed.value == {"n": 4}
    assert asked[0] is None
    assert 'At /n: "many" is not of type "integer".' in str(asked[1])
    assert [attempt.error is None for attempt in answered.attempts] == [False, True]


def test_after_the_last_answer_all_attempts_are_told() -> None:
    ask, asked = answering("no", "{}", '{"n": "x"}', '{"n": 1}')
    with pytest.raises(UnparsedError) as caught:
        ask_until_valid(ask, SCHEMA)
    assert len(asked) == 3
    assert [attempt.text for attempt in caught.value.attempts] == ["no", "{}", '{"n": "x"}']
    with pytest.raises(UnparsedError):
        ask_until_valid(answering("no", '{"n": 1}')[0], SCHEMA, most=0)
    with pytest.raises(UsageError, match="most"):
        ask_until_valid(ask, SCHEMA, most=-1)


def test_a_model_that_is_awaited_is_asked_the_same_way() -> None:
    plain, asked = answering("no", '{"n": "4"}')

    async def ask(again: str | None) -> str:
        await asyncio.sleep(0)
        return plain(again)

    answered = asyncio.run(asyncio.wait_for(ask_until_valid(ask, SCHEMA), 5))
    assert answered.parsed.value == {"n": 4}
    assert len(asked) == 2


def test_an_error_of_the_model_is_not_caught() -> None:
    def ask(again: str | None) -> str:
        raise StopIteration

    with pytest.raises(StopIteration):
        ask_until_valid(ask, SCHEMA)


def test_tallies_add_up() -> None:
    outcomes: list[Parsed | Answered | None] = [
        parse('{"n": 1}', SCHEMA),
        parse('{"n": "1"}', SCHEMA),
        ask_until_valid(answering('{"n": 1}')[0], SCHEMA),
        ask_until_valid(answering("no", '{"n": 1}')[0], SCHEMA),
        None,
    ]
    tally = sum(map(Tally.of, outcomes), Tally())
    assert tally == Tally(first_pass=2, repaired=1, reasked=1, failed=1)
    assert tally.share("failed") == 0.2
    assert Tally().share("failed") is None


def test_a_dataclass_comes_back_as_one_and_drops_nothing_in_silence() -> None:
    text = "{'state': 'OPEN', 'items': {'name': 'a', 'count': '2', 'colour': 'red'}}"
    found = parse(text, Order)
    assert found.value == Order("open", [Item("a", 2)])
    assert [r.before for r in found.repairs if r.removed] == ["red"]
    assert parse('{"state": "open", "items": [{"name": "a", "count": 2.0}]}', Order).value == Order(
        "open", [Item("a", 2)]
    )
    with pytest.raises(UnparsedError, match="/items/0/count"):
        parse('{"state": "open", "items": [{"name": "a", "count": 2.5}]}', Order)


def test_a_pydantic_model_comes_back_as_one() -> None:
    class Answer(pydantic.BaseModel):  # type: ignore[misc,name-defined]
        text: str
        score: int = pydantic.Field(ge=1)
        kind: Literal["a", "b"] | None = None

        @pydantic.field_validator("text")  # type: ignore[untyped-decorator]
        @classmethod
        def said(cls, text: str) -> str:
            assert text != "nothing", "text says nothing"
            return text

    found = parse('{"text": "x", "score": "3", "kind": "A", "more": 1}', Answer)
    assert found.value == Answer(text="x", score=3, kind="a")
    assert any(repair.pointer == "/more" for repair in found.repairs)
    with pytest.raises(UnparsedError, match="text says nothing"):
        parse('{"text": "nothing", "score": 3}', Answer)
    with pytest.raises(UnparsedError, match="/score"):
        parse('{"text": "x", "score": 0}', Answer)


def test_a_schema_is_written_as_types() -> None:
    assert schema_text(Order) == (
        'type Order = {\n  state: "closed" | "open",\n  items: Item[],\n'
        "  note?: string | null,\n}\n\n"
        "type Item = {\n  name: string,\n  count: integer,\n  tags?: string[],\n}\n\nOrder"
    )


def test_types_tell_what_a_model_has_to_know() -> None:
    tree = {"type": "object", "properties": {"in": {"type": "array", "items": {"$ref": "#"}}}}
    assert schema_text(tree).endswith("in?: Root[],\n}")
    text = schema_text(
        {
            "type": "object",
            "properties": {
                "score": {"type": "integer", "minimum": 1, "maximum": 5, "description": "how good"},
                "kinds": {"type": "array", "items": {"enum": ["a", 1, None]}, "minItems": 1},
                "point": {"prefixItems": [{"type": "number"}, {"type": "number"}]},
                "any-thing": True,
                "by": {"type": "object", "additionalProperties": {"type": "number"}},
                "both": {"allOf": [{"type": "object", "properties": {"a": {"const": "x"}}}, {}]},
            },
            "required": ["score"],
        }
    )
    for line in (
        "  score: integer, // how good; >= 1; <= 5",
        '  kinds?: ("a" | 1 | null)[], // at least 1 items',
        "  point?: [number, number],",
        '  "any-thing"?: any,',
        "    [key: string]: number,",
        '    a?: "x",',
    ):
        assert line in text
