"""The families against the mock, through the official SDKs: what is asked, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.models.families_speaking import CLOCK, CLOSED, NAMES, WEATHER, Speaker, speaking

from genchi.models import mock
from genchi.models.failures import ProviderError
from genchi.records import Message, Reasoning, Request, Text, ToolCall, ToolResult

pytest.importorskip("openai", reason="the openai SDK is not installed")
pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

SCRIPT: list[dict[str, Any]] = [
    {
        "when": {"regex": "^天气"},
        "say": [
            {"tool": "get_weather", "arguments": {"city": "上海"}},
            {"tool": "get_weather", "arguments": {"city": "北京"}},
        ],
    },
    {"when": "think aloud", "say": "Forty-two.", "reasoning": "Six times seven."},
    {"when": "say nothing", "say": ""},
    {"when": "broken", "say": {"tool": "get_weather", "arguments": '{"city": '}},
]


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving(script=SCRIPT) as made:
        yield made


@pytest.fixture(scope="module", params=NAMES)
def speaker(request: pytest.FixtureRequest, up: mock.Mock) -> Iterator[Speaker]:
    with speaking(request.param, up.url) as made:
        yield made


def test_a_question_in_chinese_is_answered_with_usage_model_and_id(speaker: Speaker) -> None:
    response = speaker.complete(Request.of("怎么退款？", system="你是客服"))
    assert response.text == "模拟模型读到了“怎么退款？”。除此之外，它一无所知。"
    assert response.message.role == "assistant"
    assert response.model == "test-model"
    assert response.lacks is None
    assert response.finish_reason
    assert response.id
    assert response.usage.input_tokens
    assert response.usage.output_tokens


def test_a_streamed_answer_is_the_whole_answer(speaker: Speaker, up: mock.Mock) -> None:
    for question in ("怎么退款？", "think aloud", "天气怎么样"):
        request = replace(Request.of(question, system="Be brief."), tools=(WEATHER,))
        up.reset()
        whole = speaker.complete(request)
        up.reset()
        chunks, streamed = speaker.stream(request)
        assert streamed == whole
        assert "".join(chunk.text for chunk in chunks) == whole.text
        thoughts = [p.content for p in whole.message.parts if isinstance(p, Reasoning)]
        assert "".join(chunk.reasoning for chunk in chunks) == "".join(thoughts)


def test_thoughts_are_a_part_of_their_own(speaker: Speaker) -> None:
    response = speaker.complete(Request.of("think aloud"))
    assert response.message.parts == (Reasoning("Six times seven."), Text("Forty-two."))
    assert response.usage.reasoning_tokens


def test_two_tools_are_called_and_their_results_go_back(speaker: Speaker) -> None:
    asked = replace(Request.of("天气怎么样"), tools=(WEATHER, CLOCK))
    called = speaker.complete(asked)
    first, second = called.tool_calls
    assert (first.arguments, second.arguments) == ({"city": "上海"}, {"city": "北京"})
    assert first.id
    assert second.id
    assert first.id != second.id
    results = (
        Message("tool", (ToolResult(first.id, "晴"),)),
        Message("tool", (ToolResult(second.id, {"雨": True}),)),
    )
    again = replace(asked, messages=(*asked.messages, called.message, *results))
    assert "晴" in speaker.complete(again).text


def test_results_may_come_in_one_message_and_with_words_of_the_user(speaker: Speaker) -> None:
    asked = replace(Request.of("天气怎么样"), tools=(WEATHER,))
    called = speaker.complete(asked)
    results = tuple(ToolResult(call.id, "晴") for call in called.tool_calls)
    said = Message("user", (*results, Text("In one word, please.")))
    again = replace(asked, messages=(*asked.messages, called.message, said))
    assert "In one word, please." in speaker.complete(again).text


def test_calls_without_ids_are_answered_in_their_order(speaker: Speaker) -> None:
    turns = (
        Message("user", (Text("the time, twice"),)),
        Message("assistant", (ToolCall(None, "clock"), ToolCall(None, "clock", {}))),
        Message("tool", (ToolResult(None, "noon"), ToolResult(None, "midnight"))),
    )
    assert "noon" in speaker.complete(Request(turns, tools=(CLOCK,))).text


def test_arguments_that_did_not_parse_go_back_without_harm(speaker: Speaker) -> None:
    turns = (
        Message("user", (Text("the weather"),)),
        Message("assistant", (ToolCall("call_1", "get_weather", '{"city": '),)),
        Message("tool", (ToolResult("call_1", "bad arguments"),)),
    )
    assert "bad arguments" in speaker.complete(Request(turns, tools=(WEATHER,))).text


@pytest.mark.parametrize("choice", ["required", "clock"])
def test_a_tool_can_be_demanded(speaker: Speaker, choice: str) -> None:
    request = replace(Request.of("hello"), tools=(CLOCK,), tool_choice=choice)
    assert [call.name for call in speaker.complete(request).tool_calls] == ["clock"]


@pytest.mark.parametrize("choice", ["auto", "none"])
def test_a_tool_can_be_left_to_the_model_or_forbidden(speaker: Speaker, choice: str) -> None:
    request = replace(Request.of("use get_weather"), tools=(WEATHER,), tool_choice=choice)
    assert bool(speaker.complete(request).tool_calls) == (choice == "auto")


def test_a_schema_is_enforced_by_the_provider(speaker: Speaker) -> None:
    response = speaker.complete(replace(Request.of("order 7"), schema=CLOSED))
    assert json.loads(response.text).keys() == {"order", "why"}


def test_a_schema_that_no_strict_mode_takes_is_asked_all_the_same(speaker: Speaker) -> None:
    open_ended = {"type": "object", "properties": {"tags": {"type": "object"}}}
    response = speaker.complete(replace(Request.of("tag it"), schema=open_ended))
    assert response.lacks is None
    assert response.text


@pytest.mark.parametrize("schemas", ["json_object", "words"])
def test_a_schema_can_be_told_in_words(up: mock.Mock, schemas: str) -> None:
    for name in NAMES:
        with speaking(name, up.url, schemas=schemas) as speaker:
            response = speaker.complete(replace(Request.of("order 7"), schema=CLOSED))
            assert response.text


def test_an_answer_that_is_cut_off_says_so(speaker: Speaker) -> None:
    request = replace(Request.of("word " * 200), max_tokens=16)
    whole = speaker.complete(request)
    _, streamed = speaker.stream(request)
    assert whole.lacks == streamed.lacks == "truncated"


def test_an_answer_without_words_is_empty(speaker: Speaker) -> None:
    whole = speaker.complete(Request.of("say nothing"))
    _, streamed = speaker.stream(Request.of("say nothing"))
    assert whole.lacks == streamed.lacks == "empty"
    assert whole.text == streamed.text == ""


def test_broken_arguments_of_a_tool_are_kept_as_they_came(up: mock.Mock) -> None:
    request = replace(Request.of("broken"), tools=(WEATHER,))
    for name in ("openai", "responses"):
        with speaking(name, up.url) as speaker:
            [call] = speaker.complete(request).tool_calls
            assert call.arguments == '{"city": '


def test_extra_goes_out_as_it_stands_and_wins(up: mock.Mock, speaker: Speaker) -> None:
    tokens = {"openai": "max_tokens", "responses": "max_output_tokens"}
    limit = tokens.get(speaker.name, "max_tokens")
    request = replace(Request.of("word " * 200), max_tokens=5000, extra={limit: 16})
    assert speaker.complete(request).lacks == "truncated"


@pytest.mark.parametrize("name", NAMES)
def test_a_stream_that_is_left_closes_its_connection(name: str) -> None:
    async def leave(speaker: Speaker) -> None:
        pieces = speaker.family.stream(speaker.client, "m", Request.of("word " * 500))
        await anext(pieces)
        await pieces.aclose()  # type: ignore[attr-defined]

    with mock.serving(chunk_ms=20) as slow, speaking(name, slow.url) as speaker:
        speaker.runner.run(leave(speaker))
        tally = slow.requests()
    assert (tally.disconnected, tally.open) == (1, 0)


def test_what_a_provider_does_not_take_is_a_bad_request_in_its_words(speaker: Speaker) -> None:
    request = replace(Request.of("hello"), temperature=9.0)
    for ask in speaker.both():
        with pytest.raises(ProviderError, match=r"temperature") as caught:
            ask(request)
        assert (caught.value.kind, caught.value.status) == ("bad_request", 400)
        assert not caught.value.passing
        assert caught.value.charged == "no"
