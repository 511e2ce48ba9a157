"""The lint gives advice in English and Chinese, with the line it is about, and never more."""

from __future__ import annotations

from pathlib import Path

import pytest

from genchi.prompts import RULES, cacheable_share, folder, lint, lint_named, read_text


def rules(body: str, head: str = "", data: str = "") -> list[tuple[str, int]]:
    text = f"---\n{head}\n---\n{body}"
    prompt = read_text(text, name="p", beside=lambda name: data.encode())
    first = text.count("\n", 0, text.index(body))
    return [(one.rule, one.line - first) for one in lint(prompt)]


@pytest.mark.parametrize(
    "body",
    [
        "Be concise.\nName the law.\nExplain in detail.",
        "回答要简洁。\n引用条款。\n请详细展开。",
        "Return only JSON.\n\n- Explain your reasoning.",
        "只输出JSON。\n说明理由。",
        "Only use the passages.\nAdd your own knowledge.",
        "只能根据所给资料回答。\n也可以用你的知识补充。",
        "Always answer.\nSay you don't know when nothing fits.",
        "必须给出回答。\n没有资料时回答“不知道”。",
        "Answer in English.\nReply in Chinese.",
        "Use plain text only.\nUse bullet points.",
        "Always mention the refund window.\nNever mention the refund window.",
        "Do not use tables for prices.\nUse tables for prices.",
        "必须提到退款期限。\n不要提到退款期限。",
        "Apologise to the customer.\nDon't apologise to customers.",
    ],
)
def test_two_instructions_that_cannot_both_be_followed_are_found(body: str) -> None:
    assert rules(body) == [("contradiction", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "Be concise. Do not go into detail.",
        "回答要简洁。不要详细展开。",
        "Return only JSON. Do not explain your answer.",
        "Use tables for prices. Do not use emoji.",
        "必须提到退款期限。不要提到运费。",
        "Answer in English.",
        "Always greet the customer. Never promise a date.",
        "Do not translate names. Translate everything else into French.",
        "If you make a tool call, you must not respond. You must respond to the user.",
        "如果资料不足，不要给出结论。必须给出结论。",
    ],
)
def test_instructions_that_go_together_are_left_alone(body: str) -> None:
    assert rules(body) == []


def test_a_contradiction_names_both_lines() -> None:
    (found,) = lint(read_text("# system\nBe brief.\n\n# user\nGive a detailed answer.", name="p"))
    assert (found.line, found.text, found.other_line, found.other_text) == (
        2,
        "Be brief.",
        5,
        "Give a detailed answer.",
    )


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Take a deep breath and read the law.", "brittle-phrase"),
        ("你是世界上最好的客服。", "brittle-phrase"),
        ("Name the law if appropriate.", "vague-phrase"),
        ("尽量引用条款。", "vague-phrase"),
        ("Cite the law!!!", "shouting"),
        ("NEVER EVER LEAVE out the law.", "shouting"),
        ("Do not guess.\nDon't use slang.\nNever cite blogs.", "only-negative"),
        ("不要猜测。\n不要用网络用语。\n禁止引用博客。", "only-negative"),
        ("Summarise it.\n- Translate it.\n- Then classify it.\n- Draft a reply.", "many-tasks"),
        ("首先总结原文。\n然后翻译成英文。\n再对邮件进行分类。\n最后撰写回信。", "many-tasks"),
        (
            "The refund takes seven days.\nName the law.\nThe refund takes seven days.",
            "repeated-sentence",
        ),
        ("退款需要七天时间。\n引用条款。\n退款需要七天时间！", "repeated-sentence"),
        ("# user\nhi\n\n# System\nthere", "misspelt-heading"),
    ],
)
def test_each_rule_of_wording_finds_what_it_is_about(body: str, rule: str) -> None:
    assert rule in [name for name, _ in rules(body)]


def test_three_tasks_are_not_many_and_a_word_within_a_sentence_is_no_task() -> None:
    assert rules("Summarise it. Translate it. Classify it.") == []
    assert rules("The customer may summarise, translate, classify, extract and plan.") == []


def test_an_input_that_no_section_reads_is_named_with_its_line() -> None:
    text = "---\ninputs:\n  q: string\n  extra: string\n---\n{{ q }}"
    assert [(f.rule, f.line, f.text) for f in lint(read_text(text, name="p"))] == [
        ("unused-input", 4, "extra")
    ]


def test_a_long_input_belongs_above_the_question_and_not_between_instructions() -> None:
    head = "inputs: {question: string, passages: array, 资料: string, 问题: string}"
    assert ("long-after-question", 2) in rules("{{ question }}\n{{ passages }}", head)
    assert ("long-after-question", 1) in rules("{{ 问题 }}{{ 资料 }}", head)
    assert "long-after-question" not in dict(rules("{{ passages }}\n{{ question }}", head))
    much = "Name the law and the day. " * 9
    found = dict(rules(f"{much}\n{{{{ passages }}}}\n{much}", head))
    assert "long-in-middle" in found
    assert "long-in-middle" not in dict(rules(f"{{{{ passages }}}}\n{much}", head))


def test_what_stands_before_the_first_variable_can_be_cached() -> None:
    rule = "Cite the law. 引用条款。" * 40
    head = "inputs: {q: string}"
    late = read_text(f"---\n{head}\n---\n{{{{ q }}}}\n{rule}", name="p")
    early = read_text(f"---\n{head}\n---\n{rule}\n{{{{ q }}}}", name="p")
    assert (cacheable_share(late), cacheable_share(early)) == (0.0, 1.0)
    assert "late-prefix" in [f.rule for f in lint(late)]
    assert "late-prefix" not in [f.rule for f in lint(early)]


def test_a_large_prompt_is_called_large() -> None:
    body = "\n".join(f"Rule {n}: case {n * 7919} goes to desk {n * 104729}." for n in range(200))
    assert "oversized" in dict(rules(body))


def test_an_example_like_the_default_and_two_that_disagree_are_found() -> None:
    data = (
        '{"inputs": {"q": "几天？"}, "output": "七天"}\n'
        '{"inputs": {"q": "运费？"}, "output": "商家"}\n'
        '{"inputs": {"q": "运费？"}, "output": "买家"}\n'
    )
    text = "---\ninputs: {q: {type: string, default: 几天？}}\nexamples: e.jsonl\n---\n{{ q }}"
    found = lint(read_text(text, name="p", beside=lambda name: data.encode()))
    assert [(f.rule, f.file, f.line, f.other_line) for f in found] == [
        ("example-is-default", "e.jsonl", 1, None),
        ("examples-disagree", "e.jsonl", 3, 2),
    ]


def test_a_file_that_cannot_be_used_is_an_error_among_the_advice(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Be brief.\n\n{{ q }}", encoding="utf-8")
    (tmp_path / "b.md").write_text("Try to help.", encoding="utf-8")
    prompts = folder(tmp_path)
    found = list(lint_named(prompts, prompts.names))
    assert [(f.rule, f.line, f.is_error) for f in found] == [
        ("unusable", 3, True),
        ("vague-phrase", 1, False),
    ]
    assert "'q' is no input" in found[0].text


def test_every_rule_says_why_and_what_to_do_in_both_languages() -> None:
    for rule in RULES.values():
        for language in ("en", "zh"):
            advice = rule.advice(language)
            assert advice.why
            assert advice.do
        assert rule.en != rule.zh
