"""A provider of models that answers at once with the same few bytes, so that clients are measured.

    python bench/canned.py

Prints its address. `POST /v1/chat/completions` answers in OpenAI's format: a call of the tool where
tools are given, a JSON object where a format of the answer is, else a text; where a stream is asked
for, the text in 50 events, each in a packet of its own, a millisecond apart. `GET /count` says how
many requests have come since the last time it was asked.
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

CHUNKS = 50
WORD = "refund "
TEXT = WORD * CHUNKS
VALUE = {"city": "Shanghai", "days": 7}
TOOL = "Trip"
QUESTION = "How do I get my money back for the order of last week?"
_APART = 0.001
_USAGE = {"prompt_tokens": 20, "completion_tokens": CHUNKS, "total_tokens": 20 + CHUNKS}
_HEAD = {"id": "chatcmpl-1", "created": 1764000000, "model": "small-2026-01-01"}
_LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")
_OK = b"HTTP/1.1 200 OK\r\ncontent-type: "


def _answer(message: dict[str, Any], reason: str = "stop") -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason}
    body = {**_HEAD, "object": "chat.completion", "choices": [choice], "usage": _USAGE}
    return _json(body)


def _json(value: object) -> bytes:
    body = json.dumps(value).encode()
    return _OK + b"application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body


def _event(delta: dict[str, Any], reason: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return _sent({**_HEAD, "object": "chat.completion.chunk", "choices": [choice]})


def _sent(value: object) -> bytes:
    return _piece(b"data: " + json.dumps(value).encode() + b"\n\n")


def _piece(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


_CALL = {
    "id": "call_1",
    "type": "function",
    "function": {"name": TOOL, "arguments": json.dumps(VALUE)},
}
_PLAIN = _answer({"content": TEXT})
_OBJECT = _answer({"content": json.dumps(VALUE)})
_CALLED = _answer({"content": None, "tool_calls": [_CALL]}, "tool_calls")
_STREAM_HEAD = _OK + b"text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
_EVENTS = [_event({"role": "assistant", "content": WORD})]
_EVENTS += [_event({"content": WORD}) for _ in range(CHUNKS - 1)]
_LAST = (
    _event({}, "stop")
    + _sent({**_HEAD, "object": "chat.completion.chunk", "choices": [], "usage": _USAGE})
    + _piece(b"data: [DONE]\n\n")
    + b"0\r\n\r\n"
)


class Canned(asyncio.Protocol):
    """One connection, one request after the other."""

    asked = 0

    def connection_made(self, transport: Any) -> None:
        """A client is there."""
        self._transport = transport
        self._came = b""
        self._sending: asyncio.Task[None] | None = None

    def data_received(self, data: bytes) -> None:
        """Answer as soon as a request is whole."""
        self._came += data
        head, end, body = self._came.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if not end or len(body) < (int(length[1]) if length else 0):
            return
        self._came = b""
        if head.startswith(b"GET"):
            self._transport.write(_json(Canned.asked))
            Canned.asked = 0
            return
        Canned.asked += 1
        self._reply(json.loads(body))

    def _reply(self, body: dict[str, Any]) -> None:
        if body.get("stream"):
            self._sending = asyncio.create_task(self._stream())
        elif body.get("tools"):
            self._transport.write(_CALLED)
        else:
            self._transport.write(_OBJECT if body.get("response_format") else _PLAIN)

    async def _stream(self) -> None:
        self._transport.write(_STREAM_HEAD)
        for event in _EVENTS:
            await asyncio.sleep(_APART)
            self._transport.write(event)
        self._transport.write(_LAST)


async def main() -> None:
    """Serve until the process is ended."""
    server = await asyncio.get_running_loop().create_server(Canned, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
