"""Errors in each provider's own JSON, with the headers that go with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from genchi.models.mock.exchange import Refused

Header = tuple[bytes, bytes]
_LIMIT = 10_000
_TOKENS = 2_000_000

_OPENAI_TYPES = {
    401: "invalid_request_error",
    429: "requests",
    500: "server_error",
    503: "server_error",
}
_ANTHROPIC_TYPES = {
    401: "authentication_error",
    404: "not_found_error",
    405: "invalid_request_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider says that something is wrong."""

    name: str
    error: Callable[[Refused, str], dict[str, Any]]
    headers: Callable[[str, bool], list[Header]]
    overloaded: int
    no_key: str


def openai_error(refused: Refused, request_id: str) -> dict[str, Any]:
    """An error as OpenAI has it."""
    return {
        "error": {
            "message": refused.message,
            "type": _OPENAI_TYPES.get(refused.status, "invalid_request_error"),
            "param": refused.param,
            "code": refused.code,
        }
    }


def anthropic_error(refused: Refused, request_id: str) -> dict[str, Any]:
    """An error as Anthropic has it."""
    kind = _ANTHROPIC_TYPES.get(refused.status, "invalid_request_error")
    missing = refused.code == "missing_required_parameter"
    message = f"{refused.param}: Field required" if missing else refused.message
    error: dict[str, Any] = {"type": kind, "message": message}
    if refused.code is not None and refused.code.startswith("thread_"):
        error["details"] = {"error_code": refused.code}
    return {"type": "error", "error": error, "request_id": request_id}


def rerank_error(refused: Refused, request_id: str) -> dict[str, Any]:
    """An error as rerankers have it: `detail` at Jina, `message` at Cohere."""
    return {"id": request_id, "detail": refused.message, "message": refused.message}


def openai_headers(request_id: str, limited: bool) -> list[Header]:
    """The headers of every answer of OpenAI. `limited`: nothing is left."""
    return [(b"x-request-id", request_id.encode()), *_openai_limits(limited)]


def anthropic_headers(request_id: str, limited: bool) -> list[Header]:
    """The headers of every answer of Anthropic. `limited`: nothing is left."""
    name = request_id.encode()
    return [(b"request-id", name), (b"x-request-id", name), *_anthropic_limits(limited)]


@cache
def _openai_limits(limited: bool) -> list[Header]:
    return _headers(
        {
            "openai-organization": "genchi-mock",
            "openai-version": "2020-10-01",
            "openai-processing-ms": 1,
            "x-ratelimit-limit-requests": _LIMIT,
            "x-ratelimit-remaining-requests": 0 if limited else _LIMIT - 1,
            "x-ratelimit-reset-requests": "1s" if limited else "6ms",
            "x-ratelimit-limit-tokens": _TOKENS,
            "x-ratelimit-remaining-tokens": 0 if limited else _TOKENS - 1,
            "x-ratelimit-reset-tokens": "1s" if limited else "0s",
        }
    )


@cache
def _anthropic_limits(limited: bool) -> list[Header]:
    told: dict[str, object] = {"anthropic-organization-id": "genchi-mock"}
    for what, most in (("requests", _LIMIT), ("tokens", _TOKENS)):
        told[f"anthropic-ratelimit-{what}-limit"] = most
        told[f"anthropic-ratelimit-{what}-remaining"] = 0 if limited else most - 1
        told[f"anthropic-ratelimit-{what}-reset"] = "2026-01-01T00:00:01Z"
    return _headers(told)


def _headers(told: Mapping[str, object]) -> list[Header]:
    return [(name.encode(), str(value).encode()) for name, value in told.items()]


OPENAI = Provider(
    "openai",
    openai_error,
    openai_headers,
    503,
    "You didn't provide an API key. You need to provide your API key in an Authorization header "
    "using Bearer auth (i.e. Authorization: Bearer YOUR_KEY).",
)
ANTHROPIC = Provider(
    "anthropic", anthropic_error, anthropic_headers, 529, "x-api-key header is required"
)
RERANK = Provider("rerank", rerank_error, openai_headers, 503, "no API key was provided")
