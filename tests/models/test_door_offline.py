"""Models that need no network: they say what was written down, recorded, or given to them."""

from __future__ import annotations

import asyncio
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models.door import recorded

from genchi import models
from genchi.errors import UsageError
from genchi.models import ProviderError, Request, Tool, extractive, replay, scripted
from genchi.models.offline.extractive import UNKNOWN, best_sentences
from genchi.records import Passage, Usage


def test_a_script_ends_in_a_sentence() -> None:
    model = scripted(["one"])
    model.run("a")
    with pytest.raises(ProviderError, match="the script has 1 answers, and this is request 2"):
        model.run("b")


def test_a_script_may_fail_on_purpose_and_the_failure_is_tried_again_by_a_fallback() -> None:
    down = scripted([ProviderError("spent", "out_of_credit")])
    up = scripted(["from the fallback"])
    both = models.Model("both", [*down.targets, *up.targets])
    assert both.run("hello").text == "from the fallback"


def test_lines_of_a_file_answer_what_they_are_for(tmp_path: Path) -> None:
    lines = [
        {"when": "退款", "say": "七天内退款。"},
        {"when": "order", "say": {"tool": "find_order", "arguments": {"id": 12}}},
        {"say": "I do not know.", "reasoning": "Nothing fits."},
    ]
    file = tmp_path / "script.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    (tmp_path / "genchi.toml").write_text(
        '[models.small]\nprovider = "scripted"\nscript = "script.jsonl"\n', encoding="utf-8"
    )
    model = models.open("small", project=tmp_path)
    assert model.run("怎么退款？").text == "七天内退款。"
    assert model.run("my order").tool_calls[0].arguments == {"id": 12}
    assert model.run("else").text == "I do not know."
    assert model.run("退款 again").text == "七天内退款。"


def test_what_is_no_answer_is_refused_when_the_script_is_given() -> None:
    with pytest.raises(UsageError, match="not 7"):
        scripted(["one", 7])  # type: ignore[arg-type]


