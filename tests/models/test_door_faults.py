"""A provider that fails at every rate: no trace is lost, nothing is paid twice, budgets hold."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from tests.models.door import project, recorded

from genchi import models
from genchi.models import ProviderError, Request, mock
from genchi.models.bounds import BudgetError
from genchi.records import Attempt, Response

pytest.importorskip("openai")

CALLS = 30
TOLD = """
[models.small]
provider = "here"
model = "m"
retries = 3
backoff = 0.01
timeout = 1
max_tokens = 60
failures_to_open = 1000
price = { input = 1000.0, output = 1000.0 }

[providers.here]
base_url = "MOCK"
concurrency = 8
"""
RATES = [0.0, 0.05, 0.3, 0.7, 1.0]


def faults(rate: float) -> dict[str, float | str]:
    """Every kind that a whole answer can have, at a rate in all."""
    kinds = ["overloaded", "server_error", "disconnect", "truncate", "wrong_model"]
    return {"rate_limit": f"{rate / 6}:0", **dict.fromkeys(kinds, rate / 6)}


async def ask_all(model: models.Model) -> list[Response | ProviderError | BudgetError]:
    asked = [replace(Request.of(f"问题 {n}"), temperature=0.0) for n in range(CALLS)]
    return await asyncio.gather(*map(model.complete, asked), return_exceptions=True)  # type: ignore[return-value]


def attempts_of(ended: list[Response | ProviderError | BudgetError]) -> list[Attempt]:
    return [attempt for one in ended for attempt in one.attempts]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.filterwarnings("ignore::genchi.models.OtherModelWarning")
def test_every_call_is_one_span_and_every_request_one_attempt(rate: float, tmp_path: Path) -> None:
    with mock.serving(seed=5, faults=faults(rate)) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, TOLD))
        ended = asyncio.run(ask_all(model))
        found = spans()
        tally = up.requests()
    assert Counter(type(one) for one in ended).keys() <= {Response, ProviderError}
    assert len(found) == CALLS
    failed = [one for one in ended if isinstance(one, ProviderError)]
    assert sum(span.status == "error" for span in found) == len(failed)
    attempts = attempts_of(ended)
    assert len(attempts) == tally.received
    paid = Counter(attempt.charged for attempt in attempts)
    assert paid["yes"] <= tally.charged <= paid["yes"] + paid["maybe"]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.filterwarnings("ignore::genchi.models.OtherModelWarning")
def test_costs_add_up_to_what_the_provider_counted(rate: float, tmp_path: Path) -> None:
    """Without faults that leave it open, what is on the spans is what was charged, to the token."""
    others = ("overloaded", "server_error", "truncate")
    certain: dict[str, float | str] = {
        "rate_limit": f"{rate / 4}:0",
        **dict.fromkeys(others, rate / 4),
    }
    with mock.serving(seed=5, faults=certain) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, TOLD))
        ended = asyncio.run(ask_all(model))
        found = spans()
        tally = up.requests()
    told = [one.usage for one in ended if isinstance(one, Response)]
    assert sum(usage.input_tokens or 0 for usage in told) == tally.input_tokens
    assert sum(usage.output_tokens or 0 for usage in told) == tally.output_tokens
    cost = sum(span.usage.cost or 0.0 for span in found)
    assert cost == pytest.approx((tally.input_tokens + tally.output_tokens) / 1000)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.filterwarnings("ignore::genchi.models.OtherModelWarning")
def test_a_budget_is_never_overspent(rate: float, tmp_path: Path) -> None:
    with mock.serving(seed=5, faults=faults(rate)) as up, recorded() as spans:
        model = models.open("small", project=project(tmp_path, up, TOLD))
        with models.budget(usd=0.5) as spent:
            ended = asyncio.run(ask_all(model))
        found = spans()
        tally = up.requests()
    stopped = [one for one in ended if isinstance(one, BudgetError)]
    assert len(found) == CALLS
    assert stopped or rate == 1.0
    assert spent.usd is not None
    assert spent.usd <= 0.5
    assert (tally.input_tokens + tally.output_tokens) / 1000 <= spent.usd + 1e-9


def test_a_budget_of_calls_counts_every_attempt(tmp_path: Path) -> None:
    with mock.serving(seed=5) as up:
        model = models.open("small", project=project(tmp_path, up, TOLD))
        with models.budget(calls=7) as spent:
            ended = asyncio.run(ask_all(model))
        assert up.requests().received == 7 == spent.calls
    assert sum(isinstance(one, BudgetError) for one in ended) == CALLS - 7
