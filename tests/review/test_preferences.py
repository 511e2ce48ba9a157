"""Checks against preferences: counted by hand, and as people see it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi.cli.main import run
from genchi.records import Label, Payload, Span, SpanKey, Target, Verdict
from genchi.review.preferences import Preferences, grade_pairs, preferences
from genchi.stats import mcnemar, wilson
from genchi.store import Store, open_store

CHECKS = {"brief": "1"}
PASS, FAIL = Verdict("pass"), Verdict("fail")


def key(question: int, answer: int = 0) -> SpanKey:
    return SpanKey("shop", f"{question:032x}", f"{answer + 1:016x}")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Twenty questions with four answers each."""
    opened = open_store(tmp_path, create=True)
    payloads = [Payload({"question": f"能退款吗？{q}"}, f"answer {q}") for q in range(20)]
    opened.spans.add(
        [Span(key(q, a), 1 + q * 4 + a, payload=payloads[q]) for q in range(20) for a in range(4)]
    )
    yield opened
    opened.close()


def prefer(
    store: Store,
    first: SpanKey,
    other: SpanKey,
    value: float | None,
    *,
    who: str = "mei",
    at: int = 1,
) -> None:
    """Somebody says how much better the first of two is: 1 is better, 0 is worse."""
    target = Target(first, "preference", other=other)
    store.labels.add([Label("good", target, value, who, at)])


def judge(store: Store, *said: tuple[SpanKey, Verdict], check: str = "brief") -> None:
    store.verdicts.add("shop", check, "1", said, now_ns=1)


def found(store: Store, checks: dict[str, str] = CHECKS) -> Preferences:
    result = preferences(store, "shop", "good", checks)
    assert result is not None
    return result


def test_a_check_agrees_where_it_passes_the_output_that_people_prefer(store: Store) -> None:
    for question in range(9):
        prefer(store, key(question), key(question, 1), 1.0)
        better, worse = (PASS, FAIL) if question < 8 else (FAIL, PASS)
        judge(store, (key(question), better), (key(question, 1), worse))
    told = found(store)
    (grade,) = told.checks
    assert (told.labels, told.pairs, told.decided) == (9, 9, 9)
    assert (grade.told, grade.agrees, grade.alike, grade.unmeasured) == (9, 8, 0, 0)
    assert grade.agree is not None
    assert (grade.agree.low, grade.agree.high) == (wilson(8, 9).low, wilson(8, 9).high)
    assert grade.p == grade.p_adjusted == 20 / 512, "2 (1 + 9) of 2 to the 9th"


def test_outcome_goes_before_score_and_score_tells_two_of_one_outcome_apart(store: Store) -> None:
    cases = [
        (Verdict("pass", score=0.5), Verdict("fail", score=0.9), 1),
        (Verdict("pass", score=0.9), Verdict("pass", score=0.4), 1),
        (Verdict("fail", score=0.1), Verdict("fail", score=0.4), -1),
        (Verdict("fail", score=0.4), Verdict("fail", score=0.4), 0),
        (PASS, PASS, 0),
        (Verdict("pass", score=1.0), PASS, 0),
        (PASS, Verdict("error"), None),
        (Verdict("skip"), FAIL, None),
    ]
    for question, (better, worse, sign) in enumerate(cases):
        pair = (key(question), key(question, 1))
        grade = grade_pairs(
            "brief",
            "1",
            preferred={pair: pair[0]},
            verdicts=dict(zip(pair, (better, worse), strict=True)),
            questions={pair: question},
        )
        shown = (grade.told, grade.agrees, grade.alike, grade.unmeasured)
        wanted = {1: (1, 1, 0, 0), -1: (1, 0, 0, 0), 0: (0, 0, 1, 0), None: (0, 0, 0, 1)}[sign]
        assert shown == wanted, (better, worse)
        assert (grade.agree is None) == (grade.p is None) == (grade.told == 0)


def test_the_last_answer_of_each_person_counts_in_whichever_order_the_two_stand(
    store: Store,
) -> None:
    prefer(store, key(0), key(0, 1), 0.0, at=1)
    prefer(store, key(0, 1), key(0), 0.0, at=2)  # the first one after all
    prefer(store, key(1), key(1, 1), 1.0, who="mei")
    prefer(store, key(1, 1), key(1), 1.0, who="tom")  # disputed evenly
    prefer(store, key(2), key(2, 1), 0.5)  # alike
    prefer(store, key(3), key(3, 1), None)  # cannot say
    prefer(store, key(4), key(4, 1), None, who="mei")
    prefer(store, key(4), key(4, 1), 0.0, who="tom")
    judge(store, (key(0), PASS), (key(0, 1), FAIL), (key(4), PASS), (key(4, 1), FAIL))
    told = found(store)
    assert (told.labels, told.pairs, told.decided) == (7, 5, 2)
    (grade,) = told.checks
    assert (grade.told, grade.agrees) == (2, 1)


