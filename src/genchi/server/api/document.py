"""`GET /api/openapi.json`: the API for programs, in OpenAPI 3.1."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from genchi import __version__
from genchi.records import Json
from genchi.server.api.endpoints import Endpoint
from genchi.server.api.schemas import SCHEMAS, named

_ERRORS = {
    "400": "something in the request is wrong; the sentence says what",
    "401": "the API key is missing",
    "403": "the API key is for another application",
    "404": "it is not there",
    "503": "the store cannot be read now",
}


def document(endpoints: Sequence[Endpoint]) -> dict[str, Json]:
    """The document that describes these endpoints, and health."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "genchi", "version": __version__},
        "paths": {plain_path(e.path): {"get": _operation(e)} for e in endpoints} | _OTHERS,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"key": []}],
    }


def plain_path(path: str) -> str:
    """A path without the converters of its parameters.

    >>> plain_path("/api/sessions/{session:path}")
    '/api/sessions/{session}'
    """
    return re.sub(r":\w+\}", "}", path)


def _operation(endpoint: Endpoint) -> dict[str, Json]:
    return {
        "summary": endpoint.about,
        "parameters": [parameter.described() for parameter in endpoint.parameters],
        "responses": _answer(endpoint.schema)
        | {
            status: {"description": meaning, "content": _json(named("Error"))}
            for status, meaning in _ERRORS.items()
        },
    }


def _answer(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {"200": {"description": "the answer", "content": _json(schema)}}


def _json(schema: Mapping[str, Json]) -> dict[str, Json]:
    return {"application/json": {"schema": schema}}


_OTHERS: dict[str, Json] = {
    "/api/health": {
        "get": {
            "summary": "What became of every span; without a key, only the version.",
            "responses": _answer(
                {
                    "type": "object",
                    "properties": {"version": {"type": "string"}},
                    "required": ["version"],
                }
            ),
        }
    },
    "/api/openapi.json": {
        "get": {"summary": "This document.", "responses": _answer({"type": "object"})}
    },
}
