"""The scratchpad never reaches the reader, and what a text does not say is told, not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.models.techniques import NoEndError, read_steps, steps, without_scratchpad

NAMES = ["list the decisions", "check each against the transcript", "summarise"]
CHINESE = ["列出决定", "逐条核对记录", "总结"]
WORDS = st.text("abc 一二三。,\n\u2028", max_size=40)


def test_the_prompt_names_the_steps_and_the_places() -> None:
    said = steps(NAMES)
    assert "1. list the decisions\n2. check each against the transcript\n3. summarise\n" in said
    assert "<scratchpad>\n## Step 1: list the decisions\n" in said
    assert "第2步：逐条核对记录" in steps(CHINESE)
    assert "## Step 1: 列出决定" in steps(CHINESE, language="en")


@pytest.mark.parametrize("names", [NAMES, CHINESE])
def test_an_answer_written_as_the_prompt_asks_is_read(names: list[str]) -> None:
    example = steps(names).split("<scratchpad>\n", 1)[1].split("</scratchpad>")[0]
    worked = read_steps(f"<scratchpad>\n{example}</scratchpad>\n好。", names)
    assert worked.answer == "好。"
    assert list(worked.steps) == names
    assert set(worked.steps.values()) <= {"...", "……"}
    assert (worked.missing, worked.problems) == ((), ())


@given(st.lists(WORDS, min_size=3, max_size=3), WORDS.map(str.strip).filter(bool))
def test_what_stands_in_each_step_comes_back(bodies: list[str], answer: str) -> None:
    written = "\n".join(
        f"## 第{number}步：{name}\n{body}"
        for number, (name, body) in enumerate(zip(CHINESE, bodies, strict=True), 1)
    )
    worked = read_steps(f"<scratchpad>{written}</scratchpad>{answer}", CHINESE)
    assert worked.steps == {name: body.strip() for name, body in zip(CHINESE, bodies, strict=True)}
    assert worked.answer == answer


@pytest.mark.parametrize(
    "text",
    [
        "<scratchpad>6*7</scratchpad>42",
        "<THINK>\n6*7\n</Think>\n\n42\n",
        "< thinking >6*7</ thinking >42",
        '<reasoning effort="high">6*7</reasoning> 42',
        "＜思考＞六乘七＜/思考＞42",
        "6*7, so 42</think>42",
        "<think>6*7</think><scratchpad>42?</scratchpad>42",
        "<think>I must write <scratchpad> now</think>42",
        "<think>use <think>twice</think></think>42",
        "<think>6*7</think>Here it is: <answer>42</answer> Bye.",
        "<answer>42</answer>",
        "<think>6*7</think><Final_Answer>\n42\n</Final_Answer>",
        "<think>6*7</think>Final answer: 42",
        "<think>6*7</think>\n\n**Answer:** 42",
        "<think>6*7</think>\n## Answer\n\n42",
        "<思考过程>六乘七</思考过程>最终答案：42",
        "## Scratchpad\n6*7\n\n## Final answer\n42",
        "**思考过程：**\n六乘七\n\n**最终答案：**\n42",
        "## Step 1: multiply\n6*7\n\n### Answer:\n42",
    ],
)
def test_the_answer_is_found_however_it_is_marked(text: str) -> None:
    assert without_scratchpad(text) == "42"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<think>6*7 = 42", "<think> is not closed: the text may be cut off"),
        ("<scratchpad>6*7 <answer>42</answer>", "<scratchpad> is not closed"),
        ("<think>6*7</think><answer>4", "the answer <answer> is not closed"),
        ("<think>a <think> b</think> 42", "<think> is not closed"),
        ("6*7 is 42", "there is no scratchpad and nothing is marked as the answer"),
        ("", "there is no scratchpad"),
        ("<think>6*7 is 42</think>\n", "there is no answer after the scratchpad"),
        ("The answer is 42. <think>6*7</think>", "there is no answer after the scratchpad"),
        ("<think>6*7</think>41</think>42", "</think> closes what was not opened"),
        ("42</answer>", "</answer> closes what was not opened"),
        ("<answer>41</answer><answer>42</answer>", "there are 2 answers"),
        ("## Thinking\n6*7 is 42", "no heading of an answer comes after '## Thinking'"),
        ("## Answer\n41\n## Answer\n42", "there are 2 headings of an answer"),
    ],
)
def test_where_the_text_does_not_say_which_part_is_the_answer_none_is_given(
    text: str, why: str
) -> None:
    with pytest.raises(NoEndError) as caught:
        without_scratchpad(text)
    assert why in str(caught.value)
    worked = read_steps(text, NAMES)
    assert worked.answer is None
    assert why in worked.problems[0]


@given(WORDS, WORDS, st.sampled_from(["think", "SCRATCHPAD", "草稿"]))
def test_nothing_within_a_scratchpad_is_in_the_answer(inside: str, after: str, name: str) -> None:
    text = f"<{name}>SECRET{inside}SECRET</{name}>{after}"
    try:
        assert without_scratchpad(text) == after.strip()
    except NoEndError:
        assert not after.strip()
    cut = text.removesuffix(f"</{name}>{after}")
    with pytest.raises(NoEndError):
        without_scratchpad(cut)


def test_the_heading_of_a_scratchpad_is_no_part_of_it() -> None:
    worked = read_steps("# Scratchpad\n6*7\n# Answer\n42", ["multiply"])
    assert (worked.scratchpad, worked.answer) == ("6*7", "42")


def test_text_before_the_scratchpad_is_left_out_and_told() -> None:
    worked = read_steps("Sure!\n<think>6*7</think>42", ["multiply"])
    assert worked.answer == "42"
    assert worked.problems == ("before the scratchpad stands 'Sure!', which is left out",)


def test_an_answer_may_quote_tags_between_its_own() -> None:
    text = "<think>Hm.</think><answer>Write <think> first.</answer>"
    assert without_scratchpad(text) == "Write <think> first."


@pytest.mark.parametrize(
    "written",
    [
        "Step 1: A, B\nStep 2: both stand there\nStep 3: two",
        "**Step 1:** A, B\n**Step 2:** both stand there\n**Step 3:** two",
        "### 1. list the decisions\nA, B\n### 2. Check\nboth stand there\n### 3) two",
        "<step_1>A, B</step_1>\n<step_2>both stand there</step_2>\n<step_3>two</step_3>",
        "- **List the decisions**\nA, B\nSTEP 2 - both stand there\n## Summarise:\ntwo",
        "步骤一：A, B\n第二步：both stand there\n第 3 步：two",
    ],
)
def test_steps_are_found_in_other_dress(written: str) -> None:
    names = ["list the decisions", "check", "summarise"]
    worked = read_steps(f"<think>{written}</think>done", names)
    assert list(worked.steps.values()) == ["A, B", "both stand there", "two"]
    assert worked.problems == ()


def test_a_list_within_a_step_and_a_sentence_about_a_step_begin_none() -> None:
    body = "1. the first decision\n2. the second\nStep 2 will be harder.\n第3步我们再说"
    worked = read_steps(f"<think>Hm.\n## Step 1: list\n{body}</think>done", ["list", "check", "go"])
    assert worked.steps == {"list": body}
    assert worked.missing == ("check", "go")


def test_a_line_that_only_begins_like_the_name_of_its_step_is_kept_whole() -> None:
    written = "## Step 1: listing them all\n**Step 2: Check** fine\n## 第3步：总结如下：两项"
    worked = read_steps(f"<think>{written}</think>done", ["list", "check", "总结"])
    assert list(worked.steps.values()) == ["listing them all", "fine", "总结如下：两项"]


def test_a_step_that_stands_twice_or_was_not_named_is_told() -> None:
    written = "## Step 1: a\none\n## Step 1: a\nagain\n## Step 5\nfive"
    worked = read_steps(f"<think>{written}</think>done", ["a", "b"])
    assert worked.steps == {"a": "one\nagain"}
    assert worked.problems == (
        "step 1 stands twice",
        "there is a step 5, but 2 were named",
    )


@pytest.mark.parametrize("names", [[], "list", ["List", "list "]])
def test_steps_without_names_of_their_own_are_refused(names: list[str]) -> None:
    with pytest.raises(UsageError):
        steps(names)


@pytest.mark.parametrize("piece", ["< ", "<think>", "#", "**", "- ", "step ", " ", "**答案", "<a "])
def test_a_hostile_text_is_read_in_a_moment(piece: str) -> None:
    worked = read_steps(f"<think>{piece * 50_000}</think>{piece * 50_000}", ["a"])
    assert worked.steps == {}
