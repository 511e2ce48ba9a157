"""Answers of a model on this machine: greedy or drawn, whole or in pieces, and cut where asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.models.families_speaking import WEATHER
from tests.models.local_tiny import TEMPLATE, TOOL_TEMPLATE, ask, make_model, pieces

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.local import LocalModel, Transformers, load
from genchi.records import (
    Chunk,
    Message,
    OtherPart,
    Reasoning,
    Request,
    Text,
    Tool,
    ToolCall,
    ToolResult,
)

for package in ("torch", "transformers", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is not installed")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalModel]:
    model = load(make_model(tmp_path_factory.mktemp("tiny"), TEMPLATE), device="cpu")
    yield model
    model.thread.shutdown()


@pytest.fixture
def plain(tiny: LocalModel) -> Iterator[LocalModel]:
    """The same without a chat template."""
    tiny.tokenizer.chat_template = None
    yield tiny
    tiny.tokenizer.chat_template = TEMPLATE


@pytest.fixture
def with_tools(tiny: LocalModel) -> Iterator[LocalModel]:
    """The same with a chat template that has a place for tools."""
    tiny.tokenizer.chat_template = TOOL_TEMPLATE
    yield tiny
    tiny.tokenizer.chat_template = TEMPLATE


def drawn(seed: int | None = 1, most: int = 40, **more: Any) -> Request:
    request = Request.of("怎么退款？")
    return replace(request, temperature=1.0, seed=seed, max_tokens=most, **more)


def read(model: LocalModel, text: str, *, special: bool = False) -> int:
    """How many tokens a text has."""
    return len(model.tokenizer(text, add_special_tokens=special).input_ids)


def test_without_a_temperature_the_likeliest_token_is_taken(tiny: LocalModel) -> None:
    torch = pytest.importorskip("torch")
    request = replace(Request.of("怎么退款？"), max_tokens=12)
    texts = {
        ask(tiny, replace(request, temperature=t, seed=s)).text for t in (None, 0) for s in (1, 2)
    }
    prompt = tiny.tokenizer("<s>user\n怎么退款？\n<s>assistant\n", return_tensors="pt").input_ids
    for _ in range(12):
        best = tiny.network(prompt).logits[0, -1].argmax()
        prompt = torch.cat([prompt, best.reshape(1, 1)], dim=1)
    expected = tiny.tokenizer.decode(prompt[0, -12:], skip_special_tokens=True)
    assert texts == {expected}


def test_a_seed_gives_the_same_answer_and_another_seed_another(tiny: LocalModel) -> None:
    assert ask(tiny, drawn(1)) == ask(tiny, drawn(1))
    assert len({ask(tiny, drawn(seed)).text for seed in (1, 2, 3, None, None)}) == 5


def test_a_seed_gives_the_same_answer_while_another_model_draws_too(
    tiny: LocalModel, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = load(make_model(tmp_path_factory.mktemp("other")), device="cpu")

    async def together() -> str:
        family = Transformers()
        one, _ = await asyncio.gather(
            family.complete(tiny, tiny.name, drawn(1)), family.complete(other, "o", drawn(2))
        )
        return one.text

    assert asyncio.run(together()) == ask(tiny, drawn(1)).text


def test_tokens_are_drawn_as_often_as_they_are_likely(tiny: LocalModel) -> None:
    torch = pytest.importorskip("torch")
    from genchi.models.local.sampling import Sampling

    scores = torch.tensor([[2.0, 1.0, 0.0, -1.0]])
    expected = (scores[0] / 0.7).softmax(0)
    sampling = Sampling(replace(Request.of("?"), temperature=0.7, seed=5))
    counts = torch.zeros(4)
    for _ in range(4000):
        counts[int(sampling(None, scores).argmax())] += 1
    assert torch.allclose(counts / 4000, expected, atol=0.03)


def test_a_nucleus_leaves_out_the_unlikely(tiny: LocalModel) -> None:
    torch = pytest.importorskip("torch")
    from genchi.models.local.sampling import Sampling

    scores = torch.tensor([[0.05, 0.6, 0.3, 0.05]]).log()
    for top_p, left in ((0.5, {1}), (0.7, {1, 2}), (1.0, {0, 1, 2, 3})):
        sampling = Sampling(replace(Request.of("?"), temperature=1.0, top_p=top_p, seed=5))
        assert {int(sampling(None, scores).argmax()) for _ in range(300)} == left


def test_a_streamed_answer_is_the_whole_answer(tiny: LocalModel) -> None:
    for seed in range(6):
        request = drawn(seed, 60)
        chunks, streamed = pieces(tiny, request)
        assert streamed == ask(tiny, request)
        assert "".join(chunk.text for chunk in chunks) == streamed.text
        assert len(chunks) > 1
        assert all(chunk.text for chunk in chunks)


def test_chinese_comes_in_whole_characters(tiny: LocalModel) -> None:
    sentence = "七天内退款，请保留发票🧾。" * 2
    assert read(tiny, "🧾") > 1, "the tokenizer does not cut characters: this shows nothing"
    request = replace(Request.of("念一遍"), schema={"const": sentence}, max_tokens=300)
    chunks, response = pieces(tiny, request)
    assert response.text == f'"{sentence}"'
    assert "".join(chunk.text for chunk in chunks) == response.text
    assert not any("\ufffd" in chunk.text for chunk in chunks)
    assert len(chunks) > len(sentence) // 3


def test_an_answer_at_its_limit_lacks_its_end(tiny: LocalModel) -> None:
    response = ask(tiny, replace(Request.of("怎么退款？"), max_tokens=3))
    assert (response.finish_reason, response.lacks) == ("length", "truncated")
    assert response.usage.output_tokens == 3


def test_tokens_are_counted_by_the_tokenizer(tiny: LocalModel) -> None:
    response = ask(tiny, replace(Request.of("怎么退款？", system="你是客服"), max_tokens=7))
    prompt = "<s>system\n你是客服\n<s>user\n怎么退款？\n<s>assistant\n"
    assert response.usage.input_tokens == read(tiny, prompt)
    assert response.usage.output_tokens == 7
    assert response.usage.cost == 0.0
    assert response.model == tiny.name


def test_without_a_template_a_message_is_a_line(plain: LocalModel) -> None:
    response = ask(plain, replace(Request.of("怎么退款？", system="你是客服"), max_tokens=1))
    lines = "system: 你是客服\nuser: 怎么退款？\nassistant:"
    assert response.usage.input_tokens == read(plain, lines, special=True)


def test_an_answer_ends_before_a_stop_sequence(tiny: LocalModel) -> None:
    whole = ask(tiny, drawn(3, 60)).text
    stop = whole[10:13]
    request = drawn(3, 60, stop=("从不出现", stop))
    chunks, response = pieces(tiny, request)
    assert response.text == whole[: whole.index(stop)]
    assert "".join(chunk.text for chunk in chunks) == response.text
    assert (response.finish_reason, response.lacks) == ("stop", None)


def test_a_stop_sequence_that_only_began_is_given_out_at_the_end(tiny: LocalModel) -> None:
    request = drawn(3, 20)
    whole = ask(tiny, request).text
    assert ask(tiny, replace(request, stop=(whole[-1] + "从不出现",))).text == whole


def test_tools_reach_a_template_that_has_a_place_for_them(with_tools: LocalModel) -> None:
    turns = (
        Message("user", (Text("天气？"),)),
        Message("assistant", (Reasoning("想"), ToolCall("1", "get_weather", {"city": "上海"}))),
        Message("tool", (ToolResult("1", {"晴": 31}),)),
    )
    request = Request(turns, tools=(WEATHER,), max_tokens=1, extra={"mood": "calm"})
    text = 'get_weather user:天气？assistant:get_weather(上海)tool:{"晴":31}calm'
    assert ask(with_tools, request).usage.input_tokens == read(with_tools, text)
    without = replace(request, tool_choice="none")
    assert ask(with_tools, without).usage.input_tokens == read(with_tools, text[12:])


def test_what_a_local_model_cannot_be_asked_is_a_mistake_of_the_caller(tiny: LocalModel) -> None:
    asked = Request.of("天气？")
    image = Message("user", (OtherPart({"type": "image", "url": "x"}),))
    refused = {
        "no place for tools": replace(asked, tools=(Tool("clock"),)),
        "cannot be made to call a tool": replace(asked, tools=(WEATHER,), tool_choice="required"),
        "a part of type 'image'": replace(asked, messages=(image,)),
        "temperature is -1": replace(asked, temperature=-1.0),
        "top_p is 0": replace(asked, top_p=0.0),
        "max_tokens is 0": replace(asked, max_tokens=0),
    }
    for words, request in refused.items():
        with pytest.raises(UsageError, match=words):
            ask(tiny, request)


def test_a_template_that_refuses_says_why(tiny: LocalModel) -> None:
    tiny.tokenizer.chat_template = "{{ raise_exception('只能有一轮') }}"
    try:
        with pytest.raises(ProviderError, match="只能有一轮") as caught:
            ask(tiny, Request.of("怎么退款？"))
    finally:
        tiny.tokenizer.chat_template = TEMPLATE
    assert caught.value.kind == "bad_request"


def test_more_than_the_model_reads_is_too_long(tmp_path: Any) -> None:
    small = load(make_model(tmp_path, window=32), device="cpu")
    with pytest.raises(ProviderError, match="reads 32 tokens") as caught:
        ask(small, Request.of("退款" * 100))
    assert caught.value.kind == "too_long"
    fits = ask(small, Request.of("?"))
    assert fits.usage.input_tokens is not None
    assert fits.usage.output_tokens == 32 - fits.usage.input_tokens
    assert fits.lacks == "truncated"


LONG = replace(Request.of("怎么退款？"), max_tokens=4000)
"""The likeliest tokens of the small model never end this answer by themselves."""


@pytest.fixture
def computed(tiny: LocalModel) -> Iterator[list[None]]:
    """Grows by one whenever the network computes."""
    times: list[None] = []
    hook = tiny.network.register_forward_hook(lambda *_: times.append(None))
    yield times
    hook.remove()


def test_a_call_that_is_cancelled_stops_computing(tiny: LocalModel, computed: list[None]) -> None:
    async def leave() -> None:
        task = asyncio.create_task(Transformers().complete(tiny, tiny.name, LONG))
        while not computed:
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(leave())
    at_end = len(computed)
    assert at_end < 4000
    ask(tiny, replace(LONG, max_tokens=1))
    assert len(computed) == at_end + 1


def test_a_stream_that_is_left_stops_computing(tiny: LocalModel, computed: list[None]) -> None:
    async def leave() -> None:
        stream = Transformers().stream(tiny, tiny.name, LONG)
        assert isinstance(await anext(stream), Chunk)
        await stream.aclose()

    asyncio.run(leave())
    at_end = len(computed)
    assert at_end < 4000
    ask(tiny, replace(LONG, max_tokens=1))
    assert len(computed) == at_end + 1


def test_a_model_answers_one_call_at_a_time_and_the_loop_goes_on(tiny: LocalModel) -> None:
    running = most = 0

    async def at_once() -> int:
        beats = 0
        calls = [
            asyncio.create_task(Transformers().complete(tiny, tiny.name, drawn(seed, 30)))
            for seed in range(4)
        ]
        while not all(call.done() for call in calls):
            beats += 1
            await asyncio.sleep(0)
        assert [call.result() for call in calls] == alone
        return beats

    def before(*_: Any) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)

    def after(*_: Any) -> None:
        nonlocal running
        running -= 1

    alone = [ask(tiny, drawn(seed, 30)) for seed in range(4)]
    hooks = [
        tiny.network.register_forward_pre_hook(before),
        tiny.network.register_forward_hook(after),
    ]
    beats = asyncio.run(at_once())
    for hook in hooks:
        hook.remove()
    assert most == 1
    assert beats > 4, "the loop had no turn while the model computed"


def test_a_call_that_waits_in_line_and_is_cancelled_never_begins(tiny: LocalModel) -> None:
    async def leave() -> None:
        first = asyncio.create_task(Transformers().complete(tiny, tiny.name, drawn(1, 200)))
        second = asyncio.create_task(Transformers().complete(tiny, tiny.name, drawn(2, 4000)))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert not first.done()
        assert (await first).text

    asyncio.run(leave())
