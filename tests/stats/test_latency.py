"""The model of latency, against a reference and against calls whose law is known."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from genchi.errors import UsageError
from genchi.stats.latency import ENOUGH, LatencyLine, TimedCall, calls_missing, fit_latency
from genchi.stats.quantile_regression import quantile_regression


def calls(number: int, seed: int, *, streamed: bool = False) -> list[TimedCall]:
    """0.4 s, 0.2 ms a token in, 0.05 ms a cached one, 20 ms a token out; noise grows with it."""
    draw = random.Random(seed)
    made = []
    for _ in range(number):
        read, written = draw.randint(50, 4000), draw.randint(2, 600)
        cached = draw.choice([0, read // 2])
        first = (0.4 + 0.0002 * (read - cached) + 0.00005 * cached) * draw.lognormvariate(0, 0.1)
        pace = 0.02 * draw.lognormvariate(0, 0.1)
        seconds = first + pace * (written - 1)
        made.append(TimedCall(read, written, seconds, cached, first if streamed else None))
    return made


def loss(
    rows: Sequence[Sequence[float]], values: list[float], b: list[float], share: float
) -> float:
    pairs = zip(rows, values, strict=True)
    residuals = [v - sum(x * c for x, c in zip(row, b, strict=True)) for row, v in pairs]
    return sum(share * r if r > 0 else (share - 1) * r for r in residuals)


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_it_finds_the_line_that_statsmodels_finds(share: float) -> None:
    numpy = pytest.importorskip("numpy")
    models = pytest.importorskip("statsmodels.regression.quantile_regression")
    made = calls(400, 1)
    rows = [(1.0, float(call.input_tokens), float(call.output_tokens)) for call in made]
    values = [call.seconds for call in made]
    ours = quantile_regression(rows, values, share)
    fitted = models.QuantReg(numpy.array(values), numpy.array(rows)).fit(
        q=share, max_iter=5000, p_tol=1e-10
    )
    theirs = [float(b) for b in fitted.params]
    assert min(theirs) > 0  # the bounds do not matter here
    assert ours == pytest.approx(theirs, rel=1e-3)
    assert loss(rows, values, ours, share) <= loss(rows, values, theirs, share) * (1 + 1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_no_line_near_the_one_it_finds_has_a_smaller_loss(seed: int) -> None:
    draw = random.Random(seed)
    rows = [(1.0, float(draw.randint(0, 5)), float(draw.randint(0, 3))) for _ in range(60)]
    values = [max(draw.gauss(3 - row[1] + row[2], 2), 0.0) for row in rows]  # one slope is negative
    share = draw.choice([0.1, 0.5, 0.9])
    found = quantile_regression(rows, values, share)
    least = loss(rows, values, found, share)
    assert min(found) >= 0
    for _ in range(300):
        near = [max(b + draw.gauss(0, draw.choice([0.001, 0.1, 1])), 0.0) for b in found]
        assert loss(rows, values, near, share) >= least - 1e-6


def test_units_do_not_matter() -> None:
    made = calls(300, 2)
    rows = [(1.0, float(call.input_tokens), float(call.output_tokens)) for call in made]
    values = [call.seconds for call in made]
    seconds = quantile_regression(rows, values, 0.5)
    in_ms = quantile_regression(rows, [1000 * value for value in values], 0.5)
    in_thousands = quantile_regression([(a, b / 1000, c) for a, b, c in rows], values, 0.5)
    assert in_ms == pytest.approx([1000 * b for b in seconds], rel=1e-6)
    assert in_thousands == pytest.approx([seconds[0], 1000 * seconds[1], seconds[2]], rel=1e-6)


def test_columns_that_say_nothing_get_no_weight_and_do_no_harm() -> None:
    rows = [(1.0, 0.0, 7.0, float(i)) for i in range(50)]
    found = quantile_regression(rows, [2.0 + 3.0 * i for i in range(50)], 0.5)
    assert found[1] == 0
    assert found[0] + 7 * found[2] == pytest.approx(2.0)
    assert found[3] == pytest.approx(3.0)


def test_equal_calls_are_no_trouble() -> None:
    model = fit_latency([TimedCall(100, 10, 1.0)] * 500)
    assert model is not None
    assert model.expected(100, 10) == pytest.approx((1.0, 1.0))


@pytest.mark.parametrize("streamed", [False, True])
def test_it_recovers_what_the_calls_were_made_with(streamed: bool) -> None:
    model = fit_latency(calls(3000, 3, streamed=streamed))
    assert model is not None
    assert model.streamed is streamed
    assert model.p50.per_output == pytest.approx(0.02, rel=0.03)
    assert model.p50.per_input == pytest.approx(0.0002, rel=0.2)
    assert model.p50.per_cached == pytest.approx(0.00005, abs=0.00006)


@pytest.mark.parametrize("streamed", [False, True])
def test_ninety_five_of_a_hundred_new_calls_are_below_the_line(streamed: bool) -> None:
    model = fit_latency(calls(2000, 4, streamed=streamed))
    assert model is not None
    new = calls(4000, 5)
    below = sum(
        call.seconds <= model.expected(call.input_tokens, call.output_tokens, call.cached_tokens)[1]
        for call in new
    )
    assert 0.93 <= below / len(new) <= 0.97


def test_a_few_calls_that_hung_do_not_move_the_middle() -> None:
    made = calls(1000, 6)
    hung = [TimedCall(call.input_tokens, call.output_tokens, 600.0) for call in made[:20]]
    clean, mixed = fit_latency(made), fit_latency(made[20:] + hung)
    assert clean is not None
    assert mixed is not None
    assert mixed.expected(2000, 300)[0] == pytest.approx(clean.expected(2000, 300)[0], rel=0.02)


def test_too_few_calls_give_no_model_and_say_how_many_are_missing() -> None:
    assert fit_latency(calls(ENOUGH - 1, 7)) is None
    assert calls_missing(ENOUGH - 1) == 1
    assert fit_latency(calls(ENOUGH, 7)) is not None


def test_cached_tokens_are_part_of_the_input() -> None:
    line = LatencyLine(1.0, 0.01, 0.001, 0.0)
    assert line.seconds(100, 0, cached=60) == pytest.approx(1.0 + 0.4 + 0.06)
    assert line.seconds(100, 0, cached=500) == pytest.approx(1.1)


def test_what_no_line_can_be_drawn_through_is_refused() -> None:
    with pytest.raises(UsageError, match="every row must have 2 numbers"):
        quantile_regression([(1.0, 2.0), (1.0,)], [1.0, 2.0], 0.5)
    with pytest.raises(UsageError, match="share"):
        quantile_regression([(1.0,)], [1.0], 1.0)
