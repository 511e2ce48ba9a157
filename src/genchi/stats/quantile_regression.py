"""Which straight line has a given share of the values below it? Quantile regression, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul
from random import Random

from genchi.errors import UsageError
from genchi.stats.arguments import inside_unit, numbers, same_length

_MOST_STEPS = 10_000
_JITTER = 1e-10
"""How far values are moved, of the largest, so that no two steps are tied (no cycling)."""
_FLAT = 1e-9
Vector = list[float]


def quantile_regression(
    rows: Sequence[Sequence[float]], values: Sequence[float], share: float
) -> list[float]:
    """The coefficients b >= 0 that minimise the sum of check losses of values - rows . b.

    The loss of a residual r is share * r where r >= 0 and (share - 1) * r below (Koenker & Bassett
    1978). Found by descent along edges from vertex to vertex, with a line search by weighted
    quantile (Barrodale & Roberts 1974; Koenker & d'Orey 1987). Each bound b_j >= 0 is one more row
    that costs nothing above it and more than all others together below it, so that the descent may
    start at b = 0. A constant is a column of ones. `UsageError` for no rows, rows of different
    lengths, a NaN, or lengths that differ.

    >>> [round(b, 6) for b in quantile_regression([(1, 0), (1, 1), (1, 2)], [1.0, 3.0, 9.0], 0.5)]
    [1.0, 4.0]
    """
    inside_unit("share", share)
    data = numbers("values", values)
    same_length(rows=rows, values=data)
    table = [numbers("a row", row) for row in rows]
    width = len(table[0])
    if any(len(row) != width for row in table):
        raise UsageError(f"every row must have {width} numbers, as the first one has")
    scales = [max(abs(row[j]) for row in table) or 1.0 for j in range(width)]
    height = max(map(abs, data)) or 1.0
    scaled = [[x / scale for x, scale in zip(row, scales, strict=True)] for row in table]
    descent = _Descent.begun(scaled, [value / height for value in data], share)
    found = descent.solved()
    return [max(b, 0.0) * height / scale for b, scale in zip(found, scales, strict=True)]


@dataclass(slots=True)
class _Descent:
    """The rows that the line goes through now (`basis`), and the inverse of their matrix.

    A residual above 0 costs `above` of its row a unit, one below 0 costs `below`.
    """

    rows: list[Vector]
    values: Vector
    above: Vector
    below: Vector
    basis: list[int]
    inverse: list[Vector]

    @classmethod
    def begun(cls, rows: list[Vector], values: Vector, share: float) -> _Descent:
        """At b = 0: every bound is met exactly."""
        number, width = len(rows), len(rows[0])
        unit = [[float(i == j) for j in range(width)] for i in range(width)]
        draw = Random(0).uniform
        moved = [value + draw(-_JITTER, _JITTER) for value in values]
        return cls(
            rows=rows + [list(row) for row in unit],
            values=moved + [0.0] * width,
            above=[share] * number + [2.0 * number] * width,
            below=[1 - share] * number + [0.0] * width,
            basis=list(range(number, number + width)),
            inverse=unit,
        )

    def solved(self) -> Vector:
        """The coefficients where no edge leads down."""
        for _ in range(_MOST_STEPS):
            at = self._vertex()
            residuals = [v - _dot(row, at) for row, v in zip(self.rows, self.values, strict=True)]
            place, sign, slope = self._steepest(residuals)
            if slope > -_FLAT:
                return at
            entering = self._far(residuals, [sign * row[place] for row in self.inverse], slope)
            if entering is None:
                return at
            self._exchange(place, entering)
        raise AssertionError("the descent did not end")  # the loss falls with each step

    def _vertex(self) -> Vector:
        through = [self.values[i] for i in self.basis]
        return [_dot(row, through) for row in self.inverse]

    def _steepest(self, residuals: Vector) -> tuple[int, int, float]:
        """The place in the basis to give up, in which direction, and how fast the loss falls."""
        width, inside = len(self.basis), set(self.basis)
        gradient = [0.0] * width
        for i, residual in enumerate(residuals):
            if i not in inside:
                weight = -self.above[i] if residual > 0 else self.below[i]
                for j, x in enumerate(self.rows[i]):
                    gradient[j] += weight * x
        edges = []
        for place, i in enumerate(self.basis):
            along = _dot(gradient, [row[place] for row in self.inverse])
            edges += [(along + self.below[i], place, 1), (self.above[i] - along, place, -1)]
        slope, place, sign = min(edges)
        return place, sign, slope

    def _far(self, residuals: Vector, direction: Vector, slope: float) -> int | None:
        """The row at which the loss stops falling in a direction."""
        inside = set(self.basis)
        crossed = []
        for i, residual in enumerate(residuals):
            speed = _dot(self.rows[i], direction)
            if i not in inside and abs(speed) > 1e-12 and (residual > 0) == (speed > 0):
                crossed.append((residual / speed, i, abs(speed)))
        for _, i, speed in sorted(crossed):
            slope += (self.above[i] + self.below[i]) * speed
            if slope >= 0:
                return i
        return None

    def _exchange(self, place: int, entering: int) -> None:
        """Put another row into the basis: one step of Gauss and Jordan on the inverse."""
        columns = range(len(self.basis))
        row = self.rows[entering]
        shares = [_dot(row, [line[j] for line in self.inverse]) for j in columns]
        for line in self.inverse:
            pivot = line[place] / shares[place]
            for j in columns:
                line[j] -= pivot * shares[j]
            line[place] = pivot
        self.basis[place] = entering


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(map(mul, a, b), 0.0)
