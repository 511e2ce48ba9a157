"""Bodies out and bodies in through an official SDK: those of OpenAI and Anthropic.

Both come from one generator, and both offer `client.post` for a body of one's own. What is used of
them is what one would not want to write: connections, keys, signatures of clouds, and how a stream
is framed. Their classes of requests and answers are not: unknown fields come through as they are.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.families import Client
from genchi.models.families.connecting import failure_of_connection
from genchi.models.families.failing import (
    failure_of,
    failure_of_body,
    failure_of_status,
    unreadable,
)
from genchi.records import Chunk, Lack, Message, Response
from genchi.tracing.instruments.wire import Answer, Api, Fold, inner

Body = dict[str, Any]
LACKS: dict[str | None, Lack] = {
    "refused": "refused",
    "filtered": "filtered",
    "truncated": "truncated",
    "empty": "empty",
}
"""What the readers of answers say is missing, as a response says it."""
UNDOCUMENTED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What reading an answer raises where it is not built as its API documents."""
_NO_EVENTS = ("application/json", "text/html")
_EVENT = ("data:", "event:", "id:", "retry:", ":")


def first_of(messages: tuple[Message, ...]) -> Message:
    """The message of an answer, of which several are not asked for."""
    return messages[0]


@dataclass(frozen=True, slots=True)
class Door:
    """One endpoint of one SDK: its package, its path, and how its bodies are read."""

    sdk: str
    path: str
    api: Api
    chunk: Callable[[Body], Chunk | None]
    """What an event of a stream adds to the answer, or None where it adds no words."""
    one: Callable[[tuple[Message, ...]], Message] = first_of
    """The one message that the messages of an answer are."""


async def post(door: Door, client: Client, body: Body) -> Response:
    """Ask, and read the answer. One attempt."""
    return response_of(door, await post_body(door.sdk, client, door.path, body))


async def post_body(sdk: str, client: Client, path: str, body: Body) -> Body:
    """The object that an endpoint answers. One attempt."""
    try:
        answered = await client.post(path, cast_to=object, body=body, options={"max_retries": 0})
    except Exception as error:
        raise translated(sdk, error, body) from error
    if not isinstance(answered, dict):
        raise unreadable("is not a JSON object", answered)
    if (failed := failure_of_body(answered)) is not None:
        raise failed
    return answered


async def stream(door: Door, client: Client, body: Body) -> AsyncIterator[Chunk | Response]:
    """Ask, and read the answer as it comes; the whole of it is last."""
    fold, events = door.api.fold(), _events(door, client, body | {"stream": True})
    async with aclosing(events):
        async for event in events:
            if (chunk := _taken(door, fold, event)) is not None:
                yield chunk
    if not fold.complete:
        raise ProviderError("the stream ended before the answer did", "disconnected")
    yield _put_together(door, fold)


def _taken(door: Door, fold: Fold, event: Body) -> Chunk | None:
    """What an event brings. Raises `ProviderError` for one that says what went wrong."""
    try:
        fold.add(event)
        chunk = door.chunk(event)
    except UNDOCUMENTED as error:
        raise unreadable("is not as documented", event) from error
    if fold.failure is not None:
        raise failure_of(fold.failure)
    if "base_resp" in event and (failed := failure_of_body(event)) is not None:
        raise failed
    return chunk


def _put_together(door: Door, fold: Fold) -> Response:
    try:
        whole = fold.whole()
    except UNDOCUMENTED as error:
        raise unreadable("is not as documented", "its events do not fit together") from error
    if (failed := failure_of_body(whole)) is not None:
        raise failed
    return response_of(door, whole)


async def _events(door: Door, client: Client, body: Body) -> AsyncGenerator[Body]:
    package = import_module(door.sdk)
    try:
        answers = await client.post(
            door.path,
            cast_to=object,
            body=body,
            options={"max_retries": 0},
            stream=True,
            stream_cls=package.AsyncStream[object],
        )
        async with answers:
            await _must_be_events(answers.response)
            async for event in answers:
                if isinstance(event, dict):
                    yield event
    except ProviderError:
        raise
    except Exception as error:
        raise translated(door.sdk, error, body) from error


async def _must_be_events(response: Any) -> None:
    """Some answer with one object, of an error or of all, and proxies with a page."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    if kind not in _NO_EVENTS:
        return
    said = (await response.aread()).decode("utf-8", "replace").lstrip()
    if said.startswith(_EVENT):  # events under a wrong name
        return
    try:
        body = json.loads(said)
    except ValueError:
        body = None
    failed = failure_of_body(body) if isinstance(body, dict) else None
    raise failed or unreadable("is not a stream of events", said)


def response_of(door: Door, body: Body) -> Response:
    """What an API answered, as a neutral response."""
    try:
        answer = door.api.answered(body)
    except UNDOCUMENTED as error:
        raise unreadable("is not as documented", body) from error
    given = answer.attributes.get("gen_ai.response.id")
    return Response(
        _message(door, answer, body),
        answer.model,
        answer.usage,
        given if isinstance(given, str) else None,
        LACKS.get(answer.lacks),
    )


def _message(door: Door, answer: Answer, body: Body) -> Message:
    if answer.messages:
        return door.one(answer.messages)
    reason = inner(answer.attributes, "gen_ai.response.finish_reasons", 0)
    if not isinstance(reason, str):
        raise unreadable("has no message in it", body)
    return Message("assistant", finish_reason=reason)  # cut off before its first word


def translated(sdk: str, error: Exception, body: Body) -> Exception:
    """An exception of the SDK as a `ProviderError`; one that is not the SDK's as it is."""
    package = import_module(sdk)
    if isinstance(error, package.APIStatusError):
        headers = error.response.headers
        return failure_of_status(error.status_code, error.body, headers, str(error))
    if isinstance(error, package.APIConnectionError):
        late = isinstance(error, package.APITimeoutError)
        return failure_of_connection(error.__cause__ or error) or ProviderError(
            str(error.__cause__ or error), "timeout" if late else "unreachable"
        )
    if isinstance(error, package.APIError):  # an event of a stream that says what went wrong
        return failure_of_body({"error": error.body}) or ProviderError(str(error), "server_error")
    if isinstance(error, json.JSONDecodeError):
        return unreadable("is no JSON", error.doc)
    if isinstance(error, UnicodeDecodeError):
        return unreadable("is no UTF-8", error.object)
    if isinstance(error, TypeError | ValueError):
        return unwritable(body) or error
    return failure_of_connection(error) or error


def unwritable(body: object) -> UsageError | None:
    """Why a request cannot be sent as JSON, or None where it can."""
    try:
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        return UsageError(f"the request cannot be written as JSON ({error}): give it JSON alone")
    return None
