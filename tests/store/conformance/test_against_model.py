"""Every question, asked at random, has the answer that a plain list gives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.store.conformance.questions import differences
from tests.store.conformance.worlds import world

from genchi.store.interface import SpanStore


@pytest.mark.parametrize("seed", range(6))
def test_a_few_spans_are_found_as_in_a_list(
    new_backend: Callable[[], SpanStore], seed: int
) -> None:
    spans = world(seed, 120)
    assert list(differences(new_backend(), spans, seed=seed, rounds=60)) == []


def test_five_thousand_spans_are_found_as_in_a_list(new_backend: Callable[[], SpanStore]) -> None:
    assert list(differences(new_backend(), world(7, 5_000), seed=7, rounds=8)) == []
