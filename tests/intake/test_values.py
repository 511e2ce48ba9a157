"""What people write in a field, read as what it means, in English and Chinese."""

from __future__ import annotations

from typing import Any

import pytest

from genchi.intake import values
from genchi.records import Passage

GOOD = "true Yes PASS correct right ok 1 👍 ✅ 好 对 是 正确 合格 通过 满意".split()
BAD = "false No FAIL incorrect wrong 0 👎 ❌ 坏 错 否 错误 不合格 不通过 不满意".split()


@pytest.mark.parametrize("word", [*GOOD, True, 1, 1.0])
def test_words_for_good_are_one(word: object) -> None:
    assert values.read_verdict(word) == 1.0


@pytest.mark.parametrize("word", [*BAD, False, 0])
def test_words_for_bad_are_zero(word: object) -> None:
    assert values.read_verdict(word) == 0.0


@pytest.mark.parametrize("value", [2, -1, "often", "1.5", float("nan"), [], {}, 10**400])
def test_anything_else_is_no_verdict(value: object) -> None:
    with pytest.raises(ValueError, match="is not a verdict: use true/false"):
        values.read_verdict(value)


@pytest.mark.parametrize("value", [None, "", " ", "unknown", "N/A", "未知", float("nan")])
def test_nothing_is_no_judgement_and_no_verdict(value: object) -> None:
    assert values.read_judgements(value) == []
    assert values.read_recorded_verdict(value) is None


def test_several_people_may_judge_in_one_field() -> None:
    said = values.read_judgements({"mei": True, "tom": None, "li": {"value": 0, "reason": "编造"}})
    assert [(j.annotator, j.value, j.reason) for j in said] == [("mei", 1, ""), ("li", 0, "编造")]
    said = values.read_judgements(["yes", {"value": "no", "annotator": "tom"}])
    assert [(j.annotator, j.value) for j in said] == [("annotator 1", 1), ("tom", 0)]


def test_a_judgement_may_name_a_failure_and_says_nothing_more_with_it() -> None:
    said = {"mei": {"good": False, "failure": "made-up"}, "tom": {"good": True}}
    assert [j.failure for j in values.read_judgements(said)] == ["made-up", None]
    assert not values.says_more(said, values.LABEL_PARTS)


@pytest.mark.parametrize(
    ("value", "outcome", "score"),
    [
        ("C", "pass", 1),
        ("i", "fail", 0),
        ("P", "pass", 0.5),
        ("N", "fail", 0),
        (0.49, "fail", 0.49),
        ("skip", "skip", None),
        ("Error", "error", None),
        ({"outcome": "skip", "reason": "r"}, "skip", None),
        ({"outcome": "error", "score": None, "reason": "r"}, "error", None),
        ({"outcome": "pass", "score": 0.3}, "pass", 0.3),
        ({"passed": False}, "fail", 0),
        ({"score": 0.5}, "pass", 0.5),
    ],
)
def test_recorded_verdicts(value: Any, outcome: str, score: float | None) -> None:
    verdict = values.read_recorded_verdict(value)
    assert verdict is not None
    assert (verdict.outcome, verdict.score) == (outcome, score)


SECOND = 10**9


@pytest.mark.parametrize(
    ("value", "nanoseconds"),
    [
        ("2026-11-25T08:30:00Z", 1795595400 * SECOND),
        ("2026-11-25 16:30:00+08:00", 1795595400 * SECOND),
        ("2026/11/25 08:30", 1795595400 * SECOND),
        ("2026年11月25日 08:30", 1795595400 * SECOND),
        (1795595400, 1795595400 * SECOND),
        (1795595400_000, 1795595400 * SECOND),
        ("1795595400000000", 1795595400 * SECOND),
        (1795595400_000000123, 1795595400_000000123),
        ("1969-12-31T23:59:59Z", -SECOND),
    ],
)
def test_times_of_many_spellings(value: object, nanoseconds: int) -> None:
    assert values.read_time(value) == nanoseconds


@pytest.mark.parametrize(
    "value", ["soon", "9999-01-01", "0001-01-01", 1e10, 99_999_999_999, -1, 2**63, 10**400, True]
)
def test_a_time_that_the_store_cannot_keep_is_no_time(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not a (time|number)"):
        values.read_time(value)


@pytest.mark.parametrize("value", [-1, 1.5, 2**63, 1e30, "many", True, None, 10**400])
def test_a_count_that_the_store_cannot_keep_is_no_count(value: object) -> None:
    with pytest.raises(ValueError, match=r"is not a (count|number)"):
        values.read_count(value)


def test_numbers_may_be_written_as_people_write_them() -> None:
    assert [values.read_number(v) for v in ("1,234.5", "$0.5", "￥3", " 7 ")] == [1234.5, 0.5, 3, 7]
    assert values.read_seconds("1.5") == values.read_milliseconds(1500) == 1_500_000_000


@pytest.mark.parametrize("value", [1e12, 1e300])
def test_a_duration_that_the_store_cannot_keep_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="is too long"):
        values.read_seconds(value)


def test_passages_of_many_shapes() -> None:
    assert values.read_passages("one") == (Passage("one"),)
    assert values.read_passages(None) == ()
    found = values.read_passages(
        ["a", {"content": "b", "id": 7, "source": "s", "score": 1, "p": 2}]
    )
    assert found == (Passage("a"), Passage("b", "7", "s", {"score": 1.0}, {"p": 2}))


def test_a_piece_ends_after_it_starts() -> None:
    assert values.read_places([{"start": 1, "end": 3, "reason": "r"}]) == [(1, 3, "r")]
    with pytest.raises(ValueError, match=r"a piece ends \(1\) before it starts \(3\)"):
        values.read_places([{"start": 3, "end": 1}])
