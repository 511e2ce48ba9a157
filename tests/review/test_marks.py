from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.records import Subject
from genchi.review.marks import (
    Marked,
    length_limits,
    shared_phrases,
    tells,
    units_of,
    without,
    without_any_number,
)


def marked(bad: list[str], good: list[str]) -> Marked:
    return Marked(tuple(map(units_of, bad)), tuple(map(units_of, good)))


GOOD = ["A refund takes five days.", "Please send the form.", "It is open until nine."] * 4


def test_a_phrase_that_bad_outputs_share_and_good_ones_lack_is_found() -> None:
    found = shared_phrases(
        "Do not worry, we guarantee delivery tomorrow.",
        marked(["Yes, we guarantee it.", "we guarantee a refund", "No."], GOOD),
    )
    assert found == ["we guarantee"]


def test_a_chinese_phrase_is_found_without_spaces_to_go_by() -> None:
    found = shared_phrases(
        "亲，我们保证明天送到。",
        marked(["您好，我们保证退款。", "我们保证质量。"], ["退款需要五天。", "请填写表格。"] * 4),
    )
    assert found == ["我们保证"]


def test_numbers_of_a_phrase_stand_for_any_number() -> None:
    (phrase,) = shared_phrases(
        "You get it within 5 days.",
        marked(["Back within 12 days!", "We ship within 30 days"], GOOD),
    )
    check = without_any_number(phrase)
    assert phrase == "within 5 days"
    assert check is not None
    assert [check(Subject(text)).outcome for text in ("Within 3.5  days.", "within days")] == [
        "fail",
        "pass",
    ]


def test_a_phrase_that_good_outputs_have_too_is_none() -> None:
    assert shared_phrases("A refund takes two days.", marked(["A refund takes long."], GOOD)) == []


def test_without_another_bad_output_nothing_is_shared() -> None:
    assert shared_phrases("we guarantee it", marked([], GOOD)) == []
    assert shared_phrases("", marked(["x"], [])) == []


def test_phrases_do_not_reach_over_the_end_of_a_sentence() -> None:
    found = shared_phrases("It is so. Always wrong here", marked(["so. Always wrong"] * 3, GOOD))
    assert all("." not in phrase for phrase in found)


def test_a_limit_of_length_is_found_where_bad_outputs_cluster_beyond_it() -> None:
    bad, good = ["word " * n for n in (50, 60, 70)], ["word " * n for n in (5, 10, 20, 30)]
    (check,) = length_limits("word " * 55, marked(bad, good))
    assert check.spec == "max_words(30)"
    (check,) = length_limits("word " * 2, marked(["one", "one two", "a"], good))
    assert check.spec == "min_words(5)"


def test_no_limit_is_given_where_lengths_say_nothing() -> None:
    same = ["word " * n for n in (10, 20, 30, 40)]
    assert length_limits("word " * 25, marked(same, same)) == []
    assert length_limits("word " * 25, marked([], [])) == []


@pytest.mark.parametrize(
    ("phrase", "spec"),
    [
        (" we guarantee. ", "excludes('we guarantee')"),
        ("art", "excludes('art', whole_words=True)"),
        ("“保证”。", "excludes('保证')"),
        ("two\n  lines", "excludes('two lines')"),
        (" … ", None),
        ("", None),
    ],
)
def test_a_selection_becomes_a_check_that_it_is_not_there(phrase: str, spec: str | None) -> None:
    check = without(phrase)
    assert (check and check.spec) == spec


def test_a_number_alone_is_no_phrase() -> None:
    assert without_any_number("5") is None
    assert without_any_number("five days") is None


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_what_stands_in_an_output_is_found_by_its_check(
    selected: str, before: str, after: str
) -> None:
    for check in (without(selected), without_any_number(selected)):
        if check is not None:
            outcome = check(Subject(f"{before} {' '.join(selected.split())} {after}")).outcome
            assert outcome in ("pass", "fail")
            if before.isascii() and after.isascii() and selected.isascii():
                assert outcome == "fail"


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=4))
def test_any_texts_are_looked_through(output: str, others: list[str]) -> None:
    found = shared_phrases(output, marked(others[:2], others[2:]))
    assert all(phrase in output for phrase in found)
    length_limits(output, marked(others[:2], others[2:]))


def test_what_is_telling_is_three_times_as_frequent_and_in_few_good_ones() -> None:
    assert tells(3, 10, 1, 10)
    assert not tells(2, 10, 1, 10)
    assert not tells(10, 10, 2, 10)
    assert not tells(0, 0, 0, 10)
    assert tells(1, 10, 0, 0)
