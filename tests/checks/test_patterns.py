"""Regular expressions: found, not found, wrong, and running away."""

from __future__ import annotations

from genchi.checks.library.patterns import SECONDS, matches, not_matches
from genchi.records import Subject

ENGLISH = Subject("  Order ORD-2213 and ORD-2214 are on their way.  ")
CHINESE = Subject("订单号：8812，已发货。")


def test_matches_points_at_the_first_place_in_english_and_chinese() -> None:
    verdict = matches(r"ORD-\d+")(ENGLISH)
    assert verdict.reason == '"ORD-2213" matches'
    assert (verdict.evidence[0].start, verdict.evidence[0].end) == (8, 16)
    assert matches(r"订单号：\d{4}")(CHINESE).passed
    assert not matches(r"运单号：\d+")(CHINESE)


def test_matches_can_look_at_the_whole_output_without_the_white_space_around_it() -> None:
    assert not matches(r"ORD-\d+", whole=True)(ENGLISH)
    verdict = matches(r"Order .*\.", whole=True)(ENGLISH)
    assert (verdict.evidence[0].start, verdict.evidence[0].end) == (2, 47)


def test_case_counts_unless_it_is_ignored() -> None:
    assert not matches("order")(ENGLISH)
    assert matches("order", ignore_case=True)(ENGLISH).passed
    assert not not_matches("ORDER", ignore_case=True)(ENGLISH)


def test_not_matches_points_at_every_place() -> None:
    verdict = not_matches(r"ORD-\d+")(ENGLISH)
    assert [one.start for one in verdict.evidence] == [8, 21]
    assert not_matches(r"[a-z]")(CHINESE).passed


def test_a_pattern_that_is_wrong_is_an_error_that_says_why() -> None:
    for check in (matches("("), not_matches("(")):
        verdict = check(CHINESE)
        assert verdict.outcome == "error"
        assert "'(' is not a regular expression: missing )" in verdict.reason


def test_a_pattern_that_runs_away_is_an_error_after_its_time() -> None:
    verdict = matches(r"(a+)+$")(Subject("a" * 40 + "b"))
    assert (verdict.outcome, verdict.reason) == ("error", f"it took longer than {SECONDS:g} s")
