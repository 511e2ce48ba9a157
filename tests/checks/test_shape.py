"""Forms that a program reads: JSON of a schema, and XML."""

from __future__ import annotations

from genchi.checks.library.shape import is_xml, is_yaml, json_has, matches_schema
from genchi.records import Subject

SCHEMA = {"type": "object", "properties": {"订单": {"type": "integer"}}, "required": ["订单"]}


def test_json_must_fit_its_schema() -> None:
    assert matches_schema(SCHEMA)(Subject('```json\n{"订单": 7}\n```')).passed
    assert not matches_schema(SCHEMA, fenced=False)(Subject('```json\n{"订单": 7}\n```'))
    assert matches_schema(SCHEMA)(Subject('{"订单": "7"}')).reason.startswith("it does not fit")
    assert matches_schema({"type": "nothing"})(Subject("{}")).outcome == "error"


def test_a_schema_elsewhere_is_never_fetched() -> None:
    assert matches_schema({"$ref": "http://a.example/s.json"})(Subject("{}")).outcome == "error"


def test_xml_is_well_formed_and_declares_no_entities() -> None:
    assert is_xml(Subject("<a>退款</a>")).passed
    assert not is_xml(Subject("<a>"))
    bomb = '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    assert is_xml(Subject(bomb)).reason == "no XML: it declares an entity"


def test_paths_lead_through_keys_and_lists() -> None:
    output = Subject('{"商品": [{"价": 3}], "none": null}')
    assert json_has("商品.0.价")(output).passed
    assert json_has("商品.1", "none")(output).reason == "there is no 商品.1 and no none"


def test_a_code_block_may_be_one_line() -> None:
    assert json_has("答")(Subject('```json {"答": 1}```')).passed


def test_yaml_is_plain_data_without_aliases() -> None:
    assert is_yaml(Subject("```yaml\n- 退款\n- b\n```")).passed
    for output in ("a: &x [1]\nb: *x", "!!python/name:os.system", "a: 2024-13-45", "[" * 5000, "a"):
        assert is_yaml(Subject(output)).outcome == "fail"
