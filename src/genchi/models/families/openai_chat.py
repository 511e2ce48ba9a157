"""Chat completions: OpenAI's, and of everyone who speaks its language at another `base_url`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from genchi.models.families import Client
from genchi.models.families.asking import (
    Schemas,
    arguments_text,
    as_text,
    paired,
    schema_in_words,
    shared_settings,
    shown,
)
from genchi.models.families.openai_schema import is_strict
from genchi.models.families.posting import Body, Door, post, stream
from genchi.records import (
    Chunk,
    Json,
    Message,
    Reasoning,
    Request,
    Response,
    Text,
    Tool,
    ToolCall,
    ToolResult,
)
from genchi.tracing.instruments.openai_chat import CHAT


@dataclass(frozen=True, slots=True)
class OpenAIChat:
    """The family, and where a provider's dialect differs.

    `limit` is its name for the most tokens of an answer. `thoughts` says that a turn with tool
    calls has to come back with its reasoning.
    """

    limit: str = "max_tokens"
    schemas: Schemas = "json_schema"
    thoughts: bool = False

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The whole answer."""
        return await post(_DOOR, client, self.body(model, request))

    def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The answer as it comes."""
        usage = {"stream_options": {"include_usage": True}}
        return stream(_DOOR, client, usage | self.body(model, request))

    def body(self, model: str, request: Request) -> Body:
        """What is sent for a request."""
        if request.schema is not None and self.schemas != "json_schema":
            request = schema_in_words(request)
        body: Body = {"model": model, "messages": self._turns(request.messages)}
        body |= shared_settings(request, limit=self.limit)
        if request.seed is not None:
            body["seed"] = request.seed
        if request.stop:
            body["stop"] = list(request.stop)
        if request.reasoning_effort is not None:
            body["reasoning_effort"] = request.reasoning_effort
        body |= _tools(request) | self._format(request.schema)
        return body | dict(request.extra)

    def _format(self, schema: Mapping[str, Json] | None) -> Body:
        if schema is None or self.schemas == "words":
            return {}
        if self.schemas == "json_object":
            return {"response_format": {"type": "json_object"}}
        form = {"name": "answer", "schema": dict(schema), "strict": is_strict(dict(schema))}
        return {"response_format": {"type": "json_schema", "json_schema": form}}

    def _turns(self, messages: tuple[Message, ...]) -> list[Body]:
        return [turn for message in paired(messages) for turn in self._turn(message)]

    def _turn(self, message: Message) -> list[Body]:
        results = [part for part in message.parts if isinstance(part, ToolResult)]
        turns: list[Body] = [
            {"role": "tool", "tool_call_id": part.id, "content": as_text(part.response)}
            for part in results
        ]
        if not results or message.tool_calls or shown(message.parts):
            turns.append(self._said(message))
        return turns

    def _said(self, message: Message) -> Body:
        role = "user" if message.role == "tool" else message.role  # words beside results
        turn: Body = {"role": role, "content": _content(message)}
        if message.name is not None:
            turn["name"] = message.name
        if message.tool_calls:
            turn["tool_calls"] = [_call(call) for call in message.tool_calls]
            thought = "".join(p.content for p in message.parts if isinstance(p, Reasoning))
            if self.thoughts and thought:
                turn["reasoning_content"] = thought
        return turn


def _content(message: Message) -> str | list[Json] | None:
    parts = shown(message.parts)
    if all(isinstance(part, Text) for part in parts) and len(parts) < 2:
        return message.text or (None if message.tool_calls else "")
    return [
        {"type": "text", "text": part.content} if isinstance(part, Text) else part.data
        for part in parts
    ]


def _call(call: ToolCall) -> Body:
    function = {"name": call.name, "arguments": arguments_text(call)}
    return {"id": call.id, "type": "function", "function": function}


def _tools(request: Request) -> Body:
    if not request.tools:
        return {}
    body: Body = {
        "tools": [{"type": "function", "function": function_of(t)} for t in request.tools]
    }
    if request.tool_choice in ("auto", "required", "none"):
        body["tool_choice"] = request.tool_choice
    elif request.tool_choice is not None:
        body["tool_choice"] = {"type": "function", "function": {"name": request.tool_choice}}
    return body


def function_of(tool: Tool) -> Body:
    """A tool as OpenAI's APIs write one."""
    return {
        "name": tool.name,
        "description": tool.description,
        "parameters": dict(tool.parameters),
    }


def _chunk(event: Body) -> Chunk | None:
    choices = event.get("choices")
    if not choices:
        return None
    delta: Any = choices[0].get("delta") or {}
    words = delta.get("content") or delta.get("refusal")
    thought = delta.get("reasoning_content") or delta.get("reasoning")
    if not words and not thought:
        return None
    return Chunk(words or "", thought or "")


_DOOR = Door("openai", "/chat/completions", CHAT, _chunk)
