"""Pictures of numbers as SVG, in the colours of the page."""

from __future__ import annotations

from genchi.stats import Interval

_HEIGHT = 22
_BAR = 110


def interval_svg(
    interval: Interval | None,
    *,
    held_out: Interval | None = None,
    kind: str = "",
    low: float = 0.0,
    high: float = 1.0,
    width: int = 220,
) -> str:
    """An interval as a band with a dot; a hollow dot where it stands held out.

    The scale runs from `low` to `high` with its middle marked; `kind` is "", "ok" or "no".
    """
    parts = [
        f'<svg class="{kind}" width="{width}" height="{_HEIGHT}" {_spoken(interval)}>',
        *(_line(x, "axis mid" if x == 0.5 else "axis", width) for x in (0.0, 0.25, 0.5, 0.75, 1.0)),
    ]
    if interval is not None:
        left, dot, right = (
            _place(value, low, high, width)
            for value in (interval.low, interval.value, interval.high)
        )
        parts += [
            f'<rect class="band" x="{left:.1f}" y="6" {_size(right - left)} rx="3"/>',
            *(_stroke(x) for x in (left, right)),
            f'<circle class="dot" cx="{dot:.1f}" cy="11" r="4"/>',
        ]
    if held_out is not None:
        at = _place(held_out.value, low, high, width)
        parts.append(f'<circle class="held" cx="{at:.1f}" cy="11" r="3.4"/>')
    return "".join([*parts, "</svg>"])


def confusion_svg(caught: int, missed: int, wrongly_failed: int, passed: int) -> str:
    """The four counts as two bars on one scale: bad outputs above, good ones below.

    What the check failed is coloured, what it passed is grey; bars are as long as their counts.
    """
    longest = max(caught + missed, wrongly_failed + passed, 1)
    bars = [
        _bar(row, count, of, kind, longest)
        for row, (count, of, kind) in enumerate(
            ((caught, caught + missed, "ok"), (wrongly_failed, wrongly_failed + passed, "no"))
        )
    ]
    words = f"{caught}/{caught + missed}, {wrongly_failed}/{wrongly_failed + passed}"
    return f'<svg width="{_BAR}" height="18" role="img" aria-label="{words}">{"".join(bars)}</svg>'


def _bar(row: int, count: int, of: int, kind: str, longest: int) -> str:
    shape = f'x="0" y="{1 + 9 * row}" height="7" rx="2"'
    whole, part = (f'width="{_BAR * number / longest:.1f}"' for number in (of, count))
    return f'<rect class="rest" {shape} {whole}/><rect class="{kind}" {shape} {part}/>'


def _place(value: float, low: float, high: float, width: int) -> float:
    share = (min(max(value, low), high) - low) / (high - low)
    return 5 + share * (width - 10)


def _line(share: float, kind: str, width: int) -> str:
    x = 5 + share * (width - 10)
    return f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="1" y2="{_HEIGHT - 1}"/>'


def _stroke(x: float) -> str:
    return f'<line class="edge" x1="{x:.1f}" x2="{x:.1f}" y1="6" y2="16"/>'


def _size(width: float) -> str:
    return f'width="{max(width, 1):.1f}" height="10"'


def _spoken(interval: Interval | None) -> str:
    """The picture in words, for those who cannot see it."""
    words = "–"
    if interval is not None:
        words = f"{interval.value:.0%} ({interval.low:.0%} … {interval.high:.0%})"
    return f'role="img" aria-label="{words}"'
