"""How often answers fit their schema, and what it took: one small value for each schema."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from genchi.models.structured.asking import Answered
from genchi.models.structured.results import Parsed


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of answers by what it took to read them; tallies add up.

    - `first_pass`: the first answer was JSON that fits;
    - `repaired`: the first answer fits after a rung of the ladder;
    - `reasked`: a later answer fits;
    - `failed`: none did.

    >>> tally = Tally(first_pass=8, repaired=1) + Tally(failed=1)
    >>> tally.total, tally.share("first_pass")
    (10, 0.8)
    """

    first_pass: int = 0
    repaired: int = 0
    reasked: int = 0
    failed: int = 0

    @classmethod
    def of(cls, outcome: Parsed | Answered | None) -> Tally:
        """The tally of one answer; None is one that failed."""
        if outcome is None:
            return cls(failed=1)
        if isinstance(outcome, Answered):
            if len(outcome.attempts) > 1:
                return cls(reasked=1)
            outcome = outcome.parsed
        return cls(first_pass=1) if outcome.rung == "strict" else cls(repaired=1)

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def total(self) -> int:
        """All answers."""
        return self.first_pass + self.repaired + self.reasked + self.failed

    def share(self, kind: str) -> float | None:
        """The share of a kind by its name; None of nothing."""
        return getattr(self, kind) / self.total if self.total else None
