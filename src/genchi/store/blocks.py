"""Payloads as compressed blocks, and what a payload looks like inside one.

Spans of one batch are packed 32 to a block: their payloads are alike, and zstd finds it. A message
that is not short is kept once under its hash, so that a growing conversation is not stored again at
every step; such messages have blocks of their own.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import orjson

from genchi import zstd
from genchi.errors import OutsideError
from genchi.records import (
    Event,
    Json,
    Message,
    Passage,
    Payload,
    inputs_hash,
    message_from_json,
    message_to_json,
    name_of,
    to_json,
)

PER_BLOCK = 32
SLOTS = 128
"""Places that a block number leaves room for in `span.block` and `message.place`."""
_LEVEL = 2
_ZSTD = b"\x28\xb5\x2f\xfd"
"""How everything that zstd wrote begins, and no JSON."""
_SHORT = 256
"""Bytes below which a message costs less in place than under a name of its own."""

T = TypeVar("T")
MessageSink = Callable[[bytes, bytes], None]
MessageSource = Callable[[bytes], bytes]


def packer() -> Callable[[Iterable[bytes]], bytes]:
    """A function that makes one block of lines of JSON, for one thread at a time.

    Its working memory is of some size, so make one for many blocks.
    """
    compressor = zstd.ZstdCompressor(level=_LEVEL)
    return lambda lines: compressor.compress(b"\n".join(lines), compressor.FLUSH_FRAME)


def unpack(block: bytes) -> list[bytes]:
    """The lines of a block."""
    if not block.startswith(_ZSTD):
        return block.split(b"\n")
    try:
        return zstd.decompress(block).split(b"\n")
    except zstd.ZstdError as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> OutsideError:
    return OutsideError(f"a stored payload is damaged ({error}): restore the store from a backup")


def blocks_of(items: Iterable[T]) -> Iterator[list[T]]:
    """`items` in groups that fill one block each."""
    rest = iter(items)
    while group := list(itertools.islice(rest, PER_BLOCK)):
        yield group


def payload_line(payload: Payload, keep_message: MessageSink) -> tuple[bytes, str]:
    """A payload as one line of JSON, and the name of what was asked (`inputs_hash`).

    Messages that are not short go to `keep_message(hash, data)`.
    """
    fields = _values(payload)
    sent: list[bytes] = []
    if payload.messages:
        fields["messages"] = [_keep(m, keep_message, sent) for m in payload.messages]
    if payload.output_messages:
        fields["output_messages"] = [_keep(m, keep_message, []) for m in payload.output_messages]
    if payload.passages:
        fields["passages"] = [_passage_to_json(p) for p in payload.passages]
    if payload.events:
        fields["events"] = [dataclasses.asdict(e) for e in payload.events]
    return _dumped(fields), inputs_hash(payload, sent)


def _values(payload: Payload) -> dict[str, Any]:
    """The fields that are JSON as they are, where they say something."""
    # written out, here and for passages: it is done for every span that comes in
    fields: dict[str, Any] = {}
    if payload.inputs:
        fields["inputs"] = payload.inputs
    if payload.output is not None:
        fields["output"] = payload.output
    if payload.reference is not None:
        fields["reference"] = payload.reference
    if payload.metadata:
        fields["metadata"] = payload.metadata
    if payload.attributes:
        fields["attributes"] = payload.attributes
    if payload.origin:
        fields["origin"] = payload.origin
    return fields


def payload_of(line: bytes, message: MessageSource) -> Payload:
    """The payload that `payload_line` wrote; `message(hash)` returns a kept message."""
    try:
        fields = orjson.loads(line)
    except ValueError as error:
        raise _damaged(error) from error
    return Payload(
        inputs=fields.get("inputs", {}),
        output=fields.get("output"),
        messages=_kept(fields.get("messages", ()), message),
        output_messages=_kept(fields.get("output_messages", ()), message),
        passages=tuple(Passage(**p) for p in fields.get("passages", ())),
        reference=fields.get("reference"),
        metadata=fields.get("metadata", {}),
        attributes=fields.get("attributes", {}),
        events=tuple(Event(**e) for e in fields.get("events", ())),
        origin=fields.get("origin", {}),
    )


def _dumped(fields: dict[str, Any]) -> bytes:
    """JSON with every object in the order it came in."""
    try:
        return orjson.dumps(fields)
    except (TypeError, ValueError, RecursionError):
        return to_json(fields)


def _keep(message: Message, keep_message: MessageSink, written: list[bytes]) -> Json:
    content = message_to_json(message)
    data = to_json(content)
    written.append(data)
    if len(data) < _SHORT:
        return content
    name = name_of(data)
    keep_message(name, data)
    return name.hex()


def _kept(found: Iterable[Json], message: MessageSource) -> tuple[Message, ...]:
    return tuple(
        message_from_json(
            orjson.loads(message(bytes.fromhex(entry))) if isinstance(entry, str) else entry
        )
        for entry in found
    )


def _passage_to_json(passage: Passage) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": passage.text}
    if passage.id:
        fields["id"] = passage.id
    if passage.document:
        fields["document"] = passage.document
    if passage.scores:
        fields["scores"] = passage.scores
    if passage.metadata:
        fields["metadata"] = passage.metadata
    if passage.tenant:
        fields["tenant"] = passage.tenant
    return fields
