"""Forty schemas of the kinds that applications ask for, and values drawn for them by a seed."""

from __future__ import annotations

import random
from typing import Any

Node = Any

TEXT = {"type": "string"}
WHOLE = {"type": "integer", "minimum": -1000, "maximum": 10**6}
NUMBER = {"type": "number"}
FLAG = {"type": "boolean"}
DAY = {"type": "string", "format": "date"}


def obj(properties: dict[str, Node], optional: str = "", *, closed: bool = True) -> Node:
    """An object whose members are required but for the optional ones."""
    left_out = optional.split()
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in left_out],
        **({"additionalProperties": False} if closed else {}),
    }


def listed(items: Node, **more: Any) -> Node:
    """A list."""
    return {"type": "array", "items": items, **more}


def enum(*members: Any) -> Node:
    """One of some values."""
    return {"enum": list(members)}


def nullable(kind: str) -> Node:
    """A type or null."""
    return {"type": [kind, "null"]}


def either(*nodes: Node) -> Node:
    """A union."""
    return {"anyOf": list(nodes)}


PERSON = obj({"name": TEXT, "age": WHOLE, "email": TEXT}, "email")
ITEM = obj({"sku": TEXT, "quantity": WHOLE, "price": NUMBER, "note": TEXT}, "note")
MOOD = enum("positive", "neutral", "negative")
STATE = enum("in_progress", "done", "not_started")
LEAF = {"$ref": "#/$defs/Tree"}
CAT = obj({"kind": {"const": "cat"}, "lives": WHOLE, "name": TEXT}, "name")
DOG = obj({"kind": {"const": "dog"}, "tricks": listed(TEXT), "good": FLAG}, "tricks")
SUM = obj({"amount": NUMBER, "currency": enum("USD", "EUR", "CNY")})
PLACE = obj({"street": TEXT, "city": TEXT, "zip": TEXT}, "zip")

SCHEMAS: dict[str, Node] = {
    "answer": obj({"answer": TEXT}),
    "answer and sources": obj({"answer": TEXT, "sources": listed(WHOLE)}, "sources"),
    "sentiment": obj({"label": MOOD, "confidence": NUMBER, "why": TEXT}, "why"),
    "情感": obj({"情感": enum("正面", "负面", "中性"), "理由": TEXT, "分数": WHOLE}, "理由"),
    "person": PERSON,
    "people": obj({"people": listed(PERSON), "total": WHOLE}, "total"),
    "order": obj({"id": TEXT, "items": listed(ITEM), "paid": FLAG, "sum": SUM}, "sum"),
    "订单": obj(
        {
            "订单号": TEXT,
            "商品": listed(obj({"名称": TEXT, "数量": WHOLE})),
            "已付款": FLAG,
            "备注": TEXT,
        },
        "备注",
    ),
    "list of texts": listed(TEXT, minItems=1),
    "list of objects": listed(PERSON, minItems=1),
    "list of numbers": obj({"numbers": listed(NUMBER), "unit": TEXT}, "unit"),
    "matrix": obj({"rows": listed(listed(WHOLE)), "name": TEXT}),
    "tags": obj({"tags": listed(enum("urgent", "billing", "shipping")), "text": TEXT}),
    "nullable": obj({"a": nullable("integer"), "b": nullable("string"), "c": nullable("number")}),
    "nullable by union": obj(
        {"end": either(DAY, {"type": "null"}), "n": either(WHOLE, {"type": "null"})}
    ),
    "map of numbers": {"type": "object", "additionalProperties": NUMBER},
    "map of objects": obj(
        {"by_name": {"type": "object", "additionalProperties": PLACE}, "n": WHOLE}
    ),
    "map by pattern": {
        "type": "object",
        "patternProperties": {"^x_": WHOLE},
        "properties": {"title": TEXT},
        "required": ["title"],
        "additionalProperties": False,
    },
    "pets": obj({"pets": listed(either(CAT, DOG))}),
    "one pet": obj({"pet": {"oneOf": [CAT, DOG]}, "since": DAY}, "since"),
    "tree": {
        "$defs": {"Tree": obj({"label": TEXT, "children": listed(LEAF)}, "children")},
        "$ref": "#/$defs/Tree",
    },
    "all of": {
        "allOf": [
            {"type": "object", "properties": {"id": WHOLE}, "required": ["id"]},
            {"properties": {"name": TEXT, "ok": FLAG}, "required": ["name"]},
        ]
    },
    "const": obj({"version": {"const": "v1"}, "payload": obj({"x": NUMBER, "y": NUMBER})}),
    "deep": obj({"a": obj({"b": obj({"c": obj({"d": listed(obj({"e": WHOLE, "f": TEXT}))})})})}),
    "tool call": obj(
        {
            "name": enum("search", "get_weather", "stop"),
            "arguments": obj({"query": TEXT, "top": WHOLE}, "top"),
        }
    ),
    "function": obj({"name": TEXT, "arguments": {"type": "object"}}),
    "extraction": obj(
        {
            "entities": listed(
                obj({"text": TEXT, "type": enum("PERSON", "ORG", "LOC"), "start": WHOLE})
            )
        }
    ),
    "open": obj({"title": TEXT, "year": WHOLE, "genres": listed(TEXT)}, "genres", closed=False),
    "open and nested": obj({"who": obj({"name": TEXT}, closed=False), "age": WHOLE}, closed=False),
    "grades": obj(
        {"criteria": listed(obj({"name": TEXT, "score": enum(1, 2, 3, 4, 5), "why": TEXT}))}
    ),
    "judge": obj({"reasoning": TEXT, "passed": FLAG}),
    "评分": obj({"评语": TEXT, "得分": enum(1, 2, 3), "通过": FLAG, "标签": listed(TEXT)}, "标签"),
    "address": obj({"home": PLACE, "work": either(PLACE, {"type": "null"})}),
    "schedule": obj({"events": listed(obj({"day": DAY, "title": TEXT, "hours": NUMBER}))}),
    "tuple": obj(
        {
            "point": {
                "type": "array",
                "prefixItems": [NUMBER, NUMBER],
                "items": False,
                "minItems": 2,
            },
            "at": TEXT,
        }
    ),
    "number or list": obj({"bounds": either(NUMBER, listed(NUMBER, minItems=2)), "name": TEXT}),
    "union of scalars": obj({"value": {"type": ["number", "boolean"]}, "unit": TEXT}),
    "states": obj(
        {
            "tasks": listed(
                obj({"title": TEXT, "state": STATE, "due": either(DAY, {"type": "null"})})
            )
        }
    ),
    "code": obj(
        {"language": enum("python", "sql"), "code": TEXT, "explanation": TEXT}, "explanation"
    ),
    "summary": obj(
        {"title": TEXT, "points": listed(TEXT), "words": WHOLE, "final": FLAG}, "words final"
    ),
}

