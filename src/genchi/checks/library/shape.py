"""Whether an output has the form that a program expects: JSON of a schema, with keys; XML; YAML."""

from __future__ import annotations

import json
from typing import Any

from genchi.checks.checking import check
from genchi.checks.library.fences import unfenced
from genchi.checks.library.layout import is_json
from genchi.checks.library.places import evidence
from genchi.errors import UsageError
from genchi.records import Json, Subject, Verdict


@check
def matches_schema(subject: Subject, schema: dict[str, Json], *, fenced: bool = True) -> Verdict:
    """The output is JSON that fits the JSON Schema; nothing is fetched for a `$ref`.

    - `schema`: the schema, as an object;
    - `fenced`: whether a Markdown code block around the JSON is allowed.

    >>> matches_schema({"required": ["answer"]})(Subject('{"answer": 4}')).outcome
    'pass'
    >>> matches_schema({"required": ["答案"]})(Subject("{}")).reason
    'it does not fit the schema: "答案" is a required property'
    """
    import jsonschema_rs

    try:
        validator = jsonschema_rs.validator_for(schema, retriever=_nothing_is_fetched)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        raise UsageError(f"the schema is none: {str(error).splitlines()[0]}") from None
    start, end = unfenced(subject.output) if fenced else (0, len(subject.output))
    if not fenced and unfenced(subject.output) != (start, end):
        return Verdict("fail", "no JSON: it stands in a code block")
    verdict = is_json(subject)
    if not verdict:
        return Verdict("fail", verdict.reason, evidence=verdict.evidence)
    wrong = [_told(error) for error in validator.iter_errors(json.loads(subject.output[start:end]))]
    if not wrong:
        return Verdict("pass", "it fits the schema")
    said = "; ".join(wrong[:5])
    return Verdict("fail", f"it does not fit the schema: {said}", evidence=evidence([(start, end)]))


@check
def is_xml(subject: Subject) -> Verdict:
    """The output is well-formed XML; declarations of entities are refused.

    >>> is_xml(Subject("<a><b/></a>")).outcome
    'pass'
    >>> is_xml(Subject("<答案>四</答>")).outcome
    'fail'
    """
    from xml.parsers import expat

    start, end = unfenced(subject.output)
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(subject.output[start:end].strip(), True)
    except expat.ExpatError as error:
        return Verdict("fail", f"no XML: {error}", evidence=evidence([(start, end)]))
    except ValueError as error:
        return Verdict("fail", f"no XML: {error}")
    return Verdict("pass", "it is XML")


def _refuse_entity(*_: Any) -> None:
    raise ValueError("it declares an entity")


def _nothing_is_fetched(uri: str) -> Json:
    raise ValueError(f"{uri} is not fetched: put it into the schema")


def _told(error: Any) -> str:
    steps = error.instance_path
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return f"{path.lstrip('.')}: {error.message}" if path else str(error.message)


@check
def json_has(subject: Subject, *paths: str) -> Verdict:
    """The output is JSON in which each of the paths leads to a value that is not null.

    - `paths`: keys with dots between them; a number is a place in a list: `items.0.price`.

    >>> json_has("items.0.price")(Subject('{"items": [{"price": 3}]}')).outcome
    'pass'
    >>> json_has("答案", "来源")(Subject('{"答案": 4}')).reason
    'there is no 来源'
    """
    if not paths:
        raise UsageError('json_has needs at least one path: json_has("answer")')
    verdict = is_json(subject)
    if not verdict:
        return Verdict("fail", verdict.reason, evidence=verdict.evidence)
    value = json.loads(subject.output[slice(*unfenced(subject.output))])
    lacking = [path for path in paths if _at(value, path) is None]
    if lacking:
        return Verdict("fail", f"there is no {' and no '.join(lacking)}")
    return Verdict("pass", f"there is {' and '.join(paths)}")


@check
def is_yaml(subject: Subject) -> Verdict:
    """The output is a YAML mapping or list of plain data; aliases are refused.

    >>> is_yaml(Subject("answer: 4")).outcome
    'pass'
    >>> is_yaml(Subject("答案是四。")).reason
    'no YAML: it is neither a mapping nor a list'
    """
    import yaml

    text = subject.output[slice(*unfenced(subject.output))]
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
            return Verdict("fail", "no YAML: aliases are not allowed")
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        return Verdict("fail", f"no YAML: {' '.join(str(error).split())[:200]}")
    except RecursionError:
        return Verdict("fail", "no YAML: it is nested too deeply to be read")
    except ValueError as error:
        return Verdict("fail", f"no YAML: {error}")
    if isinstance(value, dict | list):
        return Verdict("pass", "it is YAML")
    return Verdict("fail", "no YAML: it is neither a mapping nor a list")


def _at(value: Json, path: str) -> Json:
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value
