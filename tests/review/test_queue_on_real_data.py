"""On real outputs the queue finds more failures than chance does, with the labels people gave."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "reviewing.py"

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    """The bench that reviews public data sets."""
    spec = importlib.util.spec_from_file_location("bench_reviewing", BENCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_a_review_of_instructions_finds_more_that_were_not_followed_than_chance(
    bench: ModuleType, real_data: Path
) -> None:
    pool = bench.thinned(list(bench.ifeval(real_data)), None, 1)
    _, bad, kinds, ours, chance, our_kinds, _, _ = bench.one_round(pool, 1)
    assert bad > 400
    assert ours > chance
    assert 0 < our_kinds <= kinds
