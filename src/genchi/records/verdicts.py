"""A check's answer, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError

Outcome = Literal["pass", "fail", "skip", "error"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "skip", "error")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where to look: characters `start` to `end` of `field` ("output" or "passages[2]")."""

    start: int
    end: int
    field: str = "output"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`pass`, `fail`, `skip` (does not apply) or `error` (the check broke).

    An error or a skip is never a pass. `score` is in [0, 1] where the check has one.
    """

    outcome: Outcome
    reason: str = ""
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise UsageError(
                f"a verdict is one of {', '.join(OUTCOMES)}, but was given {self.outcome!r}"
            )

    def __bool__(self) -> bool:
        """True for `pass` alone, so that a test can assert a verdict."""
        return self.outcome == "pass"

    @property
    def passed(self) -> bool:
        """True for `pass` alone."""
        return self.outcome == "pass"


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of two outputs is better.

    `strength` is in [0, 1]: 1 means a, 0 means b, 0.5 a tie. `both_orders` says that the pair was
    shown in both orders.
    """

    strength: float
    both_orders: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:
            raise UsageError(
                f"the strength of a preference is between 0 (b) and 1 (a), not {self.strength!r}"
            )

    @property
    def winner(self) -> Literal["a", "b", "tie"]:
        """The side the strength is on."""
        if self.strength == 0.5:
            return "tie"
        return "a" if self.strength > 0.5 else "b"
