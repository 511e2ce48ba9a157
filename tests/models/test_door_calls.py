"""The door: one call, one response, one span, whoever answers and however often it is tried."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models.door import project, recorded

import genchi
from genchi import models
from genchi.errors import UsageError
from genchi.models import (
    Message,
    OtherModelWarning,
    ProviderError,
    Request,
    Text,
    Tool,
    ToolCall,
    ToolResult,
    mock,
    scripted,
)
from genchi.models.structured import Tally
from genchi.records import Passage

pytest.importorskip("openai")

WEATHER = Tool(
    "get_weather", "天气", {"type": "object", "properties": {"city": {"type": "string"}}}
)
SMALL = """
[models.small]
provider = "here"
model = "gpt-5-mini-2025-08-07"
price = { input = 1.0, output = 2.0 }

[providers.here]
base_url = "MOCK"
"""


def test_a_call_from_code_that_does_not_wait_gives_words_tokens_and_a_price(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up:
        model = models.open("small", project=project(tmp_path, up, SMALL))
        response = model.run("怎么退款？")
    assert "怎么退款" in response.text
    used = response.usage
    assert used.input_tokens
    assert used.output_tokens
    assert used.cost == pytest.approx((used.input_tokens + 2 * used.output_tokens) / 1e6)
    assert [attempt.failure for attempt in response.attempts] == [None]


def test_a_call_is_one_span_with_what_was_sent_and_what_came_back(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, SMALL))
        asked = replace(
            Request.of("use get_weather", system="Be kind."),
            tools=(WEATHER,),
            temperature=0.5,
            max_tokens=90,
            passages=(Passage("晴", id="p1"),),
        )
        response = model.run(asked)
        [span] = spans()
    assert (span.operation, span.model, span.status) == ("chat", "gpt-5-mini-2025-08-07", "ok")
    assert span.usage.cost == response.usage.cost
    assert span.payload is not None
    assert [m.role for m in span.payload.messages] == ["system", "user"]
    assert span.payload.output_messages[0].tool_calls == response.tool_calls
    assert span.payload.passages[0].text == "晴"
    assert span.payload.attributes["genchi.alias"] == "small"
    assert span.payload.attributes["gen_ai.request.temperature"] == 0.5
    assert span.payload.attributes["gen_ai.tool.definitions"][0]["name"] == "get_weather"
    assert "genchi.attempts" not in span.payload.attributes


def test_a_call_through_an_instrumented_sdk_is_still_one_span(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up, recorded() as spans:
        undo = genchi.instrument("openai")
        try:
            model = models.open("small", project=project(tmp_path, up, SMALL))
            model.run("whole")
            list(model.stream("in pieces"))
        finally:
            undo()
        found = spans()
    assert [span.name for span in found] == ["chat gpt-5-mini-2025-08-07"] * 2


def test_a_call_is_a_child_of_the_span_around_it(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, SMALL))
        with genchi.span("answer"):
            model.run("hello")
            list(model.stream("hello"))
        *calls, outer = spans()
    assert len(calls) == 2
    assert {call.parent_id for call in calls} == {outer.key.span_id}


def test_a_tool_is_called_answered_and_told_of(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up:
        model = models.open("small", project=project(tmp_path, up, SMALL))
        asked = replace(Request.of("use get_weather"), tools=(WEATHER,))
        first = model.run(asked)
        [call] = first.tool_calls
        result = Message("tool", (ToolResult(call.id, {"天气": "晴"}),))
        second = model.run(replace(asked, messages=(*asked.messages, first.message, result)))
    assert call.name == "get_weather"
    assert "晴" in second.text


@pytest.mark.parametrize("fault", ["rate_limit", "overloaded", "server_error", "disconnect"])
def test_what_fails_for_a_moment_is_tried_again_and_stays_one_span(
    fault: str, tmp_path: Path
) -> None:
    told = SMALL.replace("price", "retries = 8\nbackoff = 0.01\nprice")
    rate = "0.4:0" if fault == "rate_limit" else 0.4
    with mock.serving(seed=3, faults={fault: rate}) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, told))
        responses = [model.run(f"question {n}") for n in range(8)]
        found = spans()
        tally = up.requests()
    tried = [attempt for response in responses for attempt in response.attempts]
    assert len(found) == 8
    assert len(tried) == tally.received > 8
    answered = [attempt for attempt in tried if attempt.failure is None]
    assert len(answered) == 8
    assert {attempt.charged for attempt in answered} == {"yes"}
    kept = [
        a
        for span in found
        if span.payload
        for a in span.payload.attributes.get("genchi.attempts", ())
    ]
    assert len([a for a in kept if a["failure"]]) == tally.received - 8


def test_a_broken_off_attempt_is_not_said_to_be_free(tmp_path: Path) -> None:
    with mock.serving(seed=3, faults={"disconnect": 1.0}) as up:
        model = models.open("small", project=project(tmp_path, up, SMALL))
        with pytest.raises(ProviderError) as raised:
            model.run("hello")
    assert raised.value.kind == "disconnected"
    assert [attempt.charged for attempt in raised.value.attempts] == ["maybe"] * 3


def test_the_fallback_answers_when_the_first_is_down(tmp_path: Path) -> None:
    told = """
