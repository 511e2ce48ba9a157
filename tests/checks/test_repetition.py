"""Answers that say it twice, and answers that are stuck."""

from __future__ import annotations

import pytest

from genchi.checks import Check
from genchi.checks.library.repetition import no_repetition
from genchi.records import Subject, Verdict


def on(output: str, check: Check = no_repetition) -> Verdict:
    return check(Subject(output))


def test_a_sentence_that_comes_again_is_pointed_at_in_english() -> None:
    output = "Dry it on low with clean balls. It takes hours. Dry it on low, with clean balls!"
    (place,) = on(output).evidence
    assert output[place.start :] == "Dry it on low, with clean balls!"


def test_a_sentence_that_comes_again_is_pointed_at_in_chinese() -> None:
    output = "不可以。请松散存放在棉布袋里。请松散存放在棉布袋里。请松散存放在棉布袋里。"
    assert len(on(output).evidence) == 2
    assert on(output, no_repetition(4)).passed


@pytest.mark.parametrize(
    "output",
    [
        "the store the store the store the store the store the store",
        "好的好的好的好的好的好的好的",
        "The answer is blue. " + "and so on " * 5,
        "no " * 9,
    ],
)
def test_a_loop_is_found(output: str) -> None:
    verdict = on(output)
    assert verdict.outcome == "fail"
    assert len(verdict.evidence) == 1


@pytest.mark.parametrize(
    "output",
    [
        "No, no, no! Yes. Yes. Yes.",
        "哈哈哈，好的。好的。",
        "1 1 1 1 1 1 1 1 1 1",
        "Fold the top edge down. Fold the bottom edge up.",
        "",
    ],
)
def test_short_echoes_and_rows_of_figures_pass(output: str) -> None:
    assert on(output).passed


def test_once_is_no_repetition() -> None:
    assert on("Yes.", no_repetition(1)).outcome == "error"


def test_short_sentences_may_be_counted_too() -> None:
    assert not on("Yes. Yes.", no_repetition(min_words=1)).passed
