"""A field whose name says what it is needs no mapping, in English and Chinese."""

from __future__ import annotations

import pytest

from genchi.intake.guesses import guess


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("answer", "output"),
        ("Model_Output", "output"),
        ("模型回答", "output"),
        ("回复", "output"),
        ("expected-output", "reference"),
        ("标准答案", "reference"),
        ("retrieved documents", "passages"),
        ("检索结果", "passages"),
        ("模型", "model"),
        ("latency_ms", "latency_ms"),
        ("耗时", "latency"),
        ("promptVersion", "prompt_version"),
        ("提示词版本", "prompt_version"),
        ("创建时间", "time"),
        ("标注人", "annotator"),
        ("verdict", "label.good"),
        ("是否合格", "label.good"),
        ("label_grounded", "label.grounded"),
        ("Check.judge", "check.judge"),
        ("metadata.team", "metadata.team"),
        ("question", "inputs.question"),
        ("问题", "inputs.问题"),
        ("prompt", "inputs.prompt"),
    ],
)
def test_a_name_says_what_the_field_is(field: str, key: str) -> None:
    assert guess([field]) == {key: field}


def test_other_names_say_nothing() -> None:
    assert guess(["temperature", "备注", "label", "labels_of_me"]) == {"label.good": "label"}


def test_the_best_of_several_names_wins() -> None:
    assert guess(["answer", "response"])["output"] == "response"


def test_a_prompt_is_the_input_only_where_nothing_else_is() -> None:
    assert guess(["prompt", "question"]) == {"inputs.question": "question"}
