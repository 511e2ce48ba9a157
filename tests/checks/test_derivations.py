"""What follows from the amounts of a source, and what does not."""

from __future__ import annotations

import pytest

from genchi.checks.library.derivations import MOST, is_derived
from genchi.text import quantities


def derived(claim: str, source: str) -> bool:
    (found,) = quantities(claim)
    return is_derived(found, quantities(source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("$30", "$10 and $20"),
        ("$10", "$10.50 and $20.50"),
        ("60元", "3 次 20元"),
        ("213.33元", "1280 分 6 期"),
        ("25%", "$50 of $200"),
        ("$180", "10% off $200"),
        ("1.5 hours", "60 minutes and 30 minutes"),
    ],
)
def test_sums_products_and_shares_follow(claim: str, source: str) -> None:
    assert derived(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("$30", "10 kg and 20 kg"),
        ("30元", "$10 and $20"),
        ("213.33元", "1281 分 6 期"),
        ("$31", "$10 and $20"),
        ("5 March 2024", "3 and 2"),
    ],
)
def test_other_kinds_and_other_values_do_not_follow(claim: str, source: str) -> None:
    assert not derived(claim, source)


def test_a_long_source_is_combined_only_in_part() -> None:
    many = ", ".join(f"${n}" for n in range(1000, 1000 + 7 * MOST, 7))
    assert not derived("$2839", f"{many}, $1")
