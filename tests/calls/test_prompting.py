"""A prompt that is called: rendered, asked, read, and recorded with its version."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.models.door import recorded

import genchi
from genchi import models
from genchi.errors import UsageError
from genchi.models.structured import UnparsedError
from genchi.records import Passage

REFUND = """---
model: small
parameters: { temperature: 0, max_tokens: 90, stop: ["END"] }
inputs:
  question: string
  passages: { type: array, default: [] }
---
# system
You answer customers of a shop.

# user
{% section "passages" %}
{% for passage in passages %}
- {{ passage }}
{% endfor %}
{% endsection %}

{{ question }}
"""
ABOUT = ["We ship daily.", "A refund takes 7 days.", "退款需要七个工作日。"]


def written(folder: Path, text: str) -> Path:
    (folder / "prompts").mkdir(exist_ok=True)
    (folder / "prompts" / "refund.md").write_text(text, encoding="utf-8")
    return folder


def test_a_call_is_a_span_with_the_call_of_the_model_within(tmp_path: Path) -> None:
    model = models.scripted(["七天内退款。"])
    with recorded() as spans:
        prompt = genchi.prompt("refund", model=model, project=written(tmp_path, REFUND))
        called = prompt.run(question="怎么退款？", passages=ABOUT)
        chat, outer = spans()
    assert called.value == called.text == str(called) == "七天内退款。"
    assert called.version == prompt.version
    assert (outer.operation, outer.name, outer.status) == ("prompt", "prompt refund", "ok")
    assert outer.payload is not None
    assert outer.payload.inputs == {"question": "怎么退款？", "passages": ABOUT}
    assert outer.payload.output == "七天内退款。"
    assert (chat.parent_id, chat.operation) == (outer.key.span_id, "chat")
    assert chat.prompt_version == outer.prompt_version == prompt.version
    assert chat.payload is not None
    assert [passage.text for passage in chat.payload.passages] == ABOUT
    [request] = model.targets[0].family.requests  # type: ignore[attr-defined]
    assert (request.temperature, request.max_tokens, request.stop) == (0, 90, ("END",))
    assert request.messages == prompt.render(question="怎么退款？", passages=ABOUT)


def test_the_alias_is_resolved_when_it_is_called_and_not_before(tmp_path: Path) -> None:
    prompt = genchi.prompt("refund", project=written(tmp_path, REFUND))
    assert prompt.render(question="怎么退款？")[0].role == "system"
    with pytest.raises(UsageError, match="there is no model 'small'"):
        prompt.run(question="怎么退款？")
    (tmp_path / "genchi.toml").write_text("[models.small]\nprovider = 'extractive'\n")
    assert prompt.run(question="How long is a refund?", passages=ABOUT).text == ABOUT[1]


def test_passages_may_be_records_and_are_rendered_as_their_texts(tmp_path: Path) -> None:
    prompt = genchi.prompt("refund", model=models.extractive(), project=written(tmp_path, REFUND))
    passages = [Passage(text, id=f"p{n}") for n, text in enumerate(ABOUT)]
    with recorded() as spans:
        called = asyncio.run(prompt(question="退款要多久？", passages=passages))
        chat, _ = spans()
    assert called.text == ABOUT[2]
    assert chat.payload is not None
    assert [passage.id for passage in chat.payload.passages] == ["p0", "p1", "p2"]


TYPED = REFUND.replace("inputs:", "output: { days: integer }\ninputs:")


def test_an_output_is_a_value_and_is_asked_for_until_it_fits(tmp_path: Path) -> None:
    model = models.scripted(['{"days": "many"}', '{"days": 7}'])
    with recorded() as spans:
        prompt = genchi.prompt("refund", model=model, project=written(tmp_path, TYPED))
        called = prompt.run(question="How long?")
        found = spans()
    assert called.value == {"days": 7}
    assert len(called.attempts) == 2
    assert [span.operation for span in found] == ["chat", "chat", "prompt"]
    assert {span.prompt_version for span in found} == {prompt.version}
    assert found[-1].payload is not None
    assert found[-1].payload.output == {"days": 7}


def test_an_answer_that_never_fits_is_an_error_on_the_span(tmp_path: Path) -> None:
    model = models.scripted(["no"] * 3)
    with recorded() as spans:
        prompt = genchi.prompt("refund", model=model, project=written(tmp_path, TYPED))
        with pytest.raises(UnparsedError):
            prompt.run(question="How long?")
        outer = spans()[-1]
    assert (outer.operation, outer.status) == ("prompt", "error")


@dataclass(frozen=True)
class Days:
    """What the next test asks for."""

    days: int


def test_an_output_may_be_a_class(tmp_path: Path) -> None:
    named = REFUND.replace("inputs:", f"output: {__name__}:Days\ninputs:")
    model = models.scripted(['{"days": 7}'])
    prompt = genchi.prompt("refund", model=model, project=written(tmp_path, named))
    assert prompt.run(question="How long?").value == Days(7)
    gone = written(tmp_path, named.replace(":Days", ":Weeks"))
    with pytest.raises(UsageError, match="Weeks' cannot be found"):
        genchi.prompt("refund", model=model, project=gone).run(question="How long?")


def test_what_begins_the_answer_is_sent_where_the_model_goes_on_from_it(tmp_path: Path) -> None:
    folder = written(tmp_path, REFUND + "\n# assistant\nDear customer,\n")
    claude = models.scripted([" it takes 7 days."], model="claude-sonnet-4-5")
    called = genchi.prompt("refund", model=claude, project=folder).run(question="?")
    assert called.text == "Dear customer, it takes 7 days."
    other = models.scripted(["Dear customer, it takes 7 days."])
    prompt = genchi.prompt("refund", model=other, project=folder)
    assert prompt.run(question="?").text == "Dear customer, it takes 7 days."
    [sent] = other.targets[0].family.requests  # type: ignore[attr-defined]
    assert sent.messages[-1].role == "user"


@pytest.mark.parametrize(
    ("model", "mark"), [("claude-sonnet-4-5", "<passages>"), ("gpt-5-mini", "## passages")]
)
def test_each_model_gets_the_structure_it_likes(model: str, mark: str, tmp_path: Path) -> None:
    asked = models.scripted([], model=model)
    prompt = genchi.prompt("refund", model=asked, project=written(tmp_path, REFUND))
    assert mark in prompt.render(question="?", passages=["A"])[1].text


def test_a_changed_letter_is_another_version(tmp_path: Path) -> None:
    first = genchi.prompt("refund", project=written(tmp_path, REFUND))
    second = genchi.prompt("refund", project=written(tmp_path, REFUND.replace("shop", "shops")))
    assert first.version != second.version
    assert repr(first) == f"<Prompt refund {first.version}>"


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({}, "question"),
        ({"question": 7}, "question"),
        ({"question": "?", "tone": "kind"}, "tone"),
        ({"question": "?", "passages": "one"}, "passages"),
    ],
)
def test_a_wrong_input_is_one_sentence_and_no_call(
    inputs: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    model = models.scripted(["never"])
    prompt = genchi.prompt("refund", model=model, project=written(tmp_path, REFUND))
    with pytest.raises(UsageError, match=sentence):
        prompt.run(**inputs)
    assert model.targets[0].family.requests == []  # type: ignore[attr-defined]


def test_a_prompt_that_is_not_there_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="did you mean 'refund'"):
        genchi.prompt("refunds", project=written(tmp_path, REFUND))
