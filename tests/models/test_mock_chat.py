"""Chat completions of the mock, held to their format by the official OpenAI SDK."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from genchi.models import mock

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")

WEATHER: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather of a city",
        "strict": True,
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "unit": {"enum": ["c", "f"]}},
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
    },
}
CLOCK: dict[str, Any] = {
    "type": "function",
    "function": {"name": "clock", "parameters": {"type": "object", "properties": {}}},
}


class Step(BaseModel):
    """One step, with steps below it."""

    title: str = Field(min_length=3)
    level: int = Field(ge=1, le=3)
    kind: Literal["read", "write"]
    note: str | None
    below: list[Step]


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture
def client(up: mock.Mock) -> Iterator[Any]:
    with openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0, timeout=30) as made:
        yield made


def user(text: str) -> list[Any]:
    return [{"role": "user", "content": text}]


def ask(client: Any, text: str, **options: Any) -> Any:
    return client.chat.completions.create(model="gpt-test", messages=user(text), **options)


def test_it_quotes_the_last_message_and_counts_tokens_by_its_rule(client: Any) -> None:
    made = ask(client, "Where is my refund?")
    [choice] = made.choices
    assert "Where is my refund?" in choice.message.content
    assert (choice.finish_reason, made.model, made.object) == (
        "stop",
        "gpt-test",
        "chat.completion",
    )
    assert made.usage.prompt_tokens == 5  # 19 characters
    assert made.usage.total_tokens == 5 + made.usage.completion_tokens


def test_chinese_is_answered_in_chinese_and_counted_by_character(client: Any) -> None:
    made = ask(client, "怎么退款？")
    assert "怎么退款？" in made.choices[0].message.content
    assert "模拟模型" in made.choices[0].message.content
    assert made.usage.prompt_tokens == 5
    quotes = 2  # shared with English: four of them would be one token
    assert made.usage.completion_tokens == len(made.choices[0].message.content) - quotes + 1


def test_parts_and_a_developer_message_are_read(client: Any) -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}
    content = [{"type": "text", "text": "看图"}, image]
    messages: list[Any] = [{"role": "developer", "content": "你是客服"}]
    messages.append({"role": "user", "content": content})
    made = client.chat.completions.create(model="m", messages=messages)
    assert "看图" in made.choices[0].message.content
    assert made.usage.prompt_tokens == 6


def test_a_stream_says_the_same_in_pieces_and_ends_with_its_usage(client: Any) -> None:
    whole = ask(client, "怎么退款，please?")
    options = {"stream": True, "stream_options": {"include_usage": True}}
    chunks = list(ask(client, "怎么退款，please?", **options))
    said = [c.choices[0].delta.content or "" for c in chunks if c.choices]
    assert "".join(said) == whole.choices[0].message.content
    assert len(said) > 5
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert [c.usage for c in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1].usage == whole.usage
    assert len({c.id for c in chunks}) == 1


def test_without_being_asked_a_stream_tells_no_usage(client: Any) -> None:
    assert all(chunk.usage is None for chunk in ask(client, "hi", stream=True))


def test_the_helper_of_the_sdk_puts_a_stream_together(client: Any) -> None:
    with client.chat.completions.stream(
        model="m", messages=user("use get_weather"), tools=[WEATHER]
    ) as stream:
        kinds = {event.type for event in stream}
        made = stream.get_final_completion()
    assert "tool_calls.function.arguments.done" in kinds
    [call] = made.choices[0].message.tool_calls
    assert set(json.loads(call.function.arguments)) == {"city", "unit"}


def test_a_tool_that_the_message_names_is_called_and_its_result_is_the_answer(client: Any) -> None:
    messages = user("Please get the weather: get_weather!")
    made = client.chat.completions.create(model="m", messages=messages, tools=[CLOCK, WEATHER])
    choice = made.choices[0]
    assert (choice.finish_reason, choice.message.content) == ("tool_calls", None)
    [call] = choice.message.tool_calls
    assert call.function.name == "get_weather"
    assert json.loads(call.function.arguments)["unit"] in ("c", "f")
    result = {"role": "tool", "tool_call_id": call.id, "content": "晴，21 度"}
    messages = [*messages, choice.message.model_dump(exclude_none=True), result]
    after = client.chat.completions.create(model="m", messages=messages, tools=[CLOCK, WEATHER])
    assert after.choices[0].message.content == "工具返回：晴，21 度"
    assert after.choices[0].message.tool_calls is None


@pytest.mark.parametrize(
    ("text", "options", "names", "finish"),
    [
        ("hello", {}, [], "stop"),
        ("o'clocks are late", {}, [], "stop"),
        ("现在get_weather吧", {}, ["get_weather"], "tool_calls"),
        ("clock and get weather", {}, ["clock", "get_weather"], "tool_calls"),
        ("clock and get weather", {"parallel_tool_calls": False}, ["clock"], "tool_calls"),
        ("clock", {"tool_choice": "none"}, [], "stop"),
        ("hello", {"tool_choice": "required"}, ["clock"], "tool_calls"),
        (
            "hello",
            {"tool_choice": {"type": "function", "function": {"name": "get_weather"}}},
            ["get_weather"],
            "stop",
        ),
        (
            "hello",
            {
                "tool_choice": {
                    "type": "allowed_tools",
                    "allowed_tools": {
                        "mode": "required",
                        "tools": [{"type": "function", "function": {"name": "get_weather"}}],
                    },
                }
            },
            ["get_weather"],
            "tool_calls",
        ),
    ],
)
def test_which_tools_are_called(
    client: Any, text: str, options: dict[str, Any], names: list[str], finish: str
) -> None:
    choice = ask(client, text, tools=[CLOCK, WEATHER], **options).choices[0]
    assert [call.function.name for call in choice.message.tool_calls or []] == names
    assert choice.finish_reason == finish


def test_parallel_calls_come_through_a_stream_each_with_its_own_id(client: Any) -> None:
    calls: dict[int, dict[str, str]] = {}
    for chunk in ask(client, "clock, get weather", tools=[CLOCK, WEATHER], stream=True):
        for call in chunk.choices[0].delta.tool_calls or []:
            made = calls.setdefault(call.index, {"arguments": ""})
            if call.id:
                made |= {"id": call.id, "name": call.function.name}
            made["arguments"] += call.function.arguments or ""
    assert [call["name"] for call in calls.values()] == ["clock", "get_weather"]
    assert len({call["id"] for call in calls.values()}) == 2
    assert [json.loads(call["arguments"]) is not None for call in calls.values()] == [True, True]


def test_structured_output_parses_into_a_model_that_refers_to_itself(client: Any) -> None:
    for number in range(20):
        made = client.chat.completions.parse(
            model="m", messages=user(f"plan {number}"), response_format=Step
        )
        assert isinstance(made.choices[0].message.parsed, Step)
    made = client.beta.chat.completions.parse(
        model="m", messages=user("plan"), response_format=Step
    )
    assert made.choices[0].message.parsed is not None


def test_json_mode_gives_an_object_and_wants_to_read_the_word(client: Any) -> None:
    mode = {"type": "json_object"}
    made = ask(client, "Answer in JSON.", response_format=mode)
    assert isinstance(json.loads(made.choices[0].message.content), dict)
    with pytest.raises(openai.BadRequestError, match="must contain the word 'json'"):
        ask(client, "Answer.", response_format=mode)


def test_tools_and_a_schema_together_call_first_and_fit_the_schema_after(client: Any) -> None:
    made = client.chat.completions.parse(
        model="m", messages=user("get weather"), tools=[WEATHER], response_format=Step
    )
    assert made.choices[0].message.tool_calls[0].function.parsed_arguments is not None


def test_several_answers_differ_and_are_charged_together(client: Any) -> None:
    made = ask(client, "hello you", n=6)
    assert [choice.index for choice in made.choices] == list(range(6))
    texts = [choice.message.content for choice in made.choices]
    assert 1 < len(set(texts)) <= 3
    chunks = list(ask(client, "hello you", n=6, stream=True))
    for index, text in enumerate(texts):
        pieces = [c.choices[0].delta.content or "" for c in chunks if c.choices[0].index == index]
        assert "".join(pieces) == text


def test_the_most_tokens_and_stop_sequences_end_an_answer(client: Any) -> None:
    short = ask(client, "怎么退款？", max_completion_tokens=4)
    assert (short.choices[0].finish_reason, short.usage.completion_tokens) == ("length", 4)
    whole = ask(client, "怎么退款？")
    assert whole.choices[0].message.content.startswith(short.choices[0].message.content)
    stopped = ask(client, "怎么退款？", stop=["退款", "？"])
    assert stopped.choices[0].finish_reason == "stop"
    assert whole.choices[0].message.content.startswith(stopped.choices[0].message.content + "退款")
    with pytest.raises(openai.LengthFinishReasonError):
        client.chat.completions.parse(
            model="m", messages=user("x"), response_format=Step, max_tokens=3
        )


def test_a_reasoner_thinks_before_it_answers(client: Any) -> None:
    def say(**options: Any) -> Any:
        model = "deepseek-reasoner"
        return client.chat.completions.create(model=model, messages=user("为什么？"), **options)

    made = say()
    thought = made.choices[0].message.reasoning_content
    assert "为什么？" in thought
    assert made.usage.completion_tokens_details.reasoning_tokens == len(thought) - 2 + 1
    deltas = [chunk.choices[0].delta for chunk in say(stream=True)]
    assert "".join(getattr(d, "reasoning_content", None) or "" for d in deltas) == thought


def test_the_same_request_has_the_same_answer_and_another_seed_another() -> None:
    def answers(seed: int) -> list[str]:
        with (
            mock.serving(seed=seed) as made,
            openai.OpenAI(base_url=made.openai_url, api_key="k", max_retries=0) as client,
        ):
            raw = client.chat.completions.with_raw_response
            texts = [f"question {n}" for n in range(8)]
            return [raw.create(model="m", messages=user(text)).text for text in texts]

    first = answers(1)
    assert answers(1) == first
    assert answers(2) != first


@pytest.mark.parametrize(
    ("wrong", "param"),
    [
        ({"model": ""}, "model"),
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "user"}]}, "messages[0].content"),
        ({"messages": [{"role": "tool", "tool_call_id": "c", "content": "x"}]}, "messages[0].role"),
        (
            {
                "messages": [
                    {"role": "assistant", "tool_calls": [{"id": "c", "type": "function"}]},
                    {"role": "user", "content": "x"},
                ]
            },
            "messages",
        ),
        ({"n": 0}, "n"),
        ({"max_tokens": "many"}, "max_tokens"),
        ({"temperature": 3}, "temperature"),
        ({"stop": ["a", "b", "c", "d", "e"]}, "stop"),
        ({"stream": "yes"}, "stream"),
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name"),
        ({"tool_choice": "required"}, "tool_choice"),
        (
            {"tools": [CLOCK], "tool_choice": {"type": "function", "function": {"name": "x"}}},
            "tool_choice",
        ),
        ({"response_format": {"type": "xml"}}, "response_format.type"),
        ({"stream_options": {"include_usage": True}}, "stream_options"),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "x", "strict": True, "schema": {"type": "object"}},
                }
            },
            "response_format",
        ),
    ],
)
def test_what_openai_would_refuse_is_refused_with_the_field(
    client: Any, wrong: dict[str, Any], param: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(
            model="m", messages=user("x"), extra_body=wrong
        )  # extra_body wins
    assert caught.value.param == param
    assert caught.value.type == "invalid_request_error"
    assert caught.value.request_id.startswith("req_mock_")


def test_models_are_listed_and_found_by_name(client: Any) -> None:
    names = [model.id for model in client.models.list()]
    assert "mock" in names
    assert client.models.retrieve("mock").owned_by == "genchi"
    with pytest.raises(openai.NotFoundError, match="'gpt-9' is not listed"):
        client.models.retrieve("gpt-9")


def test_headers_tell_the_request_the_limits_and_that_tokens_are_estimates(client: Any) -> None:
    raw = client.chat.completions.with_raw_response.create(model="m", messages=user("x"))
    assert raw.request_id.startswith("req_mock_")
    assert int(raw.headers["x-ratelimit-remaining-requests"]) > 0
    assert "4 characters" in raw.headers["x-mock-usage"]


def test_the_async_client_gets_the_same(up: mock.Mock, client: Any) -> None:
    async def both() -> tuple[Any, str]:
        async with openai.AsyncOpenAI(
            base_url=up.openai_url, api_key="k", max_retries=0
        ) as waiting:
            made = await ask(waiting, "怎么退款？")
            stream = await ask(waiting, "怎么退款？", stream=True)
            said = [c.choices[0].delta.content or "" async for c in stream]
            parsed = await waiting.chat.completions.parse(
                model="m", messages=user("x"), response_format=Step
            )
            assert parsed.choices[0].message.parsed
            return made, "".join(said)

    made, said = asyncio.run(both())
    assert made.choices[0].message == ask(client, "怎么退款？").choices[0].message
    assert said == made.choices[0].message.content
