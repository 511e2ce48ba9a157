"""GET /v1/models: a few names. Any other name is answered as well."""

from __future__ import annotations

from typing import Any

from genchi.models.mock.exchange import CREATED, Refused

NAMES = ("mock", "mock-reasoner", "mock-embedding", "mock-rerank")
_CREATED_AT = "2026-01-01T00:00:00Z"


def listed(method: str, path: str, provider: str) -> dict[str, Any]:
    """The list, or the one model that the path names. Raises `Refused`."""
    if method != "GET":
        raise Refused(f"Not allowed to {method} on {path}.", status=405)
    name = path.removeprefix("/v1/models").lstrip("/")
    if name and name not in NAMES:
        why = f"The model '{name}' is not listed; {', '.join(NAMES)} are, and all names answer."
        raise Refused(why, status=404, param="model", code="model_not_found")
    told = [_anthropic(n) if provider == "anthropic" else _openai(n) for n in NAMES]
    if name:
        return told[NAMES.index(name)]
    if provider == "anthropic":
        ends = {"first_id": NAMES[0], "last_id": NAMES[-1], "has_more": False}
        return {"data": told} | ends
    return {"object": "list", "data": told}


def _openai(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": CREATED, "owned_by": "genchi"}


def _anthropic(name: str) -> dict[str, Any]:
    told = {"id": name, "type": "model", "display_name": name, "created_at": _CREATED_AT}
    return told | {"lifecycle": "active"}
