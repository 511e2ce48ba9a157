"""Intervals drawn in characters, so that a table shows at a glance what overlaps."""

from __future__ import annotations


def rate_picture(value: float | None, low: float, high: float, width: int) -> str:
    """An interval between 0 and 1.

    >>> rate_picture(0.5, 0.25, 0.75, width=9)
    '··├─●─┤··'
    """
    return _draw(value, low, high, width)


def difference_picture(value: float | None, low: float, high: float, width: int) -> str:
    """An interval between -1 and 1; the middle is marked where the interval does not cover it.

    >>> difference_picture(0.5, 0.25, 0.75, width=9)
    '····│├●┤·'
    """
    middle_value = None if value is None else (value + 1) / 2
    drawn = _draw(middle_value, (low + 1) / 2, (high + 1) / 2, width)
    middle = width // 2
    return drawn[:middle] + "│" + drawn[middle + 1 :] if drawn[middle] in "·─" else drawn


def _draw(value: float | None, low: float, high: float, width: int) -> str:
    def place(x: float) -> int:
        return min(width - 1, max(0, round(x * (width - 1))))

    left, right = place(low), place(high)
    cells = ["·"] * width
    cells[left : right + 1] = "─" * (right - left + 1)
    cells[left], cells[right] = "├", "┤"
    if value is not None:
        cells[place(value)] = "●"
    return "".join(cells)


def share_picture(share: float, width: int) -> str:
    """A share as a bar, to an eighth of a column.

    >>> share_picture(0.3, width=5)
    '█▌   '
    """
    eighths = round(share * width * 8)
    bar = "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
    return bar.ljust(width)