_WORDS = (
    '退款将在三天内到账。|He said it\'s fine.|a, b and c|He said "hello" twice|line one\nline two|'
    "see [1] and {x}|C:\\new\\dir|100%|# not a comment|// nor this|null|true|12|007|1,234|"
    "```python\nprint('x')\n```|<think>no</think>|tab\there|他说“好的”，走了|“|'|\"quoted\"|"
    'key: value|/* c */|emoji 😀|a/b~c|trailing comma,|{"a": 1}|\\d+ \\"|plain text||x'
).split("|")
_KEYS = "alpha beta gamma 名称 x_1 x_2 key-3".split()


def value_of(node: Node, draw: random.Random, root: Node = None, depth: int = 0) -> Any:
    """A value that fits."""
    root = node if root is None else root
    if "$ref" in node:
        return value_of(root["$defs"][node["$ref"].rpartition("/")[2]], draw, root, depth)
    if "allOf" in node:
        parts = [value_of({"type": "object", **part}, draw, root, depth) for part in node["allOf"]]
        return {key: item for part in parts for key, item in part.items()}
    for group in ("anyOf", "oneOf"):
        if group in node:
            return value_of(draw.choice(node[group]), draw, root, depth)
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return draw.choice(node["enum"])
    kind = node["type"]
    kind = draw.choice(kind) if isinstance(kind, list) else kind
    return _KINDS[kind](node, draw, root, depth)


def _object(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    made = {}
    for name, inner in node.get("properties", {}).items():
        if name in node.get("required", ()) or (depth < 3 and draw.random() < 0.7):
            made[name] = value_of(inner, draw, root, depth + 1)
    for key in _KEYS:
        pattern = next(iter(node.get("patternProperties", {}).items()), None)
        others = node.get("additionalProperties")
        if pattern and key.startswith(pattern[0][1:]):
            made[key] = value_of(pattern[1], draw, root, depth + 1)
        elif isinstance(others, dict) and draw.random() < 0.5:
            made[key] = value_of(others, draw, root, depth + 1)
    if not node.get("properties") and "additionalProperties" not in node:
        made |= {"query": draw.choice(_WORDS), "limit": draw.randint(0, 9)}
    return made


def _array(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    if "prefixItems" in node:
        return [value_of(inner, draw, root, depth + 1) for inner in node["prefixItems"]]
    most = 3 if depth < 3 else 0
    count = draw.randint(min(1, most), most)
    count = max(count, node.get("minItems", 0))
    return [value_of(node["items"], draw, root, depth + 1) for _ in range(count)]


def _text(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    if node.get("format") == "date":
        return f"2026-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    return draw.choice(_WORDS) if draw.random() < 0.7 else " ".join(draw.sample(_WORDS, 2))


def _whole(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    return draw.choice([0, 7, -3, 42, 1999, draw.randint(0, 10**6)])


def _number(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    return draw.choice([0.5, 12.25, -3.75, 99, 1e-7, round(draw.random(), 4), 2**60 + 1])


def _flag(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    return draw.random() < 0.5


def _nothing(node: Node, draw: random.Random, root: Node, depth: int) -> Any:
    return None


_KINDS = {
    "object": _object,
    "array": _array,
    "string": _text,
    "integer": _whole,
    "number": _number,
    "boolean": _flag,
    "null": _nothing,
}
