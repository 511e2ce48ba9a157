"""Payloads as compressed blocks, and what a payload looks like inside one.

Spans of one batch are packed 32 to a block: their payloads are alike, and zstd finds it. Messages
are kept once under their hash, so that a growing conversation is not stored again at every step.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import orjson
import zstandard

from genchi.errors import OutsideError
from genchi.records import (
    Message,
    Passage,
    Payload,
    content_hash,
    message_from_json,
    message_to_json,
    to_json,
)

SPANS_PER_BLOCK = 32
SLOTS = 128
"""Places that a block number leaves room for in `span.block`."""
_LEVEL = 3
_RAW, _ZSTD = b"\x00", b"\x01"
_SMALL = 200  # bytes below which compressing a single message gains nothing

T = TypeVar("T")
MessageSink = Callable[[bytes, bytes], None]
MessageSource = Callable[[bytes], bytes]


def pack(lines: Iterable[bytes]) -> bytes:
    """Lines of JSON as one block."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"\n".join(lines))


def unpack(block: bytes) -> list[bytes]:
    """The lines of a block."""
    return _decompress(block).split(b"\n")


def blocks_of(items: Iterable[T]) -> Iterator[list[T]]:
    """`items` in groups that fill one block each."""
    rest = iter(items)
    while group := list(itertools.islice(rest, SPANS_PER_BLOCK)):
        yield group


def payload_line(payload: Payload, keep_message: MessageSink) -> bytes:
    """A payload as one line of JSON; its messages go to `keep_message(hash, data)`."""
    fields: dict[str, Any] = {
        "inputs": payload.inputs,
        "output": payload.output,
        "messages": _keep(payload.messages, keep_message),
        "output_messages": _keep(payload.output_messages, keep_message),
        "passages": [_passage_to_json(p) for p in payload.passages],
        "reference": payload.reference,
        "metadata": payload.metadata,
    }
    return to_json({key: value for key, value in fields.items() if value not in (None, [], {})})


def payload_of(line: bytes, message: MessageSource) -> Payload:
    """The payload that `payload_line` wrote; `message(hash)` returns a kept message."""
    fields = orjson.loads(line)
    return Payload(
        inputs=fields.get("inputs", {}),
        output=fields.get("output"),
        messages=_kept(fields.get("messages", ()), message),
        output_messages=_kept(fields.get("output_messages", ()), message),
        passages=tuple(Passage(**p) for p in fields.get("passages", ())),
        reference=fields.get("reference"),
        metadata=fields.get("metadata", {}),
    )


def _keep(messages: tuple[Message, ...], keep_message: MessageSink) -> list[str]:
    names = []
    for message in messages:
        data = to_json(message_to_json(message))
        name = content_hash(message_to_json(message))
        keep_message(name, _squeeze(data))
        names.append(name.hex())
    return names


def _kept(names: Iterable[str], message: MessageSource) -> tuple[Message, ...]:
    return tuple(
        message_from_json(orjson.loads(_unsqueeze(message(bytes.fromhex(name))))) for name in names
    )


def _squeeze(data: bytes) -> bytes:
    if len(data) < _SMALL:
        return _RAW + data
    return _ZSTD + zstandard.ZstdCompressor(level=_LEVEL).compress(data)


def _unsqueeze(data: bytes) -> bytes:
    if data[:1] == _RAW:
        return data[1:]
    return _decompress(data[1:])


def _decompress(data: bytes) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompress(data)
    except zstandard.ZstdError as error:
        raise OutsideError(
            f"a stored payload is damaged ({error}): restore the store from a backup"
        ) from error


def _passage_to_json(passage: Passage) -> dict[str, Any]:
    fields = {name: getattr(passage, name) for name in Passage.__slots__}
    return {key: value for key, value in fields.items() if value not in ("", {})} | {
        "text": passage.text
    }
