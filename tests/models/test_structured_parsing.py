"""The ladder, rung by rung: what is read, what is told, and what is refused."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from genchi.errors import GenchiError, OutsideError, UsageError
from genchi.models.structured import RUNGS, UnparsedError, parse, parse_yaml

ORDER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "count": {"type": "integer"},
        "price": {"type": "number"},
        "paid": {"type": "boolean"},
        "state": {"enum": ["in_progress", "done"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "due": {"type": ["string", "null"]},
    },
    "additionalProperties": False,
}
OPEN: dict[str, Any] = {"type": "object"}


def value(text: str, schema: Any = OPEN) -> Any:
    return parse(text, schema).value


def refusal(text: str, schema: Any = OPEN) -> UnparsedError:
    with pytest.raises(UnparsedError) as caught:
        parse(text, schema)
    return caught.value


def one(kind: Any) -> dict[str, Any]:
    """An object with one member of a type, under x."""
    node = kind if isinstance(kind, dict) else {"type": kind}
    return {"type": "object", "properties": {"x": node}}


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ('{"count": 1}', "strict"),
        ('```json\n{"count": 1}\n```', "unwrapped"),
        ('<think>{"count": 9}</think>{"count": 1}', "unwrapped"),
        ('no tag at first {"count": 9}</think> {"count": 1}', "unwrapped"),
        ('As in [2], it is {"count": 1}.', "found"),
        ("{'count': 1}", "repaired"),
        ("{count: 1,}", "repaired"),
        ("{“count”：1}", "repaired"),
        ('{"count": "1"}', "coerced"),
        ('{"result": {"count": 1}}', "coerced"),
        ('[{"count": 1}]', "coerced"),
        ('"{\\"count\\": 1}"', "coerced"),
    ],
)
def test_the_last_rung_that_was_needed_is_named(text: str, rung: str) -> None:
    found = parse(text, {**ORDER, "required": ["count"]})
    assert (found.value, found.rung) == ({"count": 1}, rung)
    assert (found.repairs == ()) == (rung == "strict")
    assert {repair.rung for repair in found.repairs} <= set(RUNGS)


def test_every_change_is_told_with_its_place() -> None:
    found = parse("{'tags': 'a', 'count': ' 3 ', 'zip': 1, // n\n}", ORDER)
    told = {(r.rung, r.pointer, r.why): (r.before, r.after) for r in found.repairs}
    assert told["coerced", "/tags", "a list of one"] == ("a", ["a"])
    assert told["coerced", "/count", "read as the schema says"] == (" 3 ", 3)
    assert told["coerced", "/zip", "a key that the schema does not allow"] == (1, None)
    assert told["repaired", "/tags", "quotes of another kind"] is not None
    assert ("repaired", "/zip", "a comment") in told
    assert ("repaired", "", "a comma before a closing bracket") in told


def test_what_fits_is_left_alone_and_nothing_is_filled_in() -> None:
    schema = {"properties": {"n": {"type": "number", "default": 5}, "day": {"format": "date"}}}
    for text in ("{}", '{"n": 5.0, "N": 6}', '{"day": "yesterday"}'):
        assert parse(text, schema).repairs == ()


def test_big_integers_are_kept_and_rounded_floats_are_told() -> None:
    big = 2**53 + 1
    assert value(f'{{"x": {big}}}') == {"x": big}
    assert value(f'{{"x": "{10**40}"}}', one("integer")) == {"x": 10**40}
    found = parse('{"x": 0.1234567890123456789012}', OPEN)
    assert [r.before for r in found.repairs] == ["0.1234567890123456789012"]
    assert parse('{"x": 0.1}', OPEN).repairs == ()
    assert "beyond what a float holds" in refusal('{"x": 1e999}').why


@pytest.mark.parametrize(
    ("kind", "written", "read"),
    [
        ("integer", "12", 12),
        ("integer", "１２", 12),
        ("integer", "一百二十三", 123),
        ("number", "-1.50", -1.5),
        ("boolean", "TRUE", True),
        ("boolean", "否", False),
        ("boolean", "no", False),
        (["integer", "null"], "None", None),
        (["integer", "null"], "无", None),
        ({"enum": ["in_progress", "done"]}, "In-Progress", "in_progress"),
        ({"enum": ["in_progress", "done"]}, "Ｄｏｎｅ。", "done"),
        ({"enum": ["正面", "负面"]}, " 正面。", "正面"),
        ({"enum": [1, 2, 3]}, "2", 2),
        ({"const": "v1"}, "V1", "v1"),
    ],
)
def test_a_text_is_read_as_what_the_schema_wants(kind: Any, written: str, read: Any) -> None:
    found = value(f'{{"x": "{written}"}}', one(kind))["x"]
    assert (found, type(found)) == (read, type(read))


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        *(
            ("integer", w)
            for w in ("007", "1,234", "1.0", "1e3", "10²", "3 items", "〇〇七", "", "½")
        ),
        *(("number", w) for w in ("1,234", "1.234,5", "1e3", "NaN", "50%", "0x1F", "+-1", "٣")),
        *(("boolean", w) for w in ("1", "0", "on", "off", "maybe", "")),
        (["integer", "null"], ""),
        ({"enum": ["A", "B"]}, "A-"),
        ({"enum": ["1", "15"]}, "1-5"),
        ({"enum": ["5"]}, ".5"),
        ({"enum": ["yes", "YES"]}, "Yes"),
        ({"enum": [1, 2]}, "3"),
    ],
)
def test_a_text_that_may_mean_something_else_is_refused(kind: Any, written: str) -> None:
    error = refusal(f'{{"x": "{written}"}}', one(kind))
    assert error.pointer == "/x"
    assert "At /x: " in error.reask_text


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("boolean", "1"),
        ("string", "1.10"),
        ("string", "true"),
        ("string", "null"),
        ("integer", "1.5"),
        ("integer", "[1, 2]"),
        ("integer", "[]"),
        ("integer", '{"celsius": 20}'),
        ("integer", "NaN"),
        ("integer", "null"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 1}, "null"),
    ],
)
def test_a_value_that_cannot_be_written_otherwise_without_a_guess_is_refused(
    kind: Any, written: str
) -> None:
    assert refusal(f'{{"x": {written}}}', {**one(kind), "required": ["x"]}).pointer == "/x"


def test_digits_are_a_text_where_one_is_wanted_and_a_neutral_key_is_taken_off() -> None:
    assert value('{"x": 13800001111}', one("string")) == {"x": "13800001111"}
    assert value('{"x": {"value": 20}}', one("integer")) == {"x": 20}


def test_two_values_of_one_kind_are_refused_and_the_same_twice_is_not() -> None:
    error = refusal('{"a": 1}\n{"a": 2}')
    assert error.readings == ({"a": 1}, {"a": 2})
    assert value('{"a": 1}\nAgain: {"a": 1}') == {"a": 1}
    assert refusal('{"a": 1} and {"a": 2').read == {"a": 1}


def test_a_key_that_stands_twice_with_two_values_is_refused_at_its_place() -> None:
    assert refusal('{"a": {"b": 1, "b": 2}}').pointer == "/a/b"
    assert refusal('{"a": [{"b": {"c": 1}, "b": {"c": 1.0}}]}').pointer == "/a/0/b"
    assert value('{"a": 1, "a": 1}') == {"a": 1}
    schema = {**one("integer"), "additionalProperties": False}
    assert refusal('{"x": 1, "X": 2}', schema).readings == (1, 2)


def test_nan_is_null_where_null_is_a_value_and_a_lost_number_elsewhere() -> None:
    found = parse('{"x": NaN}', one(["number", "null"]))
    assert found.value == {"x": None}
    assert [(r.before, r.after) for r in found.repairs] == [("NaN", None)]
    for text, schema in [('{"x": NaN}', one("number")), ('{"x": NaN}', OPEN), ("[-Infinity]", {})]:
        assert refusal(text, schema).pointer in ("/x", "/0")
    assert refusal('{"x": Infinity}', one(["number", "null"])).pointer == "/x"


def test_a_text_that_is_cut_off_is_refused_unless_its_beginning_is_asked_for() -> None:
    text = 'Here: {"id": "a", "tags": ["x", "y'
    assert refusal(text, ORDER).pointer == "/tags/1"
    schema = {**ORDER, "required": ["id", "count"]}
    found = parse(text, schema, partial=True)
    assert found.value == {"id": "a", "tags": ["x"]}
    assert found.missing == ("/tags/1", "/count")
    assert parse('{"count": 12', ORDER, partial=True).value == {}
    assert parse('{"count": 1}', ORDER, partial=True).missing == ()
    with pytest.raises(UnparsedError, match="/price"):
        parse('{"price": "much", "id": "', ORDER, partial=True)


def test_quotes_inside_a_text_are_mended_only_in_pairs() -> None:
    assert value('{"x": "he said "hi" to me", "y": 1}') == {"x": 'he said "hi" to me', "y": 1}
    assert value('{"x": "他说"你好"了"}') == {"x": '他说"你好"了'}
    for text in ('{"x": "5" wide"}', '["x" 1, "y"]', '["a" "b"]', '{"x": """a"""}'):
        refusal(text, {})


def test_missing_commas_are_supplied_and_missing_values_are_not() -> None:
    assert value('{"a": 1 "b": [1 2]}') == {"a": 1, "b": [1, 2]}
    assert value('{"a": "x"\n"b": "y"}') == {"a": "x", "b": "y"}
    for text in ('{"a": 10 "b" 20}', '{"a": , "b": 1}', "[1,,2]", "[1, ...]", '{"a"}', "[1 2,, 3]"):
        refusal(text, {})


def test_escapes_that_json_does_not_have_are_read_only_where_they_are_plain() -> None:
    assert value('{"x": "\\d+\\s"}') == {"x": r"\d+\s"}
    assert value("{'x': 'it\\'s'}") == {"x": "it's"}
    refusal('{"x": "C:\\new\\dir"}')


def test_prose_in_brackets_is_no_value() -> None:
    for before in ("See [the guide](x.md): ", "Fill {name} in. ", "[Bob's note] ", "{ or [ opens "):
        assert value(before + '{"a": 1}') == {"a": 1}
    assert "no JSON" in refusal("I cannot help with that.").why


def test_a_fence_or_a_tag_within_a_value_stays_in_it() -> None:
    inside = "```python\nprint(1)\n```\n<think>no</think>"
    assert value("```json\n{'x': '" + inside + "',}\n```") == {"x": inside}


def test_unions_take_the_branch_of_least_edit_and_tell_a_tie() -> None:
    cat = {**one("integer"), "required": ["x"], "additionalProperties": False}
    dog = {"properties": {"y": {"type": "boolean"}}, "required": ["y"], "type": "object"}
    assert value('{"x": "3"}', {"oneOf": [cat, dog]}) == {"x": 3}
    assert value('{"y": "yes"}', {"anyOf": [cat, dog]}) == {"y": True}
    closed = [{**one("integer"), "additionalProperties": False}]
    closed += [{"type": "object", "properties": {"y": {}}, "additionalProperties": False}]
    error = refusal('{"x": 1, "y": 2}', {"anyOf": closed})
    assert len(error.readings) == 2
    assert refusal('{"x": "many"}', {"anyOf": [cat, {"type": "null"}]}).pointer == "/x"


def test_references_and_all_of_are_followed() -> None:
    tree = {"type": "object", "properties": {"n": {"type": "integer"}, "in": {"$ref": "#/$defs/T"}}}
    schema = {"$defs": {"T": tree}, "allOf": [{"$ref": "#/$defs/T"}, {"required": ["n"]}]}
    assert value('{"n": "1", "in": {"in": {"n": "2"}}}', schema) == {"n": 1, "in": {"in": {"n": 2}}}
    assert value(
        '["1"]', {"$ref": "#/$defs/甲", "$defs": {"甲": {"items": {"type": "integer"}}}}
    ) == [1]
    with pytest.raises(UsageError, match="is not fetched"):
        parse("{}", {"$ref": "https://example.org/schema.json"})


def test_names_are_mended_only_where_the_object_would_not_fit_otherwise() -> None:
    needed = {**one("integer"), "required": ["x"]}
    assert value('{"X": 1}', needed) == {"x": 1}
    assert value('{"X": 1}', one("integer")) == {"X": 1}
    schema = {"properties": {"order_id": {"type": "string"}}, "required": ["order_id"]}
    assert value('{"orderId": "a"}', schema) == {"order_id": "a"}


def test_null_for_a_key_that_may_be_left_out_is_left_out_and_told() -> None:
    found = parse('{"id": null, "count": 1}', ORDER)
    assert found.value == {"count": 1}
    assert [(r.pointer, r.removed) for r in found.repairs] == [("/id", True)]


@pytest.mark.parametrize(
    ("text", "schema", "wanted"),
    [
        ("42", {"type": "integer"}, 42),
        ("```\n42\n```", {"type": "integer"}, 42),
        ("Refund.", {"enum": ["refund", "exchange"]}, "refund"),
        ("<think>Hm.</think>\n是", {"type": "boolean"}, True),
        ("退款在三天内到账。", {"type": "string"}, "退款在三天内到账。"),
        ("'it is'", {"type": "string"}, "it is"),
    ],
)
def test_a_schema_of_a_scalar_reads_the_whole_text(text: str, schema: Any, wanted: Any) -> None:
    assert value(text, schema) == wanted


def test_a_scalar_is_not_picked_out_of_prose() -> None:
    refusal("The answer is 42.", {"type": "integer"})
    refusal('"cut off in the mid', {"type": "string"})
    refusal("", {"type": "string"})


def test_yaml_is_read_as_json_would_say_it() -> None:
    text = "ok: no\non: yes\nday: 2026-11-25\nzip: 010\ntime: 12:30\nn: 3\nz: ~\n"
    text += "t: True\ntext: |\n  a\n"
    assert parse_yaml(f"Sure:\n```yaml\n{text}```", {}).value == {
        "ok": "no",
        "on": "yes",
        "day": "2026-11-25",
        "zip": "010",
        "time": "12:30",
        "n": 3,
        "z": None,
        "t": True,
        "text": "a\n",
    }
    assert parse_yaml("x: no", one("boolean")).value == {"x": False}
    assert parse_yaml("x: 3", one("string")).value == {"x": "3"}
    assert parse_yaml('{"x": 1}', {}).rung == "strict"
    assert parse_yaml("x: 1", {}).rung == "yaml"


@pytest.mark.parametrize(
    "text",
    [
        "x: 1\nx: 2",
        "x: &a [1]\ny: *a",
        "x: !!int '3'",
        "x: Our #1 pick",
        "x: [1",
        "x: .nan",
        "? [a]\n: 1",
    ],
)
def test_yaml_that_would_change_in_silence_is_refused(text: str) -> None:
    with pytest.raises(UnparsedError):
        parse_yaml(text, {})


def test_an_error_says_where_what_and_how_to_ask_again() -> None:
    error = refusal(
        '{"items": [{"price": 1}, {"price": "a lot"}]}',
        {"properties": {"items": {"items": {"properties": {"price": {"type": "number"}}}}}},
    )
    assert isinstance(error, OutsideError)
    assert error.pointer == "/items/1/price"
    assert error.why == '"a lot" is not of type "number"'
    assert error.read == {"items": [{"price": 1}, {"price": "a lot"}]}
    assert error.reask_text.startswith(
        'Your last answer could not be used. At /items/1/price: "a lot" is not of type "number". '
    )


def test_a_schema_that_is_none_is_the_caller_s_mistake() -> None:
    wrongs: list[Any] = [{"type": "text"}, [], "string", int]
    for wrong in wrongs:
        with pytest.raises(UsageError, match="schema"):
            parse("{}", wrong)


def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "json_repair", None)
    assert value("{'a': 1,}") == {"a": 1}
    with pytest.raises(GenchiError, match=r'pip install "genchi\[structured\]"'):
        parse('{"a": 1 "b": 2}', {})
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    with pytest.raises(GenchiError, match=r'pip install "genchi\[structured\]"'):
        parse("{}", {"title": "of this test alone"})
