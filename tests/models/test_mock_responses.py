"""Responses of the mock, held to their format by the official OpenAI SDK."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from genchi.models import mock

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")

WEATHER: dict[str, Any] = {
    "type": "function",
    "name": "get_weather",
    "strict": True,
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}


class Refund(BaseModel):
    """What is to be read out of a message."""

    order: int
    reasons: list[str]


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture
def client(up: mock.Mock) -> Iterator[Any]:
    with openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0, timeout=30) as made:
        yield made


def test_a_text_and_a_list_of_messages_are_answered(client: Any) -> None:
    made = client.responses.create(model="gpt", input="怎么退款？", instructions="你是客服")
    assert "怎么退款？" in made.output_text
    assert (made.status, made.usage.input_tokens, made.instructions) == ("completed", 9, "你是客服")
    parts = [{"type": "input_text", "text": "怎么退款？"}]
    listed = client.responses.create(model="gpt", input=[{"role": "user", "content": parts}])
    assert "怎么退款？" in listed.output_text
    assert listed.id != made.id


def test_a_stream_has_its_events_in_order_and_says_the_same(client: Any) -> None:
    whole = client.responses.create(model="o-reasoner", input="hello there")
    events = list(client.responses.create(model="o-reasoner", input="hello there", stream=True))
    assert [event.sequence_number for event in events] == list(range(len(events)))
    kinds = [event.type.removeprefix("response.") for event in events]
    once = [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] != kind]
    assert once == [
        "created",
        "in_progress",
        "output_item.added",
        "reasoning_summary_part.added",
        "reasoning_summary_text.delta",
        "reasoning_summary_text.done",
        "reasoning_summary_part.done",
        "output_item.done",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    text = [event.delta for event in events if event.type == "response.output_text.delta"]
    assert "".join(text) == whole.output_text == events[-1].response.output_text
    assert whole.output[0].summary[0].text.startswith("The message is")
    assert events[-1].response.usage == whole.usage


def test_the_helper_of_the_sdk_parses_a_stream(client: Any) -> None:
    with client.responses.stream(model="gpt", input="x", text_format=Refund) as stream:
        assert list(stream)[-1].type == "response.completed"
        assert isinstance(stream.get_final_response().output_parsed, Refund)


def test_structured_output_parses(client: Any) -> None:
    for number in range(10):
        made = client.responses.parse(model="gpt", input=f"{number}", text_format=Refund)
        assert isinstance(made.output_parsed, Refund)


def test_a_function_is_called_and_its_output_is_the_answer(client: Any) -> None:
    asked: list[Any] = [{"role": "user", "content": "get_weather 上海"}]
    made = client.responses.create(model="gpt", input=asked, tools=[WEATHER])
    [call] = made.output
    assert (call.type, call.name, call.status) == ("function_call", "get_weather", "completed")
    assert set(json.loads(call.arguments)) == {"city"}
    result = {"type": "function_call_output", "call_id": call.call_id, "output": "晴"}
    after = client.responses.create(
        model="gpt", input=[*asked, call.model_dump(exclude_none=True), result], tools=[WEATHER]
    )
    assert after.output_text == "工具返回：晴"


def test_a_conversation_goes_on_from_an_earlier_response(client: Any) -> None:
    made = client.responses.create(model="gpt", input="get_weather", tools=[WEATHER])
    result: Any = {
        "type": "function_call_output",
        "call_id": made.output[0].call_id,
        "output": "晴",
    }
    after = client.responses.create(model="gpt", input=[result], previous_response_id=made.id)
    assert after.output_text == "工具返回：晴"
    assert after.usage.input_tokens == 4  # of both inputs; the tools are not sent again
    forgotten = client.responses.create(model="gpt", input="x", store=False)
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="gpt", input="x", previous_response_id=forgotten.id)
    assert caught.value.code == "previous_response_not_found"
    with pytest.raises(openai.BadRequestError, match="No tool call found"):
        client.responses.create(model="gpt", input=[result])


def test_calls_come_through_a_stream(client: Any) -> None:
    choice = {"type": "function", "name": "get_weather"}
    events = list(
        client.responses.create(
            model="gpt", input="x", tools=[WEATHER], tool_choice=choice, stream=True
        )
    )
    kind = "response.function_call_arguments."
    pieces = [event.delta for event in events if event.type == f"{kind}delta"]
    [done] = [event for event in events if event.type == f"{kind}done"]
    assert "".join(pieces) == done.arguments == events[-1].response.output[0].arguments


def test_the_most_tokens_leave_a_response_incomplete(client: Any) -> None:
    made = client.responses.create(model="gpt", input="怎么退款？" * 20, max_output_tokens=16)
    assert (made.status, made.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert made.usage.output_tokens == 16
    events = list(
        client.responses.create(
            model="gpt", input="怎么退款？" * 20, max_output_tokens=16, stream=True
        )
    )
    assert events[-1].type == "response.incomplete"


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"input": 5}, "input"),
        ({"input": []}, "input"),
        ({"input": [{"role": "robot", "content": "x"}]}, "input[0].role"),
        ({"max_output_tokens": 3}, "max_output_tokens"),
        ({"text": {"format": {"type": "json_schema"}}}, "text.format.name"),
        ({"tools": [{"type": "function"}]}, "tools[0].name"),
        ({"tools": 5}, "tools"),
    ],
)
def test_what_openai_would_refuse_is_refused(
    client: Any, wrong: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="gpt", input="x", extra_body=wrong)
    assert caught.value.param == param


def test_tools_that_the_provider_runs_are_passed_over(client: Any) -> None:
    tools: list[Any] = [{"type": "web_search"}, WEATHER]
    made = client.responses.create(model="gpt", input="hello", tools=tools)
    assert "hello" in made.output_text


def test_the_async_client_gets_the_same(up: mock.Mock, client: Any) -> None:
    async def streamed() -> str:
        async with (
            openai.AsyncOpenAI(base_url=up.openai_url, api_key="k") as waiting,
            waiting.responses.stream(model="gpt", input="怎么退款？") as stream,
        ):
            async for _ in stream:
                pass
            return str((await stream.get_final_response()).output_text)

    whole = client.responses.create(model="gpt", input="怎么退款？")
    assert asyncio.run(streamed()) == whole.output_text


def test_a_choice_of_tools_where_there_are_none_is_passed_over(client: Any) -> None:
    made = client.responses.create(model="gpt", input="hello", tools=[], tool_choice="required")
    assert "hello" in made.output_text
