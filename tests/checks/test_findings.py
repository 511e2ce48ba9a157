"""How findings are told."""

from __future__ import annotations

from genchi.checks.library.findings import SHOWN, verdict_on
from genchi.text import Piece


def test_nothing_found_is_a_pass() -> None:
    assert verdict_on([], "a problem", 1.0).passed


def test_findings_are_quoted_once_and_all_pointed_at() -> None:
    verdict = verdict_on([Piece(0, 2, "同样"), Piece(4, 6, "同样"), Piece(7, 9, "no\nway")], "bad")
    assert verdict.reason == 'bad: "同样", "no way"'
    assert [(e.start, e.end, e.note) for e in verdict.evidence][1] == (4, 6, "bad")


def test_of_many_findings_the_first_are_quoted() -> None:
    many = [Piece(n, n + 1, str(n)) for n in range(SHOWN + 3)]
    assert verdict_on(many, "bad").reason.endswith('"4" and 3 more')
