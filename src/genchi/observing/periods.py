"""The stretch of time that a page looks at, in equal parts, and the one before to compare with."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.records import ROOTS, Between, Condition, Filter

_MINUTE = 60 * 10**9
_HOUR, _DAY = 60 * _MINUTE, 1440 * _MINUTE
RANGES: dict[str, tuple[int, int]] = {
    "24h": (_DAY, _HOUR),
    "7d": (7 * _DAY, 6 * _HOUR),
    "30d": (30 * _DAY, _DAY),
    "90d": (90 * _DAY, 3 * _DAY),
}
"""How long each named range is, and each of its parts."""
_PARTS = 28


@dataclass(frozen=True, slots=True)
class Period:
    """From `start_ns` to before `end_ns`, in parts of `every_ns` that begin at its multiples."""

    start_ns: int
    end_ns: int
    every_ns: int

    @property
    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(2 * self.start_ns - self.end_ns, self.start_ns, self.every_ns)

    @property
    def parts(self) -> int:
        """How many parts it has."""
        return (self.end_ns - self.start_ns) // self.every_ns

    def part_of(self, time_ns: int) -> int | None:
        """The part that a time falls in; None outside of the period."""
        if not self.start_ns <= time_ns < self.end_ns:
            return None
        return (time_ns - self.start_ns) // self.every_ns

    def filter(self, *, roots: bool) -> Filter:
        """The spans that began within it; `roots` leaves out those within others."""
        time = Condition("time", Between(self.start_ns, self.end_ns, True, False))
        return Filter((time, *(ROOTS.conditions if roots else ())))


def period_of(name: str, now_ns: int) -> Period:
    """A named range that ends with the part that is under way. Raises `UsageError`.

    >>> period_of("7d", 1_700_000_000 * 10**9).parts
    28
    """
    if name not in RANGES:
        raise UsageError(f"range={name} is none of {', '.join(RANGES)}")
    length, every = RANGES[name]
    end = (now_ns // every + 1) * every
    return Period(end - length, end, every)


def period_between(since_ns: int, until_ns: int) -> Period:
    """Any other stretch of time, made longer to whole parts. Raises `UsageError`."""
    if not 0 <= since_ns < until_ns:
        raise UsageError(f"a period ends after it begins: {since_ns} is not before {until_ns}")
    every = max((until_ns - since_ns) // _PARTS // _MINUTE, 1) * _MINUTE
    start = since_ns // every * every
    return Period(start, -(-until_ns // every) * every, every)
