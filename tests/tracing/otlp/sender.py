"""Run a real instrumentation against a model that answers on this machine, and print what it sent.

    python sender.py openinference|traceloop|pydantic_ai

Prints the body as the official exporter encodes it, in base64. A process of its own, because an
instrumentation changes the libraries it watches.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

CALL = {
    "id": "c2",
    "type": "function",
    "function": {"name": "notify", "arguments": '{"via":"短信"}'},
}
REPLY = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1_700_000_000,
    "model": "gpt-4o-mini-2024-07-18",
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "您的订单已发货", "tool_calls": [CALL]},
            "finish_reason": "stop",
        }
    ],
    "usage": {
        "prompt_tokens": 20,
        "completion_tokens": 9,
        "total_tokens": 29,
        "prompt_tokens_details": {"cached_tokens": 4},
        "completion_tokens_details": {"reasoning_tokens": 3},
    },
}
MESSAGES: list[Any] = [
    {"role": "system", "content": "你是客服"},
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "我的订单？"},
            {"type": "image_url", "image_url": {"url": "http://x/y.png"}},
        ],
    },
    {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "look", "arguments": '{"n":7}'}}
        ],
    },
    {"role": "tool", "tool_call_id": "c1", "content": "shipped"},
]
TOOL: Any = {"type": "function", "function": {"name": "look", "parameters": {"type": "object"}}}


class Model(BaseHTTPRequestHandler):
    """Answers every request with the same completion."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        body = json.dumps(REPLY).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (as http.server has it)
        pass


def ask_openai(provider: TracerProvider, sender: str) -> None:
    """One chat through an instrumented client."""
    import openai

    if sender == "openinference":
        from openinference.instrumentation.openai import OpenAIInstrumentor
    else:
        from opentelemetry.instrumentation.openai import OpenAIInstrumentor
    OpenAIInstrumentor().instrument(tracer_provider=provider)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = openai.OpenAI(base_url=f"http://127.0.0.1:{server.server_port}/v1", api_key="k")
    client.chat.completions.create(
        model="gpt-4o-mini", temperature=0.1, messages=MESSAGES, tools=[TOOL]
    )
    server.shutdown()


def run_agent(provider: TracerProvider) -> None:
    """One run of an agent that calls its tool, with Pydantic AI's model for tests."""
    from pydantic_ai import Agent
    from pydantic_ai.models.instrumented import InstrumentationSettings
    from pydantic_ai.models.test import TestModel

    agent = Agent(TestModel(custom_output_text="已发货"), name="desk", instructions="你是客服")
    agent.instrument = InstrumentationSettings(tracer_provider=provider)

    @agent.tool_plain
    def look(order: int) -> str:
        return f"order {order} is on its way"

    agent.run_sync("我的订单？")


def main(sender: str) -> None:
    """Print what `sender` sends."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource({"service.name": "客服"}))
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    if sender == "pydantic_ai":
        run_agent(provider)
    else:
        ask_openai(provider, sender)
    body = encode_spans(exporter.get_finished_spans()).SerializeToString()
    print(base64.b64encode(body).decode())


if __name__ == "__main__":
    main(sys.argv[1])
