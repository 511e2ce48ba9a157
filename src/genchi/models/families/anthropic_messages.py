"""Messages: Anthropic's API, and of those who speak its language at another `base_url`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from genchi.models.families import Client
from genchi.models.families.anthropic_schema import enforceable
from genchi.models.families.asking import (
    Schemas,
    arguments_object,
    as_text,
    paired,
    schema_in_words,
    shared_settings,
    shown,
)
from genchi.models.families.posting import Body, Door, post, stream
from genchi.records import (
    Chunk,
    Json,
    Message,
    OtherPart,
    Part,
    Request,
    Response,
    Text,
    Tool,
    ToolCall,
    ToolResult,
)
from genchi.tracing.instruments.anthropic_messages import MESSAGES
from genchi.tracing.instruments.wire import inner

MOST_TOKENS = 8192
"""The `max_tokens` of a request that has none: Anthropic demands one. Any current model gives as
many; an answer that needs more is `truncated`, and says so."""

_CHOICES = {"auto": "auto", "required": "any", "none": "none"}
_BLOCKS = ("text", "image", "document", "search_result")
"""What the result of a tool may be made of."""


@dataclass(frozen=True, slots=True)
class AnthropicMessages:
    """The family. `schemas` is `words` for those who do not know `output_config.format`.

    System messages become `system`, wherever they stood. Thoughts do not go back: Anthropic takes
    a thinking block only with its signature, which a `Reasoning` does not have. `seed` and the
    names of speakers have no place in this API. What a schema has beyond what Anthropic enforces
    is told to the model in descriptions, and one that cannot be enforced in the prompt.
    """

    schemas: Schemas = "json_schema"

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The whole answer."""
        return await post(_DOOR, client, self.body(model, request))

    def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The answer as it comes."""
        return stream(_DOOR, client, self.body(model, request))

    def body(self, model: str, request: Request) -> Body:
        """What is sent for a request."""
        schema = request.schema
        enforced = enforceable(schema) if self.schemas == "json_schema" and schema else None
        if schema is not None and enforced is None:
            request = schema_in_words(request)
        body: Body = {"model": model, "max_tokens": MOST_TOKENS}
        body |= _system(request.messages)
        body["messages"] = _turns(request.messages)
        body |= shared_settings(request, limit="max_tokens")
        if request.stop:
            body["stop_sequences"] = list(request.stop)
        body |= _tools(request) | _output(request.reasoning_effort, enforced)
        return body | dict(request.extra)


def _system(messages: Iterable[Message]) -> Body:
    parts = [p for message in messages if message.role == "system" for p in message.parts]
    blocks = _words(parts)
    if not blocks:
        return {}
    plain = len(blocks) == 1 and blocks[0].keys() == {"type", "text"}
    return {"system": blocks[0]["text"] if plain else blocks}


def _turns(messages: tuple[Message, ...]) -> list[Body]:
    """User and assistant in turn: what follows with the same role is one turn."""
    turns: list[Body] = []
    for message in paired(messages):
        role = "assistant" if message.role == "assistant" else "user"
        blocks = [] if message.role == "system" else _blocks(message)
        if blocks and turns and turns[-1]["role"] == role:
            turns[-1]["content"] += blocks
        elif blocks:
            turns.append({"role": role, "content": blocks})
    for turn in turns:  # results come first, or Anthropic misses them
        turn["content"].sort(key=lambda block: block.get("type") != "tool_result")
    return turns


def _blocks(message: Message) -> list[Body]:
    return [block for part in message.parts for block in _block(part)]


def _block(part: Part) -> list[Body]:
    if isinstance(part, ToolCall):
        block: Body = {"type": "tool_use", "id": part.id, "name": part.name}
        return [block | {"input": arguments_object(part)}]
    if isinstance(part, ToolResult):
        content = _result(part.response)
        return [{"type": "tool_result", "tool_use_id": part.id, "content": content}]
    return _words([part])


def _words(parts: Iterable[Part]) -> list[Body]:
    """Text and what is kept as it came; Anthropic takes no block of text without any."""
    return [
        part.data if isinstance(part, OtherPart) else {"type": "text", "text": part.content}
        for part in shown(parts)
        if part != Text("")
    ]


def _result(response: Json) -> str | list[Any]:
    """What a tool answered: blocks as they stand, anything else as text."""
    if isinstance(response, list) and response:
        kinds = [inner(block, "type") for block in response]
        if all(kind in _BLOCKS for kind in kinds):
            return response
    return as_text(response)


def _tools(request: Request) -> Body:
    if not request.tools:
        return {}
    body: Body = {"tools": [_tool(tool) for tool in request.tools]}
    if request.tool_choice in _CHOICES:
        body["tool_choice"] = {"type": _CHOICES[request.tool_choice]}
    elif request.tool_choice is not None:
        body["tool_choice"] = {"type": "tool", "name": request.tool_choice}
    return body


def _tool(tool: Tool) -> Body:
    return {
        "name": tool.name,
        "description": tool.description,
        "input_schema": dict(tool.parameters),
    }


def _output(effort: str | None, schema: Mapping[str, Json] | None) -> Body:
    settings: Body = {}
    if effort is not None:
        settings["effort"] = effort
    if schema is not None:
        settings["format"] = {"type": "json_schema", "schema": schema}
    return {"output_config": settings} if settings else {}


def _chunk(event: Body) -> Chunk | None:
    delta = event.get("delta")
    words, thought = inner(delta, "text"), inner(delta, "thinking")
    return Chunk(words or "", thought or "") if words or thought else None


_DOOR = Door("anthropic", "/v1/messages", MESSAGES, _chunk)