def test_pairs_of_one_question_are_no_new_evidence(store: Store) -> None:
    for a, b in ((0, 1), (0, 2), (0, 3)):
        prefer(store, key(0, a), key(0, b), 1.0)
    prefer(store, key(1), key(1, 1), 1.0)
    judge(store, *((key(0, a), FAIL if a else PASS) for a in range(4)))
    judge(store, (key(1), PASS), (key(1, 1), FAIL))
    (grade,) = found(store).checks
    assert (grade.told, grade.agrees) == (4, 4)
    assert grade.p == mcnemar(2, 0) == 0.5
    assert grade.agree is not None
    assert grade.agree.low == pytest.approx(wilson(2, 2).low)


def test_looking_at_more_checks_does_not_find_more(store: Store) -> None:
    for question in range(6):
        prefer(store, key(question), key(question, 1), 1.0)
        judge(store, (key(question), PASS), (key(question, 1), FAIL))
        judge(store, (key(question), FAIL), (key(question, 1), PASS), check="worse")
        judge(store, (key(question), PASS), (key(question, 1), PASS), check="blind")
    by_name = {
        c.check: c for c in found(store, dict.fromkeys(("brief", "worse", "blind"), "1")).checks
    }
    assert by_name["brief"].p == by_name["worse"].p == 2 / 64
    assert by_name["brief"].p_adjusted == 4 / 64
    assert (by_name["blind"].p, by_name["blind"].p_adjusted, by_name["blind"].alike) == (
        None,
        None,
        6,
    )


@pytest.mark.parametrize("pairs", [5, 6, 12, 25])
def test_a_check_without_skill_is_found_out_as_seldom_as_the_test_promises(pairs: int) -> None:
    preferred = {(key(n), key(n, 1)): key(n) for n in range(pairs)}
    chance = 0.0
    for right in range(pairs + 1):
        verdicts = {}
        for n, (a, b) in enumerate(preferred):
            verdicts[a], verdicts[b] = (PASS, FAIL) if n < right else (FAIL, PASS)
        questions = {pair: pair[0] for pair in preferred}
        grade = grade_pairs("c", "1", preferred=preferred, verdicts=verdicts, questions=questions)
        assert grade.p is not None
        chance += math.comb(pairs, right) / 2**pairs if grade.p <= 0.05 else 0.0
    assert chance <= 0.05
    assert chance > 0 or pairs == 5


def test_without_preferences_there_is_nothing_to_say(store: Store) -> None:
    store.labels.add([Label("good", Target(key(1)), 1.0, "mei", 1)])
    assert preferences(store, "shop", "good", CHECKS) is None


def test_outputs_that_are_gone_take_their_pairs_along(store: Store) -> None:
    prefer(store, key(0), key(0, 1), 1.0)
    prefer(store, key(1), key(1, 1), 1.0)
    store.forget([key(0, 1)], rewrite=False)
    assert found(store).pairs == 1


def shown(store: Store, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    home = str(store.path.parent)
    assert run(["--home", home, "align", "--app", "shop", "--criterion", "good", *more]) == 0
    return capsys.readouterr().out


def test_a_pairwise_session_is_what_align_shows_with_no_other_label(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("scipy", reason='needs the lab extra: pip install "genchi[lab]"')
    for question in range(9):
        prefer(store, key(question), key(question, 1), 1.0)
        judge(store, (key(question), PASS), (key(question, 1), FAIL))
    prefer(store, key(9), key(9, 1), 0.5)
    text = shown(store, capsys, "--lang", "en")
    assert "10 answers on 10 pairs; in 9 people prefer one output" in text
    (row,) = [line for line in text.splitlines() if "brief" in line]
    assert row.split() == ["brief", "100%", "70%", "…", "100%", "0.0039", "9", "of", "9"]
    assert "Detector set" not in text, "nothing was labelled good or bad"
    assert "10 对输出共有 10 个回答，其中 9 对有一条更受偏好" in shown(
        store, capsys, "--lang", "zh"
    )
    told: dict[str, Any] = json.loads(shown(store, capsys, "--json"))
    assert told["labelled"] == 0
    (check,) = told["preferences"].pop("checks")
    assert told["preferences"] == {"labels": 10, "pairs": 10, "decided": 9}
    assert (check["agrees"], check["agree"], check["p"]) == (9, 1.0, 2 / 512)


def test_labels_and_preferences_stand_side_by_side(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("scipy", reason='needs the lab extra: pip install "genchi[lab]"')
    judge(store, *((key(q), PASS if q % 2 else FAIL) for q in range(20)))
    store.labels.add([Label("good", Target(key(q)), float(q % 2), "mei", 1) for q in range(20)])
    assert "Preferences" not in shown(store, capsys, "--lang", "en")
    prefer(store, key(0), key(1), 0.0)
    text = shown(store, capsys, "--lang", "en")
    assert text.index("Detector set") < text.index("Preferences")
    assert text.count("brief") > 1
