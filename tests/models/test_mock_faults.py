"""Faults of the mock: what the official SDKs make of each, and that their shares are as asked."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from pydantic import BaseModel

from genchi.errors import UsageError
from genchi.models import mock
from genchi.models.mock.faults import Latency, draw, faults_of, latency_of
from genchi.models.mock.spoiling import broken

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "怎么退款？"}]


class Refund(BaseModel):
    """What is to be read out of a message."""

    order: int
    reasons: list[str]


@contextmanager
def always(kind: str, told: str = "1", **options: Any) -> Iterator[tuple[mock.Mock, Any, Any]]:
    """A mock in which every request has this fault, and a client of each provider."""
    with (
        mock.serving(faults={kind: told}, **options) as up,
        openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0, timeout=30) as one,
        anthropic.Anthropic(base_url=up.url, api_key="k", max_retries=0, timeout=30) as other,
    ):
        yield up, one, other


def chat(client: Any, **options: Any) -> Any:
    return client.chat.completions.create(model="m", messages=ASK, **options)


def message(client: Any, **options: Any) -> Any:
    return client.messages.create(model="m", max_tokens=500, messages=ASK, **options)


def test_a_rate_limit_is_a_429_that_says_when_to_come_back() -> None:
    with always("rate_limit", "1:7") as (up, one, other):
        with pytest.raises(openai.RateLimitError) as caught:
            chat(one)
        assert caught.value.response.headers["retry-after"] == "7"
        assert caught.value.response.headers["x-ratelimit-remaining-requests"] == "0"
        assert caught.value.code == "rate_limit_exceeded"
        with pytest.raises(anthropic.RateLimitError) as limited:
            message(other)
        assert limited.value.response.headers["retry-after-ms"] == "7000"
        assert limited.value.body["error"]["type"] == "rate_limit_error"
        assert up.requests().by_status == {"429": 2}
        assert up.requests().charged == 0


def test_overloaded_is_503_at_one_and_529_at_the_other() -> None:
    with always("overloaded") as (up, one, other):
        with pytest.raises(openai.InternalServerError, match="Overloaded"):
            chat(one, stream=True)
        with pytest.raises(anthropic.InternalServerError) as caught:
            message(other)
        assert caught.value.body["error"]["type"] == "overloaded_error"
        assert up.requests().by_status == {"503": 1, "529": 1}


def test_a_server_error_is_a_500() -> None:
    with always("server_error") as (_, one, other):
        with pytest.raises(openai.InternalServerError):
            one.embeddings.create(model="m", input="x")
        with pytest.raises(anthropic.InternalServerError) as caught:
            message(other)
        assert caught.value.body["error"]["type"] == "api_error"


def test_a_timeout_lasts_until_the_client_leaves_and_would_be_charged() -> None:
    with always("timeout") as (up, one, other):
        with pytest.raises(openai.APITimeoutError):
            chat(one.with_options(timeout=0.2))
        with pytest.raises(anthropic.APITimeoutError):
            message(other.with_options(timeout=0.2), stream=True)
        tally = up.requests()
        assert (tally.faulted, tally.by_fault, tally.by_status) == (2, {"timeout": 2}, {"none": 2})
        assert tally.charged == 2


def test_a_mock_with_a_request_that_hangs_can_be_stopped() -> None:
    async def hang() -> None:
        with mock.serving(faults={"timeout": 1}) as up:
            client = openai.AsyncOpenAI(base_url=up.openai_url, api_key="k", max_retries=0)
            waiting = asyncio.ensure_future(chat(client))
            while (await asyncio.to_thread(up.requests)).open == 0:
                pass
        with pytest.raises(openai.APIError):
            await waiting
        await client.close()

    asyncio.run(hang())


def test_a_disconnect_breaks_a_body_and_a_stream_in_the_middle() -> None:
    with always("disconnect") as (up, one, other):
        with pytest.raises(openai.APIConnectionError):
            chat(one)
        with pytest.raises(anthropic.APIConnectionError):
            message(other)
        said = []
        with pytest.raises(Exception, match=r"incomplete|peer closed|onnection"):
            for chunk in chat(one, stream=True):
                said += [chunk.choices[0].delta.content or ""]
        assert 0 < len("".join(said)) < 23
        with pytest.raises(Exception, match=r"incomplete|peer closed|onnection"):
            list(message(other, stream=True))
        tally = up.requests()
        assert (tally.faulted, tally.disconnected, tally.charged) == (4, 0, 4)


def test_truncated_answers_say_that_their_length_ended_them() -> None:
    with always("truncate") as (_, one, other):
        assert chat(one).choices[0].finish_reason == "length"
        assert message(other).stop_reason == "max_tokens"
        made = one.responses.create(model="m", input="x")
        assert (made.status, made.incomplete_details.reason) == ("incomplete", "max_output_tokens")
        with pytest.raises(openai.LengthFinishReasonError):
            one.chat.completions.parse(model="m", messages=ASK, response_format=Refund)
        tools = [{"name": "clock", "input_schema": {"type": "object"}}]
        cut = message(other, tools=tools, tool_choice={"type": "any"})
        assert (cut.stop_reason, cut.content[0].input) == ("max_tokens", {})


def test_malformed_breaks_json_that_was_asked_for_and_nothing_else() -> None:
    with always("malformed") as (up, one, other):
        with pytest.raises(ValueError, match=r"JSON|json"):
            one.chat.completions.parse(model="m", messages=ASK, response_format=Refund)
        with pytest.raises(ValueError, match=r"JSON|json"):
            other.messages.parse(model="m", max_tokens=99, messages=ASK, output_format=Refund)
        assert chat(one).choices[0].finish_reason == "stop"
        assert (up.requests().faulted, up.requests().answered) == (2, 1)


def test_broken_json_never_parses() -> None:
    for seed in range(200):
        for text in ('{"a": [1, "b"]}', "[]", "12", '"x"', "true", "{}"):
            with pytest.raises(ValueError, match=r"."):
                json.loads(broken(text, random.Random(seed)))


def test_a_malformed_stream_has_a_line_that_is_no_json() -> None:
    with always("malformed_stream") as (up, one, other):
        with pytest.raises(ValueError, match=r"JSON|json|Unterminated|delimiter"):
            list(chat(one, stream=True))
        with pytest.raises(ValueError, match=r"JSON|json|Unterminated|delimiter"):
            list(message(other, stream=True))
        assert chat(one).choices[0].finish_reason == "stop"
        assert up.requests().by_fault == {"malformed_stream": 2}


def test_another_model_than_was_asked_answers() -> None:
    with always("wrong_model") as (_, one, other):
        assert chat(one).model == message(other).model == "mock-other-model"
        assert one.embeddings.create(model="m", input="x").model == "mock-other-model"


def test_a_slow_start_is_counted_and_still_answers() -> None:
    with always("slow_start", "1:1") as (up, one, _):
        assert chat(one).choices[0].message.content
        assert up.requests().by_fault == {"slow_start": 1}
    with always("slow_start", "1:60000") as (up, one, _):
        with pytest.raises(openai.APITimeoutError):
            chat(one.with_options(timeout=0.2))
        assert up.requests().faulted == 1


def test_latency_that_the_client_does_not_wait_for_is_a_disconnect_that_is_charged() -> None:
    with (
        mock.serving(latency_ms=60_000) as up,
        openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=1, timeout=0.2) as client,
    ):
        with pytest.raises(openai.APITimeoutError):
            chat(client)
        tally = up.requests()
        assert (tally.received, tally.disconnected, tally.charged) == (2, 2, 2)
        assert tally.last[1].headers["x-stainless-retry-count"] == "1"


def test_a_client_that_leaves_a_stream_is_noticed() -> None:
    with (
        mock.serving(chunk_ms=60_000) as up,
        openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as client,
    ):
        stream = chat(client, stream=True)
        assert next(iter(stream)).choices[0].delta.role == "assistant"
        stream.close()
        tally = up.requests()
        assert (tally.disconnected, tally.by_status, tally.charged) == (1, {"200": 1}, 1)


def test_retries_of_the_sdk_get_through_a_mock_that_fails_at_times() -> None:
    faults = {"rate_limit": "0.3:0", "server_error": "0.2"}
    with (
        mock.serving(seed=3, faults=faults) as up,
        openai.OpenAI(
            base_url=up.openai_url,
            api_key="k",
            max_retries=10,
            _strict_response_validation=True,
        ) as client,
    ):
        client._calculate_retry_timeout = lambda *_args, **_more: 0
        for _ in range(20):
            assert chat(client).choices[0].message.content
        tally = up.requests()
        assert (tally.answered, tally.charged) == (20, 20)
        assert tally.received == 20 + tally.faulted
        assert tally.faulted > 5


def test_the_shares_of_faults_are_as_asked_and_repeat_with_the_seed() -> None:
    faults = {"rate_limit": 0.2, "overloaded": 0.1, "truncate": 0.1, "disconnect": 0.05}

    def run() -> mock.Tally:
        with (
            mock.serving(seed=11, faults=faults) as up,
            openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as client,
        ):
            for _ in range(300):
                with suppress(openai.APIError):
                    chat(client)
            return up.requests()

    first, second = run(), run()
    assert first.by_fault == second.by_fault
    drawn = Counter(
        found.kind
        for n in range(1, 301)
        if (found := draw(faults_of(faults), Latency(), 11, n).fault) is not None
    )
    assert first.by_fault == dict(drawn)
    assert first.received == 300 == first.answered + first.faulted
    assert 90 < first.faulted < 180  # 0.45 of 300
    assert first.by_status == {
        "200": 300 - drawn["rate_limit"] - drawn["overloaded"],
        "429": drawn["rate_limit"],
        "503": drawn["overloaded"],
    }


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"nothing": 1}, "there is no fault 'nothing'"),
        ({"timeout": 1.5}, "between 0 and 1"),
        ({"timeout": "often"}, "KIND=RATE"),
        ({"timeout": "nan"}, "KIND=RATE"),
        ({"timeout": "-1"}, "KIND=RATE"),
        ({"timeout": "0.1:5"}, "only rate_limit"),
        ({"timeout": 0.6, "disconnect": 0.6}, "more than 1"),
    ],
)
def test_a_fault_that_cannot_be_meant_is_refused(told: dict[str, Any], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        faults_of(told)


@pytest.mark.parametrize(
    "told",
    ["", "fast", "-1", "5..", "9..3", "heavy:1", "heavy:9:3", "heavy:0:1", "1e3", "heavy:.:."],
)
def test_a_latency_that_cannot_be_meant_is_refused(told: str) -> None:
    with pytest.raises(UsageError, match="latency"):
        latency_of(told)


def test_a_heavy_tail_has_the_median_and_the_99th_percentile_that_were_asked() -> None:
    dice = random.Random(5)
    heavy = latency_of("heavy:200:3000")
    drawn = sorted(heavy.seconds(dice) for _ in range(20_000))
    assert drawn[10_000] == pytest.approx(0.2, rel=0.05)
    assert drawn[19_800] == pytest.approx(3.0, rel=0.15)
    uniform = latency_of("100..300")
    assert all(0.1 <= uniform.seconds(dice) <= 0.3 for _ in range(1000))
    assert latency_of(250).seconds(dice) == 0.25
