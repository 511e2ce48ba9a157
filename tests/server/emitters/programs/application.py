"""An application that asks a model in five ways; of tracing it knows nothing."""

from __future__ import annotations

import contextlib
from typing import Any

import openai

TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "今天的天气",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
]
CALL = {"id": "call_0", "type": "function", "function": {"name": "weather", "arguments": "{}"}}


def run() -> None:
    """Ask in every way, with the client as the environment configures it."""
    client = openai.OpenAI(max_retries=0)
    ask(client)
    ask_with_tools(client)
    ask_for_a_stream(client)
    embed(client)
    fail(client)


def ask(client: openai.OpenAI) -> None:
    """A plain question."""
    client.chat.completions.create(
        model="plain",
        messages=[
            {"role": "system", "content": "你是客服。Be brief."},
            {"role": "user", "content": "怎么退款？"},
        ],
        temperature=0.2,
        user="user-7",
    )


def ask_with_tools(client: openai.OpenAI) -> None:
    """A question in the middle of a conversation, which the model answers by asking for a tool."""
    messages: Any = [
        {"role": "user", "content": "北京天气？"},
        {"role": "assistant", "content": None, "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "call_0", "content": '{"sky": "晴"}'},
        {"role": "assistant", "content": "晴。"},
        {"role": "user", "content": "上海呢？"},
    ]
    client.chat.completions.create(model="tools", messages=messages, tools=TOOLS)


def ask_for_a_stream(client: openai.OpenAI) -> None:
    """A question whose answer comes in pieces."""
    stream = client.chat.completions.create(
        model="thinking",
        messages=[{"role": "user", "content": "慢慢说"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    for _ in stream:
        pass


def embed(client: openai.OpenAI) -> None:
    """Two texts as vectors."""
    client.embeddings.create(model="embedder", input=["退款政策", "refund policy"])


def fail(client: openai.OpenAI) -> None:
    """A question that the provider answers with 429."""
    with contextlib.suppress(openai.RateLimitError):
        client.chat.completions.create(
            model="status-429", messages=[{"role": "user", "content": "太多了吗？"}]
        )


if __name__ == "__main__":
    run()
