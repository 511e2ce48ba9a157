"""Bounded calls of a real server that fails on purpose: its accounts and ours agree."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.models.bounds_world import Plain, target

from genchi.models.bounds import Gate, Size, bounded, budget
from genchi.models.failures import FailureKind, ProviderError
from genchi.models.mock import serving
from genchi.models.price import Price
from genchi.records import Usage

KINDS: dict[int, FailureKind] = {429: "rate_limited", 500: "server_error", 503: "overloaded"}
BODY = json.dumps(
    {"model": "small", "max_tokens": 40, "messages": [{"role": "user", "content": "怎么退款?"}]}
).encode()
HEAD = (
    "POST /v1/chat/completions HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\n"
    f"Content-Length: {len(BODY)}\r\nConnection: close\r\n\r\n"
).encode()


def caller_of(url: str) -> Any:
    """One attempt over a connection of its own, without any SDK."""
    where = urlsplit(url)

    async def call(asked: Plain) -> Usage:
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        try:
            writer.write(HEAD + BODY)
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
        return answer_of(head.decode(), body)

    return call


def answer_of(head: str, body: bytes) -> Usage:
    status = int(head.split()[1]) if head else 0
    if status in KINDS:
        raise ProviderError(f"HTTP {status}", KINDS[status], status=status, retry_after=0.001)
    try:
        told = json.loads(body)["usage"]
    except (ValueError, KeyError):
        raise ProviderError("the answer broke off", "disconnected") from None
    return Usage(told["prompt_tokens"], 0, told["completion_tokens"])


@pytest.mark.parametrize("hedge_after", [None, 0.005])
def test_no_attempt_is_lost_none_is_charged_unseen_and_the_budget_holds(
    hedge_after: float | None,
) -> None:
    faults = {"rate_limit": 0.1, "overloaded": 0.1, "server_error": 0.1, "disconnect": 0.1}
    small = target(
        gate=Gate(concurrency=6),
        price=Price(input=1.0, output=1.0),
        retries=3,
        backoff=0.001,
        timeout=30.0,
        failures_to_open=1000,
        hedge_after=hedge_after,
    )

    async def one(call: Any) -> int:
        """How many attempts it made."""
        try:
            won = await bounded([small], call, Size(60, 40))
        except ProviderError as error:
            return len(error.attempts)
        won.close(won.value)
        return len(won.attempts)

    async def crowd(call: Any) -> list[int]:
        return await asyncio.gather(*(one(call) for _ in range(60)))

    with (
        serving(seed=3, faults=faults, latency_ms="heavy:2:40") as mock,
        budget(usd=1.0, tokens=60 * 100 * 8) as spent,
    ):
        attempts = asyncio.run(crowd(caller_of(mock.openai_url.removesuffix("/v1"))))
        accounts = mock.requests()
    assert sum(attempts) >= accounts.received > 60
    if hedge_after is None:  # a hedge may be called off before it has connected
        assert sum(attempts) == accounts.received
    assert spent.calls >= accounts.charged
    assert spent.tokens is not None
    assert accounts.input_tokens + accounts.output_tokens <= spent.tokens <= 60 * 100 * 8
    assert spent.reserved_calls == 0
