"""`GET /api/openapi.json`: the API for programs and pages, in OpenAPI 3.1."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from genchi import __version__
from genchi.records import Json
from genchi.server.api.endpoints import HEADER, Downloads, Endpoint
from genchi.server.api.schemas import SCHEMAS, named

_TEMPLATE = "#/components/schemas/{name}"
_ERRORS = {
    "400": "something in the request is wrong; the sentence says what",
    "401": "this needs a sign-in or an API key",
    "403": "the role, the API key or the page that asks is not one that may",
    "404": "it is not there",
    "409": "something that is there, or is missing, is in the way",
    "503": "the store cannot be read now",
}
_ERRORS_OF_WRITES = {
    "408": "the body took too long to arrive",
    "413": "the body is too large",
    "429": "too much at a time; Retry-After says when to send it again",
}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Json]:
    """The document that describes these endpoints, and health."""
    schemas, components = _typed(endpoints)
    paths: dict[str, dict[str, Json]] = {}
    for endpoint in endpoints:
        operations = paths.setdefault(plain_path(endpoint.path), {})
        operations[endpoint.method.lower()] = _operation(endpoint, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "genchi", "version": __version__},
        "paths": paths | _OTHERS,
        "components": {
            "schemas": SCHEMAS | components,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "genchi_session"},
            },
        },
        "security": [{}, {"key": []}, {"session": []}],
    }


def plain_path(path: str) -> str:
    """A path without the converters of its parameters.

    >>> plain_path("/api/sessions/{session:path}")
    '/api/sessions/{session}'
    """
    return re.sub(r":\w+\}", "}", path)


def _typed(endpoints: Sequence[Endpoint]) -> tuple[dict[str, Json], dict[str, Json]]:
    """The schemas of the types of bodies and answers, and of the classes within them.

    Two classes of one name would be known by the paths of their modules: no two should share one.
    """
    bodies = [e.body for e in endpoints if e.body is not None]
    answers = [e.gives for e in endpoints if not isinstance(e.gives, Mapping | Downloads)]
    types = bodies + answers
    schemas, found = msgspec.json.schema_components(types, ref_template=_TEMPLATE)
    _, sent = msgspec.json.schema_components(bodies, ref_template=_TEMPLATE)
    exact = {name: _exact(schema, whole=name not in sent) for name, schema in found.items()}
    return dict(zip(map(repr, types), schemas, strict=True)), exact


def _exact(schema: Mapping[str, Json], *, whole: bool) -> dict[str, Json]:
    """An object with these properties and no others; an answer (`whole`) has every one of them."""
    if "properties" not in schema:
        return dict(schema)
    required = sorted(schema["properties"]) if whole else schema["required"]
    return {**schema, "required": required, "additionalProperties": False}


def _operation(endpoint: Endpoint, schemas: Mapping[str, Json]) -> dict[str, Json]:
    writes = endpoint.method != "GET"
    errors = _ERRORS | (_ERRORS_OF_WRITES if writes else {})
    operation: dict[str, Json] = {
        "summary": endpoint.about,
        "parameters": [parameter.described() for parameter in endpoint.parameters],
        "responses": _answer(endpoint, schemas)
        | {
            status: {"description": meaning, "content": _json(named("Error"))}
            for status, meaning in errors.items()
        },
        "x-role": endpoint.role,
    }
    if writes and not endpoint.programs:
        operation["description"] = f"Needs the header `{HEADER.title()}: 1`."
    if endpoint.body is not None:
        content = _json(schemas[repr(endpoint.body)])
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _answer(endpoint: Endpoint, schemas: Mapping[str, Json]) -> dict[str, Json]:
    match endpoint.gives:
        case Downloads(media_types):
            content: dict[str, Json] = {
                kind: {"schema": {"type": "string"}} for kind in media_types
            }
        case Mapping():
            content = _json(endpoint.gives)
        case _:
            content = _json(schemas[repr(endpoint.gives)])
    return {"200": {"description": "the answer", "content": content}}


def _json(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {"application/json": {"schema": schema}}


_OTHERS: dict[str, Json] = {
    "/api/health": {
        "get": {
            "summary": "What became of every span; to a stranger, only the version.",
            "responses": {
                "200": {
                    "description": "the answer",
                    "content": _json(
                        {
                            "type": "object",
                            "properties": {"version": {"type": "string"}},
                            "required": ["version"],
                        }
                    ),
                }
            },
        }
    },
    "/api/openapi.json": {
        "get": {
            "summary": "This document.",
            "responses": {
                "200": {"description": "the answer", "content": _json({"type": "object"})}
            },
        }
    },
}
