"""The families that `genchi mock` understands, and what tests of all of them ask."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from genchi.models.families import Family
from genchi.models.families.clients import FAMILIES, client_of
from genchi.models.providers import Provider
from genchi.records import (
    Chunk,
    Message,
    Reasoning,
    Request,
    Response,
    Text,
    Tool,
    ToolCall,
    ToolResult,
)

NAMES = ("openai", "responses", "anthropic")
T = TypeVar("T")

CLOSED: dict[str, Any] = {
    "type": "object",
    "properties": {"order": {"type": "integer"}, "why": {"type": "string"}},
    "required": ["order", "why"],
    "additionalProperties": False,
}
WEATHER = Tool(
    "get_weather",
    "The weather of a city",
    {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
)
CLOCK = Tool("clock")

RICH = Request(
    messages=(
        Message("system", (Text("你是客服。"),)),
        Message("user", (Text("上海和北京的天气？"),), name="lin"),
        Message(
            "assistant",
            (
                Reasoning("两座城市。"),
                Text("我查一下。"),
                ToolCall("call_1", "get_weather", {"city": "上海"}),
                ToolCall("call_2", "get_weather", {"city": "北京"}),
            ),
        ),
        Message("tool", (ToolResult("call_1", {"晴": 31}),)),
        Message("tool", (ToolResult("call_2", "雨"),)),
        Message("user", (Text("再告诉我时间。"),)),
    ),
    tools=(WEATHER, CLOCK),
    tool_choice="clock",
    schema=CLOSED,
    max_tokens=300,
    temperature=0.5,
    top_p=0.9,
    seed=7,
    reasoning_effort="low",
    extra={"service_tier": "flex"},
)
"""Nearly all that a request can have; the Responses API would refuse stop sequences."""


@dataclass(frozen=True)
class Speaker:
    """One family with a client of its SDK, for code that does not wait."""

    name: str
    family: Family
    client: Any
    runner: asyncio.Runner

    def complete(self, request: Request, model: str = "test-model") -> Response:
        return self.runner.run(_awaited(self.family.complete(self.client, model, request)))

    def stream(self, request: Request, model: str = "test-model") -> tuple[list[Chunk], Response]:
        pieces = self.runner.run(_all(self.family.stream(self.client, model, request)))
        *chunks, response = pieces
        assert isinstance(response, Response)
        assert all(isinstance(chunk, Chunk) for chunk in chunks)
        return chunks, response  # type: ignore[return-value]

    def both(self) -> list[Callable[[Request], object]]:
        """The two ways to ask."""
        return [self.complete, self.stream]


@contextmanager
def speaking(name: str, url: str, *, timeout: float = 30, **dialect: Any) -> Iterator[Speaker]:
    """A family and a client of its SDK, for a server at a URL without `/v1`."""
    base_url = f"{url}/v1" if name in ("openai", "responses") else url
    provider = Provider("a-test", name, base_url, ("A_KEY",))
    with asyncio.Runner() as runner:
        client = runner.run(_made(provider, timeout))
        try:
            yield Speaker(name, FAMILIES[name](dialect), client, runner)
        finally:
            runner.run(_closed(client))


async def _made(provider: Provider, timeout: float) -> Any:
    return client_of(provider, {"A_KEY": "k"}, timeout)


async def _closed(client: Any) -> None:
    if hasattr(client, "aio"):
        await client.aio.aclose()
        client.close()
    else:
        await client.close()


async def _awaited(waiting: Awaitable[T]) -> T:
    return await waiting


async def _all(pieces: AsyncIterator[T]) -> list[T]:
    return [piece async for piece in pieces]
