"""How a count is judged by a least and a most, and how that is said."""

from __future__ import annotations

from genchi.errors import UsageError
from genchi.records import Evidence, Verdict


def counted(
    count: int,
    unit: str,
    least: int = 0,
    most: int | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Verdict:
    """A pass if `count` is at least `least` and at most `most`; the reason says all three.

    >>> counted(130, "word", most=120).reason
    '130 words, but at most 120 are allowed'
    >>> counted(1, "list item", 3, 3).reason
    '1 list item, but exactly 3 are asked for'
    """
    check_limits(least, most)
    said = f"{count} {unit if count == 1 else unit + 's'}"
    if least <= count and (most is None or count <= most):
        return Verdict("pass", said, evidence=evidence)
    return Verdict("fail", f"{said}, but {_wanted(count, least, most)}", evidence=evidence)


def check_limits(least: int, most: int | None) -> None:
    """Raise `UsageError` for a least and a most that no count can meet."""
    for limit in (least, most):
        if limit is not None and (not isinstance(limit, int) or limit < 0):
            raise UsageError(f"a limit is a whole number from 0 upwards, not {limit!r}")
    if most is not None and most < least:
        raise UsageError(f"the most, {most}, is less than the least, {least}")


def _wanted(count: int, least: int, most: int | None) -> str:
    if most == 0:
        return "none is allowed"
    if least == most:
        return f"exactly {least} {_are(least)} asked for"
    if count < least:
        return f"at least {least} {_are(least)} asked for"
    return f"at most {most} {_are(most or 0)} allowed"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