def test_recorded_answers_are_given_in_the_order_they_came(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.jsonl"
    first = replay(scripted(["晴", "多云", "雨"]), path)
    assert [first.run("天气？").text for _ in range(3)] == ["晴", "多云", "雨"]
    again = replay(scripted([]), path, mode="refuse")
    assert [again.run("天气？").text for _ in range(3)] == ["晴", "多云", "雨"]
    with pytest.raises(ProviderError, match=r"answers\.jsonl has no answer to '天气？'"):
        again.run("天气？")


def test_a_recorded_answer_is_whole(tmp_path: Path) -> None:
    from genchi.records import Message, Reasoning, Response, Text, ToolCall

    said = Response(
        Message(
            "assistant",
            (Reasoning("想"), Text("看"), ToolCall("c", "f", {"城市": "上海"})),
            finish_reason="tool_calls",
        ),
        "model-1",
        Usage(input_tokens=7, cached_tokens=2, output_tokens=3, cost=0.5),
        "id-1",
        "truncated",
    )
    path = tmp_path / "answers.jsonl"
    first = replay(scripted([said], model="model-1"), path).run("hello")
    again = replay(scripted([], model="model-1"), path).run("hello")
    assert replace(again, attempts=()) == replace(first, attempts=())
    assert (again.message, again.usage.cost, again.lacks) == (said.message, 0.5, "truncated")


@pytest.mark.parametrize(
    "other",
    [
        Request.of("Hello"),
        Request.of("hello", system="Be kind."),
        replace(Request.of("hello"), temperature=0.1),
        replace(Request.of("hello"), max_tokens=9),
        replace(Request.of("hello"), tools=(Tool("f"),)),
        replace(Request.of("hello"), schema={"type": "object"}),
        replace(Request.of("hello"), extra={"user": "b"}),
        replace(Request.of("hello"), stop=(".",)),
    ],
)
def test_whatever_changes_in_a_request_makes_it_another(other: Request, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    replay(scripted(["recorded"]), path).run("hello")
    refusing = replay(scripted([]), path, mode="refuse")
    with pytest.raises(ProviderError, match="has no answer"):
        refusing.run(other)
    assert refusing.run("hello").text == "recorded"


def test_another_model_is_not_given_the_answers_of_one(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    replay(scripted(["of a"], model="a"), path).run("hello")
    assert replay(scripted(["of b"], model="b"), path).run("hello").text == "of b"


def test_recording_anew_replaces_what_an_earlier_run_recorded(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    old = replay(scripted(["old 1", "old 2", "kept"]), path)
    old.run("hello"), old.run("hello"), old.run("other")
    new = replay(scripted(["new 1"]), path, mode="record")
    assert new.run("hello").text == "new 1"
    again = replay(scripted([]), path, mode="refuse")
    assert again.run("hello").text == "new 1"
    assert again.run("other").text == "kept"
    with pytest.raises(ProviderError):
        again.run("hello")


def test_what_is_missing_is_asked_and_added_behind_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    replay(scripted(["one"]), path).run("hello")
    more = replay(scripted(["two"]), path)
    assert [more.run("hello").text, more.run("hello").text] == ["one", "two"]
    again = replay(scripted([]), path, mode="refuse")
    assert [again.run("hello").text, again.run("hello").text] == ["one", "two"]


def test_the_environment_says_the_mode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "answers.jsonl"
    monkeypatch.setenv("GENCHI_REPLAY", "refuse")
    with pytest.raises(ProviderError, match="has no answer"):
        replay(scripted(["never"]), path).run("hello")
    monkeypatch.setenv("GENCHI_REPLAY", "sometimes")
    with pytest.raises(UsageError, match="'sometimes' is no mode of replaying: choose record"):
        replay(scripted(["never"]), path)


def test_refusing_needs_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)
    monkeypatch.setenv("GENCHI_REPLAY", "refuse")
    (tmp_path / "genchi.toml").write_text(
        '[models.small]\nprovider = "deepseek"\nmodel = "deepseek-chat"\nreplay = "answers.jsonl"',
        encoding="utf-8",
    )
    replay(
        scripted(["from the file"], model="deepseek-chat"), tmp_path / "answers.jsonl", "record"
    ).run("hi")
    assert models.open("small", project=tmp_path).run("hi").text == "from the file"


def test_a_damaged_recording_is_one_sentence_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    replay(scripted(["one"]), path).run("hello")
    with path.open("a", encoding="utf-8") as file:
        file.write('{"key": "cut of')
    with pytest.raises(UsageError, match=r"answers\.jsonl:2 is no recorded answer"):
        replay(scripted([]), path)


def test_threads_record_whole_lines(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    model = replay(scripted(lambda request: request.messages[0].text * 200), path)
    threads = [threading.Thread(target=model.run, args=(f"问题 {n}",)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = replay(scripted([]), path, mode="refuse")
    assert all(again.run(f"问题 {n}").text == f"问题 {n}" * 200 for n in range(20))


def test_a_recorded_answer_is_streamed_as_well(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    replay(scripted(["七天内退款。"]), path).run("退款？")
    stream = replay(scripted([]), path).stream("退款？")
    assert "".join(chunk.text for chunk in stream) == stream.response.text == "七天内退款。"


ABOUT = (
    Passage("Orders ship within two days. A refund takes 7 days. Our office is in Kyoto."),
    Passage("我们支持支付宝付款。退款需要七个工作日。客服时间为九点到六点。"),
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How long does a refund take?", "A refund takes 7 days."),
        ("退款要多久？", "退款需要七个工作日。"),
        ("Where is your office?", "Our office is in Kyoto."),
        ("What is the meaning of life?", UNKNOWN["en"]),
        ("天空为何是蓝色？", UNKNOWN["zh"]),
    ],
)
def test_the_extractive_model_quotes_or_says_that_it_cannot(question: str, answer: str) -> None:
    asked = replace(Request.of(question), passages=ABOUT)
    with recorded() as spans:
        response = extractive().run(asked)
        [span] = spans()
    assert response.text == answer
    assert response.usage.cost == 0.0
    assert response.estimated
    assert span.payload is not None
    assert len(span.payload.passages) == 2
    assert span.payload.attributes["genchi.usage.estimated"] is True


def test_it_reads_passages_that_are_written_into_the_prompt() -> None:
    prompt = "Documents:\nA refund takes 7 days. We ship daily.\n\nHow long does a refund take?"
    assert extractive().run(prompt).text == "A refund takes 7 days."


@pytest.mark.parametrize("question", ["", "？", "the of and", "\ud800"])
def test_a_question_that_asks_nothing_quotes_nothing(question: str) -> None:
    assert best_sentences(question, ["A refund takes 7 days."]) == []


def test_every_quote_is_a_sentence_of_the_passages() -> None:
    quoted = best_sentences("refund days office ship", [passage.text for passage in ABOUT])
    assert quoted
    assert all(any(quote in passage.text for passage in ABOUT) for quote in quoted)


def test_a_fresh_install_answers_with_the_extractive_model(tmp_path: Path) -> None:
    model = models.open(project=tmp_path)
    asked = replace(Request.of("How long does a refund take?"), passages=ABOUT)
    assert asyncio.run(model.complete(asked)).text == "A refund takes 7 days."
