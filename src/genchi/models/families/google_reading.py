"""What Gemini answers, read from the JSON of its responses, and how it fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from genchi.errors import GenchiError, UsageError
from genchi.models.failures import ProviderError
from genchi.models.families.asking import SIGNATURE
from genchi.models.families.connecting import failure_of_connection
from genchi.models.families.failing import failure_named, retry_after, unreadable
from genchi.models.families.posting import LACKS, UNDOCUMENTED, unwritable
from genchi.records import (
    Chunk,
    Message,
    OtherPart,
    Part,
    Reasoning,
    Response,
    Text,
    ToolCall,
    Usage,
)
from genchi.tracing.instruments.wire import count, inner, objects, shortfall, text

_FILTERED = frozenset(
    [
        "SAFETY",
        "RECITATION",
        "LANGUAGE",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
        "ESCALATION",
        "MODEL_ARMOR",
    ]
)
_TRUNCATED = frozenset(["MAX_TOKENS", "CONTINUATION"])
_DELAY = re.compile(r"(\d+(?:\.\d+)?)s")
Body = Mapping[str, Any]


class GoogleFold:
    """Puts the pieces of an answer together; a whole answer is one piece."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._parts: list[Part] = []
        self._head: dict[str, Any] = {}
        self._reason: str | None = None
        self._blocked: str | None = None

    @property
    def complete(self) -> bool:
        """Whether Google has said why the answer ended, or that there will be none."""
        return self._reason is not None or self._blocked is not None

    def add(self, body: Body) -> None:
        """Take the next piece in. What it says of the whole answer replaces what was said."""
        self._head |= body
        self._reason = text(inner(body, "candidates", 0, "finish_reason")) or self._reason
        self._blocked = text(inner(body, "prompt_feedback", "block_reason")) or self._blocked
        for part in _parts(body):
            self._grow(part)

    def _grow(self, part: Part) -> None:
        last = self._parts[-1] if self._parts else None
        if isinstance(part, Text) and isinstance(last, Text):
            self._parts[-1] = Text(last.content + part.content)
        elif isinstance(part, Reasoning) and isinstance(last, Reasoning):
            self._parts[-1] = Reasoning(last.content + part.content)
        else:
            self._parts.append(part)

    def response(self) -> Response:
        """The answer as far as it came. Raises `ProviderError` for a body that is none."""
        if not self._parts and not self.complete:
            raise unreadable("has no message in it", self._head)
        reason = self._reason or self._blocked
        message = Message("assistant", tuple(self._parts), finish_reason=reason)
        return Response(
            message,
            text(self._head.get("model_version")),
            _usage(self._head.get("usage_metadata")),
            text(self._head.get("response_id")),
            LACKS.get(shortfall([message], [self._shared_reason()], refused=False)),
        )

    def _shared_reason(self) -> str:
        """The reason in the word that other providers have for it."""
        if self._blocked is not None or self._reason in _FILTERED:
            return "content_filter"
        return "length" if self._reason in _TRUNCATED else "stop"


def chunk_of(body: Body) -> Chunk | None:
    """What a piece adds to the words and the thoughts of an answer."""
    parts = list(_parts(body))
    words = "".join(part.content for part in parts if isinstance(part, Text))
    thought = "".join(part.content for part in parts if isinstance(part, Reasoning))
    return Chunk(words, thought) if words or thought else None


def _parts(body: Body) -> Iterator[Part]:
    for part in objects(inner(body, "candidates", 0, "content", "parts")):
        words, call = part.get("text"), part.get("function_call")
        if isinstance(words, str):
            if words:
                yield Reasoning(words) if part.get("thought") else Text(words)
        elif isinstance(call, dict):
            yield ToolCall(text(call.get("id")), text(call.get("name")) or "", call.get("args", {}))
            if signature := part.get(SIGNATURE):
                yield OtherPart({"type": SIGNATURE, SIGNATURE: signature})
        else:
            yield OtherPart(part)


def _usage(told: object) -> Usage:
    """Tokens. Thoughts are no part of Google's candidates, and are one of our output."""
    used = [count(inner(told, name)) for name in ("candidates_token_count", "thoughts_token_count")]
    given = [
        count(inner(told, name)) for name in ("prompt_token_count", "tool_use_prompt_token_count")
    ]
    return Usage(
        input_tokens=_sum(given),
        cached_tokens=count(inner(told, "cached_content_token_count")),
        output_tokens=_sum(used),
        reasoning_tokens=used[1],
    )


def _sum(counts: list[int | None]) -> int | None:
    known = [number for number in counts if number is not None]
    return sum(known) if known else None


def translated(error: Exception, asked: Body) -> Exception:
    """An exception of the SDK as a `ProviderError`; one that is not the SDK's as it is.

    The SDK reads answers into classes of its own, and meets what is not as documented with errors
    of Python.
    """
    from google.genai import errors

    if isinstance(error, GenchiError):
        return error
    if isinstance(error, errors.APIError):
        return _failure(error)
    if (failed := failure_of_connection(error)) is not None:
        return failed
    if not isinstance(error, UNDOCUMENTED):
        return error
    if type(error) is ValueError:  # from where the SDK writes the request down
        return UsageError(f"the google-genai SDK does not take this request: {error}")
    answer = getattr(error, "doc", error)
    return unwritable(asked) or unreadable("is not as Google documents it", answer)


def _failure(error: Any) -> ProviderError:
    told = objects(inner(error.details, "error", "details")) or objects(
        inner(error.details, "details")
    )
    name = next((n for detail in told if (n := text(detail.get("reason")))), "")
    words = text(error.message) or str(error)
    status = error.code if isinstance(error.code, int) else 500
    return failure_named(name, status, words, _wait(told, error))


def _wait(details: list[dict[str, Any]], error: Any) -> float | None:
    """Seconds to wait, as `RetryInfo` has them, or the header."""
    for detail in details:
        if found := _DELAY.fullmatch(str(detail.get("retryDelay"))):
            return float(found[1])
    return retry_after(getattr(error.response, "headers", None) or {})
