"""A provider of models on 127.0.0.1 that answers as the model it is asked for tells it to.

"plain", "tools", "empty", "filtered", "refusing" and "truncated" are answers; "hang" never answers,
"late" hangs in the middle of a stream, "drop" breaks the connection there, "eof" ends it politely
without an end, "error-event" sends an error; "status-429" and its like are HTTP errors, "flaky"
fails at the first attempt, "odd" has everything in the wrong place, "html" is what a proxy says,
"gzip" is "plain", compressed.
"""

from __future__ import annotations

import base64
import gzip
import json
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Event = tuple[str | None, Any]
Answering = tuple[Any, list[Event]]
"""One answer, as a body and as the events of a stream."""

WORDS = ["退款", "需要 ", "7 天", "。"]
TEXT = "".join(WORDS)
ARGUMENTS = ['{"city', '": "上', '海"}']
CALL = {"name": "weather", "arguments": "".join(ARGUMENTS)}


class Provider(ThreadingHTTPServer):
    """The server; `asked` has the path and body of every request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.closing = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Provider

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        path = self.path.partition("?")[0]
        if "/deployments/" in path:  # Azure
            path = f"/v1/{path.partition('/deployments/')[2].partition('/')[2]}"
        self.server.asked.append((path, body))
        model = body["model"]
        if model == "hang":
            self.server.closing.wait(5)
        elif model.startswith("status-"):
            self._error(path, int(model.removeprefix("status-")))
        elif model == "flaky" and self.headers.get("x-stainless-retry-count") == "0":
            self._error(path, 500)
        elif model == "html":
            self._send(200, b"<html>captive portal</html>", "text/html")
        else:
            whole, events = _ANSWERS[path](model, body) if model != "odd" else _odd()
            if body.get("stream"):
                self._stream(path, model, events)
            else:
                self._json(200, whole, compressed=model == "gzip")

    def _error(self, path: str, status: int) -> None:
        if path == "/v1/messages":
            kind = {"type": "overloaded_error", "message": "请稍后再试"}
            self._json(status, {"type": "error", "error": kind})
            return
        kind = {
            "message": "请稍后再试",
            "type": "requests",
            "code": f"code_{status}",
        }
        self._json(status, {"error": kind})

    def _json(self, status: int, body: object, *, compressed: bool = False) -> None:
        data = json.dumps(body, ensure_ascii=False).encode()
        self._send(status, data, "application/json", compressed=compressed)

    def _send(self, status: int, data: bytes, kind: str, *, compressed: bool = False) -> None:
        data = gzip.compress(data) if compressed else data
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.send_header("retry-after-ms", "1")
        if compressed:
            self.send_header("content-encoding", "gzip")
        self.end_headers()
        self.wfile.write(data)

    def _stream(self, path: str, model: str, events: list[Event]) -> None:
        chunked = model != "eof"
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header(
            *(("transfer-encoding", "chunked") if chunked else ("connection", "close"))
        )
        if model == "gzip":
            self.send_header("content-encoding", "gzip")
        self.end_headers()
        self.close_connection = not chunked
        broken = model in ("drop", "eof", "late", "error-event")
        sent = _until_second_word(events) if broken else events
        lines = "".join(_lines(sent)).encode()
        if model == "error-event":
            lines += b'event: error\ndata: {"type": "error", "error": '
            lines += b'{"type": "overloaded_error", "message": "busy"}}\n\n'
        if model == "gzip":
            lines = gzip.compress(lines)
        for start in range(0, len(lines), 37):  # cuts events, lines and characters in two
            self._chunk(lines[start : start + 37], chunked=chunked)
        if model == "late":
            self.server.closing.wait(5)
        elif model == "drop":
            self.close_connection = True
        elif chunked:
            self._chunk(b"", chunked=True)

    def _chunk(self, data: bytes, *, chunked: bool) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if chunked else data)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def _until_second_word(events: list[Event]) -> list[Event]:
    said = [WORDS[1] in json.dumps(data, ensure_ascii=False) for _, data in events]
    return events[: said.index(True) + 1]


def _lines(events: list[Event]) -> Iterator[str]:
    for name, data in events:
        if name is not None:
            yield f"event: {name}\n"
        yield f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n"


def _odd() -> Answering:
    """Nothing as it should be, as from a proxy that half knows the API."""
    odd: dict[str, Any] = {
        "role": None,
        "content": 5,
        "tool_calls": "x",
        "function_call": [],
        "delta": 3,
    }
    choice = {"index": 0, "message": odd, "delta": odd, "finish_reason": 7, "text": 1}
    bodies: list[Any] = [
        {"id": 7, "model": [], "choices": [choice, 3], "usage": [1], "content": 5, "output": "x"},
        {"type": "message_start", "message": 3},
        {"type": "content_block_delta", "index": 9, "delta": {"type": "text_delta", "text": 5}},
        {"type": "response.output_text.delta", "output_index": 2, "delta": "?"},
        {"type": "response.created", "response": 3},
        {"choices": 5, "usage": {"prompt_tokens": "many", "completion_tokens": True}},
    ]
    return bodies[0], [(body.get("type"), body) for body in [*bodies, {"type": None}]]


def _chat(model: str, body: dict[str, Any]) -> Answering:
    reason = {"filtered": "content_filter", "truncated": "length", "tools": "tool_calls"}
    finish = reason.get(model, "stop")
    words = [] if model in ("empty", "tools", "refusing") else WORDS
    message: dict[str, Any] = {"role": "assistant", "content": "".join(words) or None}
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": word} for word in words]
    if model == "refusing":
        message["refusal"] = "我不能"
        deltas += [{"refusal": "我不"}, {"refusal": "能"}]
    if model == "thinking":
        message["reasoning_content"] = "先想想"
        deltas[1:1] = [{"reasoning_content": "先"}, {"reasoning_content": "想想"}]
    if model == "tools":
        message["tool_calls"] = [{"id": "call_1", "type": "function", "function": CALL}]
        first = {"index": 0, "id": "call_1", "type": "function"}
        deltas.append({"tool_calls": [first | {"function": {"name": "weather", "arguments": ""}}]})
        for piece in ARGUMENTS:
            deltas.append({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
    usage = {
        "prompt_tokens": 20,
        "completion_tokens": 9,
        "total_tokens": 29,
        "prompt_tokens_details": {"cached_tokens": 8},
        "completion_tokens_details": {"reasoning_tokens": 3},
    }
    head = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": f"{model}-2026",
        "service_tier": "default",
    }
    choice = {"index": 0, "message": message, "finish_reason": finish}
    chunk = head | {"object": "chat.completion.chunk"}
    events: list[Event] = [
        (None, chunk | {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
        for delta in deltas
    ]
    events.append((None, chunk | {"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]}))
    if (body.get("stream_options") or {}).get("include_usage"):
        events.append((None, chunk | {"choices": [], "usage": usage}))
    events.append((None, "[DONE]"))
    return head | {"choices": [choice], "usage": usage}, events


def _completion(model: str, body: dict[str, Any]) -> Answering:
    head = {"id": "cmpl-1", "object": "text_completion", "created": 1, "model": model}
    usage = {"prompt_tokens": 5, "completion_tokens": 4, "total_tokens": 9}
    choice = {"index": 0, "text": TEXT, "finish_reason": "stop", "logprobs": None}
    pieces = [choice | {"text": word, "finish_reason": None} for word in WORDS]
    events: list[Event] = [(None, head | {"choices": [piece]}) for piece in pieces]
    events += [(None, head | {"choices": [choice | {"text": ""}]}), (None, "[DONE]")]
    return head | {"choices": [choice], "usage": usage}, events


def _embeddings(model: str, body: dict[str, Any]) -> Answering:
    vector: Any = [0.5, -0.25, 1.0]
    if body.get("encoding_format") == "base64":
        vector = base64.b64encode(struct.pack("<3f", *vector)).decode()
    data = [{"object": "embedding", "index": 0, "embedding": vector}]
    usage = {"prompt_tokens": 4, "total_tokens": 4}
    return {"object": "list", "data": data, "model": model, "usage": usage}, []


def _responses(model: str, body: dict[str, Any]) -> Answering:
    text = {"type": "output_text", "text": TEXT, "annotations": []}
    reply = {"id": "msg_1", "type": "message", "role": "assistant", "status": "completed"}
    thought = {"id": "rs_1", "type": "reasoning"}
    output: list[dict[str, Any]] = [
        thought | {"summary": [{"type": "summary_text", "text": "先想想"}]},
        reply | {"content": [text]},
    ]
    if model == "tools":
        call = {"id": "fc_1", "type": "function_call", "call_id": "call_1", "status": "completed"}
        output = [call | CALL]
    if model == "refusing":
        output = [reply | {"content": [{"type": "refusal", "refusal": "我不能"}]}]
    if model == "empty":
        output = []
    usage = {
        "input_tokens": 20,
        "input_tokens_details": {"cached_tokens": 8, "cache_write_tokens": 0},
        "output_tokens": 9,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 29,
    }
    whole: dict[str, Any] = {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": f"{model}-2026",
        "status": "completed",
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": usage,
        "error": None,
    }
    if model == "truncated":
        whole |= {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    if model == "failing":
        whole |= {
            "status": "failed",
            "output": [],
            "error": {"code": "server_error", "message": "坏了"},
        }
    return whole, [(event["type"], event) for event in _response_events(whole, output)]


def _response_events(whole: dict[str, Any], output: list[dict[str, Any]]) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = [
        {"type": "response.created", "response": whole | {"output": [], "status": "in_progress"}}
    ]
    for place, item in enumerate(output):
        where = {"output_index": place, "item_id": item["id"]}
        started = item | {"status": "in_progress"}
        if item["type"] == "message":
            started["content"] = []
            events.append({"type": "response.output_item.added", "item": started} | where)
            part = {"type": "output_text", "text": "", "annotations": []}
            where["content_index"] = 0
            events.append({"type": "response.content_part.added", "part": part} | where)
            delta = {"type": "response.output_text.delta", "logprobs": []}
            events += [delta | where | {"delta": word} for word in WORDS]
            done = {"type": "response.output_text.done", "text": TEXT, "logprobs": []}
            events.append(done | where)
        elif item["type"] == "function_call":
            started["arguments"] = ""
            events.append({"type": "response.output_item.added", "item": started} | where)
            delta = {"type": "response.function_call_arguments.delta"}
            events += [delta | where | {"delta": piece} for piece in ARGUMENTS]
        else:
            events.append({"type": "response.output_item.added", "item": item} | where)
        done_item = {"type": "response.output_item.done", "item": item, "output_index": place}
        events.append(done_item)
    events.append({"type": f"response.{whole['status']}", "response": whole})
    return [event | {"sequence_number": number} for number, event in enumerate(events)]


def _messages(model: str, body: dict[str, Any]) -> Answering:
    reason = {"truncated": "max_tokens", "tools": "tool_use", "refusing": "refusal"}
    finish = reason.get(model, "end_turn")
    usage = {
        "input_tokens": 5,
        "cache_read_input_tokens": 12,
        "cache_creation_input_tokens": 3,
        "output_tokens": 9,
        "service_tier": "standard",
    }
    head: dict[str, Any] = {"id": "msg_1", "type": "message", "role": "assistant"}
    head["model"] = f"{model}-2026"
    thought = {"type": "thinking", "thinking": "先想想", "signature": "sig"}
    content: list[dict[str, Any]] = [thought, {"type": "text", "text": TEXT}]
    if model == "tools":
        tool = {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "上海"}}
        content = [tool]
    if model in ("empty", "refusing"):
        content = []
    end: dict[str, Any] = {"stop_reason": finish, "stop_sequence": None}
    whole = head | {"content": content, "usage": usage} | end
    begun: dict[str, Any] = {
        "content": [],
        "usage": usage | {"output_tokens": 1},
        "stop_reason": None,
    }
    first = head | begun | {"stop_sequence": None}
    events: list[dict[str, Any]] = [{"type": "message_start", "message": first}, {"type": "ping"}]
    for index, block in enumerate(content):
        empty, deltas = _block(block)
        start = {"type": "content_block_start", "index": index, "content_block": empty}
        events.append(start)
        events += [{"type": "content_block_delta", "index": index, "delta": d} for d in deltas]
        events.append({"type": "content_block_stop", "index": index})
    events.append({"type": "message_delta", "delta": end, "usage": {"output_tokens": 9}})
    events.append({"type": "message_stop"})
    return whole, [(event["type"], event) for event in events]


def _block(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if block["type"] == "text":
        return block | {"text": ""}, [{"type": "text_delta", "text": word} for word in WORDS]
    if block["type"] == "thinking":
        deltas = [{"type": "thinking_delta", "thinking": piece} for piece in ("先", "想想")]
        return block | {"thinking": "", "signature": ""}, [
            *deltas,
            {"type": "signature_delta", "signature": "sig"},
        ]
    pieces = [{"type": "input_json_delta", "partial_json": piece} for piece in ["", *ARGUMENTS]]
    return block | {"input": {}}, pieces


_ANSWERS = {
    "/v1/chat/completions": _chat,
    "/v1/completions": _completion,
    "/v1/embeddings": _embeddings,
    "/v1/responses": _responses,
    "/v1/messages": _messages,
}
