"""Gemini's generateContent, through the official google-genai SDK.

It has met only what Google documents, played back by a server of the tests: no model of Google.
https://ai.google.dev/api/generate-content
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.families import Client
from genchi.models.families.asking import (
    SIGNATURE,
    Schemas,
    arguments_object,
    paired,
    schema_in_words,
    shared_settings,
)
from genchi.models.families.google_reading import GoogleFold, chunk_of, translated
from genchi.records import (
    Chunk,
    Json,
    Message,
    OtherPart,
    Part,
    Request,
    Response,
    Text,
    ToolCall,
    ToolResult,
)

Body = dict[str, Any]
_CHOICES = {"auto": "AUTO", "required": "ANY", "none": "NONE"}


@dataclass(frozen=True, slots=True)
class GoogleGenai:
    """The family. `extra` has fields of the SDK's `GenerateContentConfig`, by their Python names.

    System messages become the system instruction, wherever they stood. Thoughts do not go back,
    but what Google wants back with the call of a tool does: its signature, which an answer has as
    a part of its own after the call. Names of speakers have no place in this API. Google may not
    take tools and a schema in one request: which models do is theirs to say.
    """

    schemas: Schemas = "json_schema"

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The whole answer."""
        body = self.body(model, request)
        asked = _asked(body)
        fold = GoogleFold()
        try:
            fold.add(_plain(await client.aio.models.generate_content(**asked)))
        except Exception as error:
            raise translated(error, body) from error
        return fold.response()

    async def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The answer as it comes."""
        body = self.body(model, request)
        asked = _asked(body)
        fold = GoogleFold()
        try:
            async with aclosing(await client.aio.models.generate_content_stream(**asked)) as pieces:
                async for piece in pieces:
                    fold.add(more := _plain(piece))
                    if (chunk := chunk_of(more)) is not None:
                        yield chunk
        except Exception as error:
            raise translated(error, body) from error
        if not fold.complete:
            raise ProviderError("the stream ended before the answer did", "disconnected")
        yield fold.response()

    def body(self, model: str, request: Request) -> Body:
        """What the SDK is called with for a request: `model`, `contents` and `config`."""
        if request.schema is not None and self.schemas != "json_schema":
            request = schema_in_words(request)
        config = _system(request.messages) | shared_settings(request, limit="max_output_tokens")
        if request.stop:
            config["stop_sequences"] = list(request.stop)
        if request.seed is not None:
            config["seed"] = request.seed
        if request.reasoning_effort is not None:
            config["thinking_config"] = {"thinking_level": request.reasoning_effort.upper()}
        config |= _tools(request) | self._format(request.schema) | dict(request.extra)
        return {"model": model, "contents": _contents(request.messages), "config": config}

    def _format(self, schema: Mapping[str, Json] | None) -> Body:
        if schema is None or self.schemas == "words":
            return {}
        json = {"response_mime_type": "application/json"}
        if self.schemas == "json_object":
            return json
        return json | {"response_json_schema": dict(schema)}


def _asked(body: Body) -> Body:
    """The same in the SDK's own types, with one call being one request. Raises `UsageError`."""
    from google.genai import types

    once: Body = {
        "http_options": {"retry_options": {"attempts": 1}},
        "automatic_function_calling": {"disable": True},
    }
    if "automatic_continuation" in types.GenerateContentConfig.model_fields:
        once["automatic_continuation"] = False
    try:
        config = types.GenerateContentConfig(**(once | body["config"]))
        contents = [types.Content.model_validate(content) for content in body["contents"]]
    except ValueError as error:
        raise UsageError(f"the google-genai SDK does not take this request: {error}") from error
    return {"model": body["model"], "contents": contents, "config": config}


def _plain(answer: Any) -> Body:
    """An answer of the SDK as JSON, by the Python names of its fields."""
    return answer.model_dump(mode="json", exclude_none=True)  # type: ignore[no-any-return]


def _system(messages: tuple[Message, ...]) -> Body:
    parts = [
        told
        for message in messages
        if message.role == "system"
        for told in _parts(message, message, {})
    ]
    return {"system_instruction": {"parts": parts}} if parts else {}


def _contents(messages: tuple[Message, ...]) -> list[Body]:
    """User and model in turn: what follows with the same role is one turn."""
    contents: list[Body] = []
    named = paired(messages)
    names = {call.id: call.name for message in named for call in message.tool_calls}
    for message, told in zip(messages, named, strict=True):
        role = "model" if message.role == "assistant" else "user"
        parts = [] if message.role == "system" else list(_parts(message, told, names))
        if parts and contents and contents[-1]["role"] == role:
            contents[-1]["parts"] += parts
        elif parts:
            contents.append({"role": role, "parts": parts})
    return contents


def _parts(message: Message, named: Message, names: Mapping[str | None, str]) -> Iterator[Body]:
    """The parts of a message. Only ids that Google gave go back to it."""
    told: Body = {}
    for part, paired_part in zip(message.parts, named.parts, strict=True):
        signature = _signature(part)
        if signature is not None and "function_call" in told:
            told[SIGNATURE] = signature
            continue
        if told:
            yield told
        told = _part(part, paired_part, names)
    if told:
        yield told


def _signature(part: Part) -> Any:
    """The signature that a part is, in base64, or None for any other part."""
    if isinstance(part, OtherPart) and part.data.get("type") == SIGNATURE:
        return part.data.get(SIGNATURE, "")
    return None


def _part(part: Part, named: Part, names: Mapping[str | None, str]) -> Body:
    match part:
        case Text(words) if words:
            return {"text": words}
        case ToolCall(id_, name):
            called = {"name": name, "args": arguments_object(part)}
            return {"function_call": called | ({"id": id_} if id_ else {})}
        case ToolResult(id_, response) if isinstance(named, ToolResult):
            said = response if isinstance(response, dict) else {"output": response}
            told = {"name": names.get(named.id, named.id or ""), "response": said}
            return {"function_response": told | ({"id": id_} if id_ else {})}
        case OtherPart(data) if _signature(part) is None:
            return data
    return {}


def _tools(request: Request) -> Body:
    if not request.tools:
        return {}
    declared = [
        {"name": tool.name, "description": tool.description}
        | {"parameters_json_schema": dict(tool.parameters)}
        for tool in request.tools
    ]
    body: Body = {"tools": [{"function_declarations": declared}]}
    choice = request.tool_choice
    if choice in _CHOICES:
        body["tool_config"] = {"function_calling_config": {"mode": _CHOICES[choice]}}
    elif choice is not None:
        named = {"mode": "ANY", "allowed_function_names": [choice]}
        body["tool_config"] = {"function_calling_config": named}
    return body
