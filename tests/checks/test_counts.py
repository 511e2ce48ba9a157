"""A count is judged by its limits and the reason says what was wanted."""

from __future__ import annotations

import pytest

from genchi.checks.library.counts import counted
from genchi.errors import UsageError


@pytest.mark.parametrize(
    ("count", "least", "most", "outcome", "reason"),
    [
        (3, 0, 3, "pass", "3 words"),
        (3, 3, None, "pass", "3 words"),
        (1, 2, None, "fail", "1 word, but at least 2 are asked for"),
        (0, 1, None, "fail", "0 words, but at least 1 is asked for"),
        (4, 0, 3, "fail", "4 words, but at most 3 are allowed"),
        (2, 0, 1, "fail", "2 words, but at most 1 is allowed"),
        (2, 0, 0, "fail", "2 words, but none is allowed"),
        (2, 3, 3, "fail", "2 words, but exactly 3 are asked for"),
    ],
)
def test_a_reason_says_the_count_and_the_limit(
    count: int, least: int, most: int | None, outcome: str, reason: str
) -> None:
    verdict = counted(count, "word", least, most)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


@pytest.mark.parametrize(("least", "most"), [(3, 2), (-1, None), (0, -1), ("3", None), (0, 2.5)])
def test_limits_that_no_count_can_meet_are_refused(least: object, most: object) -> None:
    with pytest.raises(UsageError, match=r"limit is a whole number|is less than the least"):
        counted(1, "word", least, most)  # type: ignore[arg-type]
