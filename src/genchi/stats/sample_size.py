"""How many cases do I need? Sizes for a given precision or for a difference worth finding."""

from __future__ import annotations

import math

from genchi.errors import UsageError
from genchi.stats.arguments import inside_unit, positive
from genchi.stats.distributions import normal_quantile


def sample_size_mean(sd: float, margin: float, power: float = 0.8, confidence: float = 0.95) -> int:
    """The cases needed to find a mean (difference) of size `margin` with probability `power`.

    n = (z_confidence + z_power)^2 sd^2 / margin^2, rounded up. For a paired comparison `sd` is that
    of the differences, and with K answers per case sd^2 = omega^2 + sigma_A^2/K + sigma_B^2/K
    (Miller 2024, arXiv:2411.00640). `sd` and `margin` share a unit. Below about 30 cases add two or
    three for the t distribution. `UsageError` for an sd or margin that is not above 0.

    >>> sample_size_mean(sd=0.4, margin=0.05)
    503
    """
    positive("sd", sd)
    positive("margin", margin)
    return math.ceil(_quantiles_squared(power, confidence) * (sd / margin) ** 2)


def sample_size_paired_binary(
    discordance: float, difference: float, power: float = 0.8, confidence: float = 0.95
) -> int:
    """The pairs needed to find a difference of two pass rates measured on the same cases.

    n = (z_confidence + z_power)^2 (discordance - difference^2) / difference^2, rounded up:
    the size for the mean of differences in {-1, 0, 1}, whose variance is the bracket (Miller 2024,
    arXiv:2411.00640). `discordance` is the share of cases on which the two results differ. The size
    of Connor (1987) for McNemar's test takes part of the variance under no difference and asks for
    a few pairs more (155, not 150, in the example). `UsageError` when the difference is 0 or larger
    than the discordance, which bounds it.

    >>> sample_size_paired_binary(discordance=0.20, difference=0.10)
    150
    """
    if not 0 < abs(difference) <= discordance <= 1:
        raise UsageError(
            "the difference must be non-zero and at most the share of discordant cases, but "
            f"difference was given {difference!r} and discordance {discordance!r}"
        )
    spread = discordance - difference**2
    size = _quantiles_squared(power, confidence) * spread / difference**2
    return max(1, math.ceil(size))


def sample_size_proportion(rate: float, half_width: float, confidence: float = 0.95) -> int:
    """The cases needed for a Wilson interval no wider than +- `half_width` at this pass rate.

    Solving Wilson's width for n (Piegorsch 2004) with q = rate (1 - rate), h = half_width:

        n = z^2 (q - 2h^2 + sqrt(q^2 - 4h^2 q + h^2)) / 2h^2, rounded up

    Take rate = 0.5 when nothing is known. `UsageError` for a rate outside [0, 1] or a half width
    that is not above 0.

    >>> sample_size_proportion(rate=0.5, half_width=0.05)
    381
    """
    if not 0 <= rate <= 1:
        raise UsageError(f"rate must lie in [0, 1], but was given {rate!r}")
    positive("half_width", half_width)
    z = normal_quantile((1 + inside_unit("confidence", confidence)) / 2)
    if half_width >= 0.5:
        return 1
    q, h2 = rate * (1 - rate), half_width**2
    size = z * z * (q - 2 * h2 + math.sqrt(q * q - 4 * h2 * q + h2)) / (2 * h2)
    return max(1, math.ceil(size))


def _quantiles_squared(power: float, confidence: float) -> float:
    """(z_confidence + z_power)^2, two-sided: 7.85 at 95% confidence and 80% power."""
    inside_unit("power", power)
    inside_unit("confidence", confidence)
    return (normal_quantile((1 + confidence) / 2) + normal_quantile(power)) ** 2