[models.small]
provider = "down"
model = "a"
retries = 0
fallback = ["other"]
[models.other]
provider = "here"
model = "b"
[providers.down]
base_url = "http://127.0.0.1:9/v1"
[providers.here]
base_url = "MOCK"
"""
    with mock.serving(seed=1) as up, recorded() as spans:
        response = models.open("small", project=project(tmp_path, up, told)).run("hello")
        [span] = spans()
    assert response.model == "b"
    assert [(a.target, a.failure) for a in response.attempts] == [
        ("small (down:a)", "unreachable"),
        ("other (here:b)", None),
    ]
    assert span.payload is not None
    assert span.payload.attributes["gen_ai.provider.name"] == "here"


def test_a_model_that_answers_in_the_place_of_another_is_flagged(tmp_path: Path) -> None:
    with mock.serving(seed=1, faults={"wrong_model": 1.0}) as up, recorded() as spans:
        model = models.open(
            "small", project=project(tmp_path, up, SMALL.replace("-08-07", "-08-08"))
        )
        with pytest.warns(OtherModelWarning, match="mock-other-model answered"):
            model.run("hello")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            model.run("hello again")  # said once
        found = spans()
    assert {span.response_model for span in found} == {"mock-other-model"}
    assert [span.payload and span.payload.attributes["genchi.pin"] for span in found] == [
        "other"
    ] * 2


def test_calls_from_many_threads_and_loops_at_once_all_arrive(tmp_path: Path) -> None:
    told = SMALL + "concurrency = 3\n"
    answers: list[str] = []
    with mock.serving(seed=1) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, told))

        async def several(name: str) -> None:
            got = await asyncio.gather(*(model.complete(f"{name} {n}") for n in range(5)))
            answers.extend(response.text for response in got)

        loops = [
            threading.Thread(target=lambda n=n: asyncio.run(several(f"loop {n}"))) for n in range(3)
        ]
        plain = [
            threading.Thread(target=lambda: answers.append(model.run("plain").text))
            for _ in range(5)
        ]
        for thread in (*loops, *plain):
            thread.start()
        for thread in (*loops, *plain):
            thread.join()
        assert len(spans()) == len(answers) == 20
        assert up.requests().charged == 20


def test_a_loop_that_has_ended_is_not_kept(tmp_path: Path) -> None:
    loops: list[weakref.ref[asyncio.AbstractEventLoop]] = []
    with mock.serving(seed=1) as up:
        model = models.open("small", project=project(tmp_path, up, SMALL))

        async def ask() -> None:
            loops.append(weakref.ref(asyncio.get_running_loop()))
            await model.complete("hello")

        for _ in range(3):
            asyncio.run(ask())
    gc.collect()
    assert [loop() for loop in loops] == [None] * 3


def test_asking_in_the_loop_of_the_plain_door_is_refused_in_a_sentence() -> None:
    inner = scripted(["never said"])

    def answer(request: Request) -> str:
        return inner.run(request).text

    with pytest.raises(UsageError, match="await the call instead"):
        scripted(answer).run("hello")


def test_a_typed_answer_is_asked_again_with_the_place_of_the_mistake() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    model = scripted(['{"n": "many"}', '{"n": 4}'])
    answered = models.run(model.parse("How many?", schema))
    assert answered.parsed.value == answered.value == {"n": 4}
    assert Tally.of(answered) == Tally(reasked=1)
    first, second = model.targets[0].family.requests  # type: ignore[attr-defined]
    assert first.schema == schema
    assert [m.role for m in second.messages] == ["user", "assistant", "user"]
    assert "/n" in second.messages[-1].text


def test_the_schema_reaches_the_provider_and_the_answer_fits(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"enum": ["上海", "北京"]}},
        "required": ["city"],
        "additionalProperties": False,
    }
    with mock.serving(seed=1) as up:
        model = models.open("small", project=project(tmp_path, up, SMALL))
        answered = models.run(model.parse("哪个城市？", schema))
    assert answered.parsed.rung == "strict"
    assert answered.parsed.value["city"] in ("上海", "北京")


def test_messages_with_tool_calls_can_be_scripted() -> None:
    call = Message("assistant", (ToolCall("c1", "get_weather", {"city": "上海"}),))
    response = scripted(lambda request: call).run("天气？")
    assert response.tool_calls[0].arguments == {"city": "上海"}
    assert response.finish_reason == "tool_calls"


def test_nothing_is_printed_where_nothing_is_recorded(capfd: pytest.CaptureFixture[str]) -> None:
    scripted(["quiet"]).run("hello")
    assert capfd.readouterr() == ("", "")


def test_a_text_part_that_is_not_one_is_kept_apart() -> None:
    request = Request((Message("user", (Text("a"), Text("b"))),))
    assert scripted(lambda r: r.messages[0].text).run(request).text == "a\nb"
