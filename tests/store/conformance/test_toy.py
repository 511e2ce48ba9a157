"""The questions tell a right backend from every wrong one: none of the faults goes unnoticed."""

from __future__ import annotations

import inspect
import itertools

import pytest
from tests.store.conformance.naive import Naive
from tests.store.conformance.questions import differences, fair_samples
from tests.store.conformance.toy import FAULTS
from tests.store.conformance.worlds import world

from genchi.store.interface import SpanStore

_SEEDS = range(6)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault: str) -> None:
    faulty = FAULTS[fault]
    found = itertools.chain(
        *(differences(faulty(), world(seed, 80), seed=seed, rounds=40) for seed in _SEEDS),
        fair_samples(faulty),
    )
    assert next(found, None) is not None, faulty.__doc__


def test_a_backend_without_a_fault_passes() -> None:
    assert list(fair_samples(Naive)) == []
    assert list(differences(Naive(), world(0, 80), seed=0, rounds=40)) == []


def test_every_question_has_a_fault() -> None:
    questions = [
        name
        for name, member in vars(SpanStore).items()
        if inspect.isfunction(member) and not name.startswith("_")
    ]
    assert len(questions) > 10
    assert [q for q in questions if not any(name.startswith(q) for name in FAULTS)] == []
