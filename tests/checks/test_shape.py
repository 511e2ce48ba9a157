"""Forms that a program reads: JSON of a schema, and XML."""

from __future__ import annotations

from genchi.checks.library.shape import is_xml, matches_schema
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
