"""What providers say when they do not answer, in one vocabulary.

First what the error calls itself counts, then the status of HTTP: a spent account and too many
requests are both 429 at OpenAI, and MiniMax says everything with 200.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from genchi.models.failures import FailureKind, ProviderError
from genchi.tracing.instruments.wire import Failure, failure_in, inner

_NAMED: dict[str, FailureKind] = {
    "insufficient_quota": "out_of_credit",
    "exceeded_current_quota_error": "out_of_credit",  # Moonshot
    "insufficient_balance": "out_of_credit",
    "billing_error": "out_of_credit",  # Anthropic
    "Arrearage": "out_of_credit",  # DashScope
    "1113": "out_of_credit",  # Zhipu
    "context_length_exceeded": "too_long",
    "string_above_max_length": "too_long",
    "request_too_large": "too_long",
    "1261": "too_long",  # Zhipu
    "model_not_found": "unknown_model",
    "not_found_error": "unknown_model",
    "1211": "unknown_model",  # Zhipu
    "rate_limit_exceeded": "rate_limited",
    "rate_limit_error": "rate_limited",
    "rate_limit_reached_error": "rate_limited",  # Moonshot
    "1302": "rate_limited",  # Zhipu: too many at once
    "1305": "rate_limited",
    "engine_overloaded_error": "overloaded",  # Moonshot
    "overloaded_error": "overloaded",
    "authentication_error": "bad_key",
    "permission_error": "bad_key",
    "invalid_api_key": "bad_key",
    "API_KEY_INVALID": "bad_key",  # Google
    "timeout_error": "timeout",
}
_STATUS: dict[int, FailureKind] = {
    401: "bad_key",
    402: "out_of_credit",
    403: "bad_key",
    404: "unknown_model",
    408: "timeout",
    409: "server_error",
    413: "too_long",
    425: "rate_limited",
    429: "rate_limited",
    503: "overloaded",
    504: "timeout",
    529: "overloaded",
}
_BASE_RESP: dict[int, FailureKind] = {
    1001: "timeout",
    1002: "rate_limited",
    1039: "rate_limited",
    1041: "rate_limited",
    1004: "bad_key",
    2049: "bad_key",
    1008: "out_of_credit",
    2013: "bad_request",
    2056: "out_of_credit",
}
"""MiniMax: `base_resp.status_code` within an answer whose status is 200."""
_TOO_LONG = (
    "maximum context length",
    "context window",
    "prompt is too long",
    "too many tokens",
    "exceeds the maximum number of tokens",  # Google
)
_SHOWN = 200
"""Characters of an answer that is not understood."""


def failure_of_status(
    status: int, body: object, headers: Mapping[str, str], message: str
) -> ProviderError:
    """The error behind a status that is none of success, or behind an event of a stream."""
    said = failure_in(body) or failure_in({"error": body})
    named = said.kind if said is not None else ""
    words = (said.message if said is not None else "") or _detail(body) or message
    return failure_named(named, status, words, retry_after(headers))


def failure_named(name: str, status: int, words: str, wait: float | None = None) -> ProviderError:
    """The error that a provider calls by a name, came with a status of HTTP, and explains."""
    kind = _NAMED.get(name) or _by_status(status, words)
    return ProviderError(shortened(words), kind, status=status, retry_after=wait)


def failure_of(said: Failure) -> ProviderError:
    """The error that came without a status: in a body, or in an event of a stream."""
    kind = _NAMED.get(said.kind) or _by_words(str(said), "server_error")
    return ProviderError(shortened(str(said)), kind)


def failure_of_body(body: Mapping[str, Any]) -> ProviderError | None:
    """The error that a body carries although its status was one of success, or None."""
    code = inner(body, "base_resp", "status_code")
    if isinstance(code, int) and code:
        words = str(inner(body, "base_resp", "status_msg") or f"status {code}")
        return ProviderError(words, _BASE_RESP.get(code, "server_error"))
    if (said := failure_in(body)) is not None:
        return failure_of(said)
    if body.get("object") == "response" and body.get("status") in ("failed", "cancelled"):
        return ProviderError(f"the response {body['status']}, without a reason", "server_error")
    return None


def unreadable(what: str, answer: object) -> ProviderError:
    """The error for an answer that is not as documented: the page of a proxy, or broken JSON."""
    return ProviderError(f"the answer {what}: {shortened(str(answer))!r}", "unreadable")


def shortened(text: str) -> str:
    """The beginning of a text on one line.

    >>> shortened("<html>\\n  <h1>502</h1>")
    '<html> <h1>502</h1>'
    """
    words = " ".join(text[: 4 * _SHOWN].split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _detail(body: object) -> str:
    """The words of an error that has no name, as rerankers and FastAPI write it."""
    told = inner(body, "detail") or inner(body, "message")
    return told if isinstance(told, str) else ""


def _by_status(status: int, words: str) -> FailureKind:
    if status in _STATUS:
        return _STATUS[status]
    ours = 400 <= status < 500  # an event of a stream comes with the status of success
    return _by_words(words, "bad_request" if ours else "server_error")


def _by_words(words: str, otherwise: FailureKind) -> FailureKind:
    return "too_long" if any(sign in words.lower() for sign in _TOO_LONG) else otherwise


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a provider asks to wait, from `retry-after-ms` or `Retry-After` (RFC 9110).

    >>> retry_after({"retry-after": "7"}), retry_after({"retry-after-ms": "250"}), retry_after({})
    (7.0, 0.25, None)
    """
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) * scale
        except (KeyError, ValueError):
            continue
        if math.isfinite(seconds):
            return max(seconds, 0.0)
    return _until(headers.get("retry-after"))


def _until(date: str | None) -> float | None:
    try:
        when = parsedate_to_datetime(date) if date else None
    except ValueError:
        return None
    if when is None:
        return None
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max((aware - datetime.now(UTC)).total_seconds(), 0.0)
