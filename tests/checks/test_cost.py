"""Limits on time and money, which nothing unknown passes."""

from __future__ import annotations

from genchi.checks.library.cost import cost_below, latency_below, output_tokens_below
from genchi.records import Subject, Usage


def test_a_value_below_the_limit_passes_and_the_limit_itself_fails() -> None:
    subject = Subject("你好", latency=1.0, usage=Usage(cost=0.5, output_tokens=3))
    assert latency_below(1.1)(subject).passed
    assert latency_below(1)(subject).outcome == "fail"
    assert cost_below(0.6)(subject).passed
    assert output_tokens_below(3)(subject).outcome == "fail"


def test_what_is_not_known_is_skipped() -> None:
    for check in (latency_below(1), cost_below(1), output_tokens_below(1)):
        assert check(Subject("Hello")).outcome == "skip"


def test_a_limit_that_nothing_can_meet_is_an_error() -> None:
    assert cost_below(0)(Subject("Hello", usage=Usage(cost=1))).outcome == "error"
