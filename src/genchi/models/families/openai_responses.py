"""Responses: OpenAI's other API, whose conversation is a list of typed items."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace

from genchi.errors import UsageError
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
from genchi.models.families.openai_chat import function_of
from genchi.models.families.openai_schema import is_strict
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
    ToolCall,
    ToolResult,
)
from genchi.tracing.instruments.openai_responses import RESPONSES

_WORDS = ("response.output_text.delta", "response.refusal.delta")
_THOUGHTS = ("response.reasoning_text.delta", "response.reasoning_summary_text.delta")


@dataclass(frozen=True, slots=True)
class OpenAIResponses:
    """The family. Nothing is kept at the provider, unless `extra` has `store`.

    Thoughts do not go back: OpenAI takes an item of reasoning only as it made it, which a
    `Reasoning` is not. `seed` and the names of speakers have no place in this API. Neither have
    stop sequences, without which an answer would go on: a request that has some is refused.
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
        """What is sent for a request. Raises `UsageError` for one with stop sequences."""
        if request.stop:
            raise UsageError(
                f"stop={list(request.stop)!r} cannot be asked of the Responses API: leave it out, "
                "or ask the model through chat completions (provider openai)"
            )
        if request.schema is not None and self.schemas != "json_schema":
            request = schema_in_words(request)
        body: Body = {"model": model, "store": False} | _conversation(request.messages)
        body |= shared_settings(request, limit="max_output_tokens")
        if request.reasoning_effort is not None:
            body["reasoning"] = {"effort": request.reasoning_effort}
        body |= _tools(request) | self._format(request.schema)
        return body | dict(request.extra)

    def _format(self, schema: Mapping[str, Json] | None) -> Body:
        if schema is None or self.schemas == "words":
            return {}
        if self.schemas == "json_object":
            return {"text": {"format": {"type": "json_object"}}}
        form = {"name": "answer", "schema": dict(schema), "strict": is_strict(dict(schema))}
        return {"text": {"format": {"type": "json_schema"} | form}}


def _conversation(messages: tuple[Message, ...]) -> Body:
    """The first message of the system as instructions, all others as items."""
    first, *rest = paired(messages) or (Message("user"),)
    plain = first.text and all(isinstance(part, Text) for part in first.parts)
    if first.role == "system" and rest and plain:
        return {"instructions": first.text, "input": [i for m in rest for i in _items(m)]}
    return {"input": [item for message in (first, *rest) for item in _items(message)]}


def _items(message: Message) -> list[Json]:
    items: list[Json] = []
    if message.role == "assistant":
        items += [item for part in message.parts for item in _said(part)]
    elif parts := shown(message.parts):
        role = "user" if message.role == "tool" else message.role  # words beside results
        items.append({"role": role, "content": [_content(part) for part in parts]})
    results = [part for part in message.parts if isinstance(part, ToolResult)]
    return [*map(_output, results), *items]


def _said(part: Part) -> list[Json]:
    """A part of the assistant's turn; what it has done by the provider's tools as it came."""
    if isinstance(part, ToolCall):
        call = {"call_id": part.id, "name": part.name, "arguments": arguments_text(part)}
        return [{"type": "function_call"} | call]
    if isinstance(part, Text):
        return [{"role": "assistant", "content": part.content}] if part.content else []
    return [other.data for other in shown([part]) if isinstance(other, OtherPart)]


def _output(result: ToolResult) -> Json:
    output = as_text(result.response)
    return {"type": "function_call_output", "call_id": result.id, "output": output}


def _content(part: Text | OtherPart) -> Json:
    return {"type": "input_text", "text": part.content} if isinstance(part, Text) else part.data


def _tools(request: Request) -> Body:
    if not request.tools:
        return {}
    # without `strict: false` the provider would rewrite schemas that are not strict
    body: Body = {
        "tools": [
            {"type": "function", "strict": is_strict(dict(tool.parameters))} | function_of(tool)
            for tool in request.tools
        ]
    }
    if request.tool_choice in ("auto", "required", "none"):
        body["tool_choice"] = request.tool_choice
    elif request.tool_choice is not None:
        body["tool_choice"] = {"type": "function", "name": request.tool_choice}
    return body


def _chunk(event: Body) -> Chunk | None:
    piece = event.get("delta")
    if not isinstance(piece, str) or not piece:
        return None
    if event.get("type") in _WORDS:
        return Chunk(piece)
    return Chunk("", piece) if event.get("type") in _THOUGHTS else None


def _joined(messages: tuple[Message, ...]) -> Message:
    """All items of an answer as one message; what the provider's own tools gave lies between."""
    parts = tuple(part for message in messages for part in message.parts)
    return replace(messages[-1], role="assistant", parts=parts)


_DOOR = Door("openai", "/responses", RESPONSES, _chunk, _joined)
