"""What models without a provider have in common: a message as a response, whole or in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from genchi.models.mock.estimating import pieces
from genchi.models.sizing import message_tokens, request_tokens
from genchi.records import (
    Chunk,
    Message,
    Reasoning,
    Request,
    Response,
    Text,
    Usage,
)


def said(model: str, request: Request, message: Message) -> Response:
    """A message as the answer to a request. Its tokens are estimated, and it costs nothing."""
    finish = message.finish_reason or ("tool_calls" if message.tool_calls else "stop")
    usage = Usage(
        input_tokens=request_tokens(request), output_tokens=message_tokens([message]), cost=0.0
    )
    return Response(replace(message, finish_reason=finish), model, usage, estimated=True)


def chunks_of(message: Message) -> Iterator[Chunk]:
    """A message in the pieces that a stream would have: words, and characters of Chinese."""
    for part in message.parts:
        if isinstance(part, Text):
            yield from (Chunk(text=piece) for piece in pieces(part.content))
        elif isinstance(part, Reasoning):
            yield from (Chunk(reasoning=piece) for piece in pieces(part.content))
