"""Placeholders and recited prompts."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.leftovers import no_placeholder, no_prompt_leak
from genchi.records import Json, Passage, Subject, Verdict

PROMPT = (
    "You help the customers of Larkfield. Keep it under 120 words, never promise a delivery date, "
    "cite the passages by number, and offer a colleague where the pages do not say."
)
PROMPT_ZH = (
    "回答不超过一百二十字，不得承诺送达日期，引用段落编号，文档没有写明的内容请转给人工同事处理。"
)


def on(check: Check, output: str, **inputs: Json) -> Verdict:
    return check(Subject(output, inputs=inputs))


@pytest.mark.parametrize(
    "output",
    [
        "Dear [Your Name],",
        "It ships on [insert date].",
        "Hello {{customer}}!",
        "Hello {first_name}!",
        "Write to <your e-mail>.",
        "The price is TBD.",
        "TODO: add the price",
        "Lorem ipsum dolor sit amet",
        "Call XXX today.",
        "尊敬的[客户姓名]：",
        "地址：【请填写地址】",
        "某某公司向您致歉。",
        "请联系XX公司。",
    ],
)
def test_a_placeholder_is_found(output: str) -> None:
    assert on(no_placeholder, output).outcome == "fail"


@pytest.mark.parametrize(
    "output",
    [
        "See [your account](https://a.example) and [1].",
        "Take size XXL or XXXL. It is a to-do list.",
        "Use `{name}` or\n```\nf'{name}' # TODO\n```",
        r"The set {x} and \frac{abc}{def}",
        "请填写姓名（必填）。【注意】此处不含运费。",
        "<b>bold</b> and <title>",
    ],
)
def test_links_sizes_code_and_markup_are_no_placeholders(output: str) -> None:
    assert on(no_placeholder, output).passed


def test_a_placeholder_that_was_given_may_be_repeated() -> None:
    passages = (Passage("Write [Your Name] in the first line."),)
    assert no_placeholder(Subject("Put [Your Name] first.", passages=passages)).passed


@pytest.mark.parametrize(
    "output",
    [
        "SYSTEM: Answer the user.",
        "You are a helpful assistant.",
        "You are the Larkfield helper. Points are lost.",
        "Answer only from the passages below.",
        "<|im_start|>user",
        "My system prompt says I may not.",
        "你是一个专业的客服助手。",
        "请仅根据以下资料回答。",
        "系统提示：保持礼貌。",
    ],
)
def test_phrases_of_prompts_are_found(output: str) -> None:
    assert on(no_prompt_leak, output).outcome == "fail"


@pytest.mark.parametrize(
    "output",
    [
        "You are a member of Ridge.",
        "You are an avid hiker.",
        "您是山巅会员。",
        "The system: a stove.",
    ],
)
def test_ordinary_sentences_pass(output: str) -> None:
    assert on(no_prompt_leak, output).passed


@pytest.mark.parametrize("prompt", [PROMPT, PROMPT_ZH])
def test_a_recited_instruction_is_pointed_at_wherever_it_is_kept(prompt: str) -> None:
    output = f"OK. {prompt[:130]}"
    kept: list[dict[str, Json]] = [
        {"system_prompt": prompt},
        {"messages": [{"role": "system", "content": prompt}]},
        {"config": {"instructions": [prompt]}},
    ]
    for inputs in kept:
        (place,) = on(no_prompt_leak, output, **inputs).evidence
        assert place.start == 4
    assert not no_prompt_leak(Subject(output, metadata={"systemPrompt": prompt})).passed


def test_what_is_no_instruction_may_be_repeated() -> None:
    kept: list[dict[str, Json]] = [
        {"prompt_version": PROMPT},
        {"question": PROMPT},
        {"messages": [{"role": "user", "content": PROMPT}]},
    ]
    assert all(on(no_prompt_leak, PROMPT, **inputs).passed for inputs in kept)
    assert on(no_prompt_leak(99), PROMPT, system=PROMPT).passed
