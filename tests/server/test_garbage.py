"""Whatever is asked, of any endpoint: a sentence, and never the fault of the server.

The questions are made from the OpenAPI document, so that an endpoint that is added is asked too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from genchi.records import Criterion, Verdict
from genchi.server import api
from genchi.server.api.document import document

DOCUMENT = document(api.ENDPOINTS)
ROOT = Path(__file__).parent.parent.parent
WORDS = [
    *("", " ", "\0", "a\0b", "nope", "退款 标准", "x" * 20_000, "\u202e", "😀", "%", "*", "null"),
    *("' OR 1=1 --", "../../etc/passwd", "nope(((", 'excludes("\\0")', "label.:bad", "a,b,,c"),
    *("check.x:>1", "latency:>1e999s", "time:99999-01-01", "root:maybe", '"', "-", "1d" * 99),
    "trace:" + "f" * 33,
]
NUMBERS = [
    *("0", "-1", "1.5", "NaN", "Infinity", "1e999", "0x10", "٣", "9" * 15, "9" * 18),
    *(str(2**63 - 1), str(2**63), str(-(2**63) - 1), str(2**64), "9" * 400),
]
SURROGATE = "%ED%A0%80"
IN_JSON = [
    *("null", "true", "[]", "{}", "[[]]", '{"a":{}}', '""', '"\\ud800"', '"\\u0000"', '"退款"'),
    *("NaN", "-0", "1e999", "1.5", "-1", "9" * 15, "9" * 18, "9" * 400, str(2**63), "}"),
    *(str(2**63 - 1), str(2**64), str(-(2**63) - 1), json.dumps("x" * 20_000)),
    *("[" * 2000 + "]" * 2000, '["\\udfff", 1, null, {}]'),
]
FEW = ["null", '"nope"', '"\\ud800"', '"\\u0000"', "9" * 400]
"""For what starts a process where it is sound."""
STARTING = {"/api/checks", "/api/checks/run", "/api/checks/trial"}
SOUND: dict[str, Any] = {
    "app": "shop",
    "criterion": "helpful",
    "reviewer": "mei",
    "check": "max_words(3)",
    "spec": "max_words(3)",
    "cell": "tp",
    "name": "helpful",
    "trace": f"{4:032x}",
    "trace_id": f"{4:032x}",
    "span": f"{4:016x}",
    "span_id": f"{4:016x}",
    "session": "s",
    "fields": "model",
    "format": "csv",
    "kind": "thumbs",
    "id": "action-00000001",
    "ids": [f"{4:032x}.{4:016x}"],
    "have": [f"{4:032x}.{4:016x}"],
    "limit": 2,
    "mode": "single",
    "source": "filter",
    "filter": "refund",
    "days": [None] * 7,
    "role": "viewer",
    "at_ms": 1,
    "title": "rude",
    "statement": "is polite",
}
"""What a field of this name takes, so that only one thing at a time is wrong."""
WRONG_ONCE = 400


@pytest.fixture
def up(serve: Callable[..., Any], tmp_path: Path, judged: Any) -> Any:
    """A server over judged outputs, whose people need not sign in."""
    started = serve(tmp_path / "home", project=tmp_path)
    judged.fill(started.store, outputs=6, labelled=6, session="s")
    started.store.criteria.word(Criterion("shop", "helpful", "helps"))
    for spec in ("max_words(3)", "no_refusal"):
        verdicts = [(judged.key_of(n), Verdict("fail")) for n in range(1, 7)]
        started.store.verdicts.add("shop", spec, "1", verdicts, now_ns=1)
    return started


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def sound(schema: dict[str, Any], name: str = "") -> Any:
    """A value that a schema takes, as far as names tell."""
    if "$ref" in schema:
        return sound(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]], name)
    if "properties" in schema and "anyOf" not in schema:
        return {key: sound(one, key) for key, one in schema["properties"].items()}
    if name in SOUND and "enum" not in schema and schema.get("type") != "object":
        return SOUND[name]
    if "anyOf" in schema:
        return sound(schema["anyOf"][0], name)
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type", "null")
    if kind == "array":
        return [sound(schema.get("items", {}), name)]
    return {"integer": 1, "number": 1, "string": "x", "boolean": True, "object": {}}.get(kind)


def spoiled(value: Any, with_: str) -> Iterator[str]:
    """The value as JSON, each time with another part of it replaced."""
    yield with_
    if isinstance(value, dict):
        for key, part in value.items():
            for one in spoiled(part, with_):
                rest = [f"{json.dumps(k)}:{json.dumps(v)}" for k, v in value.items() if k != key]
                yield "{" + ",".join([*rest, f"{json.dumps(key)}:{one}"]) + "}"
    elif isinstance(value, list) and value:
        yield from (f"[{one}]" for one in spoiled(value[0], with_))


def addressed(path: str, operation: dict[str, Any], wrong: str = "", text: str = "") -> str:
    """The path with its parameters, `wrong` being `text` as it is encoded and the others sound."""
    query = []
    for parameter in operation.get("parameters", []):
        name = parameter["name"]
        value = text if name == wrong else quote(str(SOUND.get(name, "")), safe="")
        if parameter["in"] == "path":
            path = path.replace("{" + name + "}", value)
        elif name == wrong or name in SOUND:
            query.append(f"{name}={value}")
    return path + ("?" + "&".join(query) if query else "")


def fault(answer: Any, asked: str) -> str | None:
    """What is wrong with an answer; a refusal has to be one sentence."""
    if answer.status >= 500:
        return f"{answer.status} {asked[:300]}: {answer.body[:200]!r}"
    if answer.status >= WRONG_ONCE and not isinstance(answer.json.get("error"), str):
        return f"{answer.status} without a sentence {asked[:300]}: {answer.body[:200]!r}"
    return None


def test_no_parameter_makes_the_server_fail(up: Any) -> None:
    found = []
    for path, method, operation in operations():
        for parameter in operation.get("parameters", []):
            for text in [*map(quote, [*WORDS, *NUMBERS]), SURROGATE, "%", "%00%FF"]:
                at = addressed(path, operation, parameter["name"], text)
                if method == "GET":
                    found.append(fault(up.get(at), at))
                elif "requestBody" not in operation:
                    found.append(fault(up.write(at, method=method), f"{method} {at}"))
    assert [one for one in found if one] == []
    assert len(found) > 1000


def test_no_body_makes_the_server_fail(up: Any) -> None:
    headers = {"content-type": "application/json", "x-genchi": "1"}
    found = []
    for path, method, operation in operations():
        if "requestBody" not in operation:
            continue
        at = addressed(path, operation)
        body = sound(operation["requestBody"]["content"]["application/json"]["schema"])
        for garbage in FEW if path in STARTING else IN_JSON:
            for text in spoiled(body, garbage):
                answer = up.ask(method, at, text.encode(), headers)
                found.append(fault(answer, f"{method} {at} {text}"))
    assert [one for one in found if one] == []
    assert len(found) > 1000


@pytest.mark.parametrize("number", IN_JSON)
def test_no_place_in_an_output_makes_the_server_fail(up: Any, number: str) -> None:
    keys = {name: SOUND[name] for name in ("trace_id", "span_id")}
    places = {"piece": ["start", "end"], "passage": ["passage"], "preference": ["other"]}
    for kind, names in places.items():
        target = json.dumps({"kind": kind, **keys, **dict.fromkeys(names, "HERE")})
        label = {"kind": "label", "at_ms": 1, "criterion": "helpful", "value": 1, "blind": True}
        action = label | {"id": f"action-{kind}", "why": "", "ms": 1, "target": "TARGET"}
        body = json.dumps({"app": "shop", "reviewer": "mei", "actions": [action]})
        text = body.replace('"TARGET"', target.replace('"HERE"', number))
        told = {"content-type": "application/json", "x-genchi": "1"}
        answer = up.ask("POST", "/api/review/actions", text.encode(), told)
        assert fault(answer, text) is None
    judged = up.get(f"/api/traces/{SOUND['trace']}/judged?app=shop")
    assert fault(judged, "what was kept") is None


@pytest.mark.parametrize("value", [2**63 // 10**6, 2**63, 10**30, -1])
def test_a_moment_that_cannot_be_kept_is_one_sentence(up: Any, value: int) -> None:
    at = "/api/review/summary?app=shop&criterion=helpful&reviewer=mei"
    answer = up.get(f"{at}&since_ms={value}")
    assert answer.status == WRONG_ONCE
    assert answer.json["error"] == (
        f"since_ms={value} is not a whole number from 0 to {2**63 // 10**6 - 1}"
    )


def test_every_whole_number_of_the_document_has_bounds() -> None:
    for path, _, operation in operations():
        for parameter in operation.get("parameters", []):
            if parameter["schema"]["type"] == "integer":
                assert {"minimum", "maximum"} <= set(parameter["schema"]), path


def test_the_page_of_the_api_names_every_path_and_no_other() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w:])/api/[\w{}/.]*[\w}]", page))
    assert named == {path for path, _, _ in operations()}
