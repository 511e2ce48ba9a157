"""What every statistic refuses, in one place: data it cannot answer from, with the value shown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import index
from typing import Any

from genchi.errors import UsageError


def inside_unit(name: str, value: float) -> float:
    """`value`, if it lies strictly between 0 and 1; `UsageError` otherwise.

    >>> inside_unit("confidence", 0.95)
    0.95
    """
    if not 0 < value < 1:
        raise UsageError(
            f"{name} must lie strictly between 0 and 1, like 0.95, but was given {value!r}"
        )
    return value


def positive(name: str, value: float) -> float:
    """`value`, if it is finite and above 0; `UsageError` otherwise.

    >>> positive("margin", 0.1)
    0.1
    """
    if not (math.isfinite(value) and value > 0):
        raise UsageError(f"{name} must be a finite number above 0, but was given {value!r}")
    return value


def counts(**named: int) -> list[int]:
    """The numbers as plain whole numbers; `UsageError` for a fraction or one below 0.

    >>> counts(only_a=3, only_b=0)
    [3, 0]
    """
    whole = []
    for name, value in named.items():
        try:
            whole.append(index(value))
        except TypeError:
            whole.append(-1)
        if whole[-1] < 0:
            raise UsageError(
                f"{name} must be a whole number of at least 0, but was given {value!r}"
            )
    return whole


def numbers(name: str, values: Sequence[float], *, at_least: int = 1) -> list[float]:
    """The values as finite floats; `UsageError` for too few, or for a NaN or an infinity.

    >>> numbers("values", [True, 0, 0.5])
    [1.0, 0.0, 0.5]
    """
    if len(values) < at_least:
        wanted = "at least one number" if at_least == 1 else f"at least {at_least} numbers"
        raise UsageError(f"{name} needs {wanted}, but was given {len(values)}: add data first")
    try:
        floats = [float(value) for value in values]
    except (TypeError, ValueError) as error:
        raise UsageError(f"{name} must hold numbers only: {error}") from error
    if not all(map(math.isfinite, floats)):
        place = next(i for i, value in enumerate(floats) if not math.isfinite(value))
        raise UsageError(f"{name}[{place}] is {floats[place]}: leave out what was not measured")
    return floats


def unit_numbers(name: str, values: Sequence[float], *, at_least: int = 1) -> list[float]:
    """Like `numbers`, and every value must lie in [0, 1].

    >>> unit_numbers("labels", [True, 0.25])
    [1.0, 0.25]
    """
    floats = numbers(name, values, at_least=at_least)
    if floats and not (min(floats) >= 0 and max(floats) <= 1):
        place = next(i for i, value in enumerate(floats) if not 0 <= value <= 1)
        raise UsageError(
            f"{name}[{place}] is {floats[place]}, outside [0, 1]: rescale the scores first"
        )
    return floats


def same_length(**named: Sequence[Any]) -> None:
    """`UsageError` unless all sequences are equally long.

    >>> same_length(a=[1, 0], b=[0, 0])
    """
    lengths = {name: len(values) for name, values in named.items()}
    if len(set(lengths.values())) > 1:
        shown = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise UsageError(f"these must be equally long, item by item, but {shown}")
