"""Questions and answers for the tests of the cache."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from genchi.cache import Asked
from genchi.records import Message, Request, Response, Text, Usage


def asked(text: str = "How long does a refund take?", **changed: Any) -> Asked:
    """A question of the tenant `shop`; parts of the request by their names."""
    request = replace(Request.of(text, system="Answer briefly."), temperature=0.0)
    inside = {name: changed.pop(name) for name in list(changed) if hasattr(request, name)}
    told: dict[str, Any] = {
        "request": replace(request, **inside),
        "model": "small-2026",
        "provider": "acme",
        "tenant": "shop",
        "prompt": "refunds",
        "prompt_version": "v1",
    }
    return Asked(**(told | changed))


def answer(text: str = "Five days.", **changed: Any) -> Response:
    """A whole answer that cost 0.25 USD."""
    return Response(Message("assistant", (Text(text),)), usage=Usage(cost=0.25), **changed)
