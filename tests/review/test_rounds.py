"""Rounds, matrix and trust: counted by hand."""

from __future__ import annotations

from genchi.records import Label, SpanKey, Target, Verdict
from genchi.review.grading import Grade, grade
from genchi.review.items import said_of
from genchi.review.matrix import matrix
from genchi.review.rounds import LABELS, MOST, rounds
from genchi.review.trusting import few_labels, is_trusted
from genchi.stats import wilson

DAY = 86_400 * 10**9


def key_of(n: int) -> SpanKey:
    return SpanKey("shop", f"{n:032x}", f"{n:016x}")


def label(n: int, value: float | None, at: int, who: str = "ann", failure: str = "") -> Label:
    return Label("helpful", Target(key_of(n)), value, who, at, failure=failure or None)


FAIL, PASS = Verdict("fail"), Verdict("pass")


def test_rounds_grow_by_twenty_labels_and_by_days() -> None:
    labels = [label(n, n % 2, n) for n in range(25)]
    labels += [label(n, n % 2, DAY + n) for n in range(25, 30)]
    groups = {key_of(n): n for n in range(30)}
    found = rounds(labels, {}, groups)
    assert [one.labels for one in found] == [20, 25, 30]
    assert [one.to_ns for one in found] == [19, 24, DAY + 29]


def test_a_round_counts_what_was_said_by_then() -> None:
    labels = [label(n, float(n >= 4), n) for n in range(20)]  # 4 bad, 16 good
    labels.append(label(0, 1.0, 30, who="ben"))  # now evenly disputed
    labels.append(label(20, 0.0, 40))
    verdicts = {key_of(n): FAIL if n in (0, 1, 4, 20) else PASS for n in range(20)}
    verdicts[key_of(19)] = Verdict("error")
    first, last = rounds(labels, verdicts, {key_of(n): n for n in range(21)})
    assert first.coverage == _clustered(2, 4)
    assert first.false_failure == _clustered(1, 16)
    assert first.agreement == _clustered(16, 19)
    # fail/bad 2, fail/good 1, pass/bad 2, pass/good 14: (16·19 − 3·4 − 16·15) / (19² − 252)
    assert first.kappa is not None
    assert round(first.kappa.value, 6) == round((16 * 19 - 252) / (361 - 252), 6)
    assert last.labels == 22
    assert last.coverage == _clustered(1, 4)  # 1, 2, 3 and 20, which the check has not judged


def test_the_last_round_is_what_the_table_says_of_all_labels() -> None:
    labels = [label(n, float(n % 3 > 0), n) for n in range(60)]
    verdicts = {key_of(n): FAIL if n % 3 == 0 and n % 2 else PASS for n in range(60)}
    groups = {key_of(n): n // 2 for n in range(60)}
    last = rounds(labels, verdicts, groups)[-1]
    passes = [[float(verdicts[key_of(n)].passed)] for n in range(60)]
    (whole,) = grade(passes, [float(n % 3 > 0) for n in range(60)], [n // 2 for n in range(60)])
    assert (last.kappa, last.coverage, last.false_failure) == (
        whole.kappa,
        whole.coverage,
        whole.false_failure,
    )


def test_there_are_at_most_thirty_rounds_and_the_last_has_everything() -> None:
    labels = [label(n, n % 2, n * DAY) for n in range(100)]
    found = rounds(labels, {}, {key_of(n): n for n in range(100)})
    assert len(found) == MOST
    assert found[-1].labels == 100
    assert found[0].labels == 1


def test_what_is_not_measurable_is_none() -> None:
    (only,) = rounds([label(1, 1.0, 1), label(2, None, 2)], {}, {key_of(1): 1, key_of(2): 2})
    assert (only.agreement, only.kappa, only.coverage) == (None, None, None)
    assert only.false_failure == _clustered(0, 1)
    assert rounds([], {}, {}) == []
    assert LABELS == 20


def test_the_matrix_counts_each_named_failure_of_a_bad_output() -> None:
    said = said_of(
        [
            label(1, 0.0, 1, failure="invented"),
            label(1, 0.0, 1, who="ben", failure="rude"),
            label(2, 0.0, 1, failure="invented"),
            label(3, 0.0, 1),
            label(4, 1.0, 1, failure="ignored on a good one"),
        ]
    )
    failed = {"a": frozenset([key_of(1), key_of(4)]), "b": frozenset([key_of(2), key_of(3)])}
    found = matrix(said, failed, ["a", "b", "c"])
    assert found.failures == (("invented", 2), ("rude", 1), ("", 1))
    assert found.rows == (("a", (1, 1, 0)), ("b", (1, 0, 1)), ("c", (0, 0, 0)))


def _graded(tp: int, fp: int, fn: int, tn: int) -> Grade:
    passes = [[0.0]] * (tp + fp) + [[1.0]] * (fn + tn)
    good = [0.0] * tp + [1.0] * fp + [0.0] * fn + [1.0] * tn
    (found,) = grade(passes, good)
    return found


def test_a_trusted_check_agrees_beyond_chance_and_fails_few_good_outputs() -> None:
    assert is_trusted(_graded(tp=8, fp=1, fn=2, tn=39))
    assert not is_trusted(_graded(tp=8, fp=5, fn=2, tn=35))  # 12.5 % of the good
    assert not is_trusted(_graded(tp=1, fp=1, fn=9, tn=39))  # may be chance
    assert not is_trusted(_graded(tp=0, fp=0, fn=10, tn=40))  # says the same of everything


def test_nothing_is_trusted_on_few_labels() -> None:
    assert not is_trusted(_graded(tp=4, fp=0, fn=0, tn=40))
    assert not is_trusted(_graded(tp=8, fp=0, fn=0, tn=9))
    assert few_labels([True] * 40 + [False] * 4)
    assert few_labels([True] * 9 + [False] * 8)
    assert not few_labels([True] * 10 + [False] * 5)


def _clustered(marked: int, n: int) -> object:
    found = wilson(marked, n)
    return type(found)(found.value, found.low, found.high, 0.95, n, "wilson, clustered")
