"""Types of inputs and outputs as JSON Schema, and whether a value fits one.

The types that a prompt file names by one word are checked here; a schema that says more is left
to a validator, which is an optional part.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from genchi.errors import UsageError, missing_extra
from genchi.records import Json, to_json

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
"""The words for types, and what they are in Python."""

KEYWORDS = frozenset(
    "$schema $id $ref $defs $comment definitions type enum const anyOf oneOf allOf not if then "
    "else properties required additionalProperties patternProperties propertyNames minProperties "
    "maxProperties dependentRequired dependentSchemas items prefixItems additionalItems contains "
    "minItems maxItems uniqueItems minLength maxLength pattern format minimum maximum "
    "exclusiveMinimum exclusiveMaximum multipleOf title description default examples readOnly "
    "writeOnly deprecated contentEncoding contentMediaType unevaluatedProperties".split()
)

Schema = Mapping[str, Json]


def schema_of(value: Json) -> Schema:
    """The schema that a word or a mapping stands for; `ValueError` says why it is none.

    >>> schema_of("string")
    {'type': 'string'}
    """
    if isinstance(value, str):
        if value not in TYPES:
            raise ValueError(f"{value!r} is no type: choose one of {', '.join(TYPES)}")
        return {"type": value}
    if not isinstance(value, Mapping):
        raise ValueError(f"{value!r} is no type: write a word such as string, or a JSON Schema")
    unknown = sorted(set(value) - KEYWORDS)
    if unknown:
        quotes = " (text with a comma stands in quotes)" if value[unknown[0]] is None else ""
        raise ValueError(f"JSON Schema has no {unknown[0]!r}{quotes}")
    named = value.get("type")
    for one in named if isinstance(named, list) else [named] if named is not None else []:
        schema_of(one if isinstance(one, str) else str(one))
    if not is_plain(value):
        _validator(to_json(value))
    return value


def is_schema(value: Json) -> bool:
    """Whether a mapping is a JSON Schema of its own, and not a list of fields."""
    return isinstance(value, Mapping) and bool(value) and set(value) <= KEYWORDS


def is_plain(schema: Schema) -> bool:
    """Whether a schema names one type and says nothing else that a value could break."""
    says = set(schema) - {"title", "description", "examples", "$comment"}
    return says <= {"type"} and isinstance(schema.get("type", "string"), str)


def misfit(value: Json, schema: Schema) -> str | None:
    """What is wrong with a value, or None where it fits.

    >>> misfit("3", {"type": "integer"})
    "'3' is text, not integer"
    """
    kind = schema.get("type")
    if is_plain(schema):
        if kind is None or _is(value, kind):
            return None
        return f"{_shown(value)} is {type_word(value)}, not {kind}"
    error = next(_validator(to_json(schema)).iter_errors(value), None)
    return None if error is None else str(error.message)


def type_word(value: Json) -> str:
    """What a person calls the type of a value."""
    if isinstance(value, str):
        return "text"
    return next((word for word in TYPES if word != "number" and _is(value, word)), "number")


def _is(value: Json, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def _shown(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


@lru_cache(maxsize=256)
def _validator(schema: bytes) -> Any:
    try:
        import jsonschema_rs
    except ImportError as error:
        raise missing_extra("a JSON Schema that says more than a type", "checks") from error
    import orjson

    try:
        return jsonschema_rs.validator_for(orjson.loads(schema), retriever=_nothing_is_fetched)
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise UsageError(f"the schema is none: {str(error).splitlines()[0]}") from None


def _nothing_is_fetched(uri: str) -> Json:
    raise ValueError(f"{uri} is not fetched: put it into the schema")
