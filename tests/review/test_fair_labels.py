"""Rates are made of a fair sample: what a queue chose to show does not move them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.evals import compare
from genchi.records import Label, Payload, Span, SpanKey, Target, Verdict
from genchi.report.findings import gather
from genchi.report.page import report_page
from genchi.review import fairly, labelled_outputs, quality
from genchi.review.drawing import drawn, set_aside
from genchi.review.outputs import LabelledOutput
from genchi.review.rates import fair_interval, fair_rate, weights_of
from genchi.review.recipe import Graded, shares_of
from genchi.review.vectors import space_of, terms_of
from genchi.stats import clustered_proportion, mean, wilson
from genchi.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def key(number: int, app: str = "a") -> SpanKey:
    spread = (number + 1) * 0x9E3779B97F4A7C15 % 2**64
    return SpanKey(app, f"{spread:032x}", f"{spread:016x}")


def add(store: Store, number: int, said: dict[str, tuple[float, str]], **more: object) -> None:
    """An output and its labels: each with why its annotator was shown it."""
    payload = Payload(inputs={"q": more.pop("asked", number)}, output="x")
    store.spans.add([Span(key(number), number, payload=payload, **more)])  # type: ignore[arg-type]
    store.labels.add(
        [Label("good", Target(key(number)), v, who, 1, why=why) for who, (v, why) in said.items()]
    )


def test_chosen_labels_are_left_out_of_a_rate_and_counted(store: Store) -> None:
    for n in range(8):
        add(store, n, {"mei": (0.0, "likely_bad")})
    add(store, 8, {"mei": (1.0, "random")})
    add(store, 9, {"mei": (1.0, "")})
    add(store, 10, {"mei": (0.0, "random")})
    add(store, 11, {})
    (row,) = quality(store, "a", "good")
    assert row.rate == pytest.approx(2 / 3)
    assert (row.labelled, row.chosen, row.n) == (3, 8, 12)
    rate = fair_rate(store, "a", "good")
    assert (rate.value, rate.low, rate.high, rate.n) == (row.rate, row.low, row.high, 3)


def test_where_only_chosen_outputs_are_labelled_there_is_no_rate(store: Store) -> None:
    add(store, 1, {"mei": (0.0, "uncertain")})
    add(store, 2, {})
    (row,) = quality(store, "a", "good")
    assert (row.rate, row.low, row.high, row.labelled, row.chosen) == (None, 0.0, 1.0, 0, 1)
    assert fair_rate(store, "a", "good").n == 0


def test_where_every_output_is_labelled_nothing_was_chosen(store: Store) -> None:
    for n in range(6):
        add(store, n, {"mei": (float(n < 2), "typical")})
    (row,) = quality(store, "a", "good")
    assert row.rate == pytest.approx(1 / 3)
    assert (row.labelled, row.chosen) == (6, 0)
    assert fair_rate(store, "a", "good").value == pytest.approx(1 / 3)


def test_of_one_output_only_the_fair_opinions_count(store: Store) -> None:
    add(store, 1, {"mei": (1.0, "random"), "tom": (0.0, "second")})
    add(store, 2, {})
    (row,) = quality(store, "a", "good")
    assert (row.rate, row.labelled, row.chosen, row.annotators) == (1.0, 1, 0, 2)


def test_a_check_helps_with_outputs_that_were_chosen_as_with_those_not_labelled(
    store: Store,
) -> None:
    draw = random.Random(2)
    truth = [float(draw.random() < 0.7) for _ in range(400)]
    with store.together():
        for n, value in enumerate(truth):
            why = "random" if n < 60 else "likely_bad"
            add(store, n, {"mei": (value, why)} if n < 60 or (n < 200 and not value) else {})
    said = [(key(n), Verdict("pass" if value else "fail")) for n, value in enumerate(truth)]
    store.verdicts.add("a", "judge", "1", said, now_ns=1)
    (row,) = quality(store, "a", "good", check="judge")
    assert row.rate == pytest.approx(mean(truth), abs=0.01)
    assert row.low <= mean(truth) <= row.high


def test_variants_are_compared_by_fair_labels_alone(store: Store) -> None:
    number = 0
    for asked in range(12):
        for version in "ab":
            why = "random" if asked < 6 else "likely_bad"
            add(store, number, {"mei": (1.0, why)}, asked=asked, prompt_version=version)
            number += 1
    add(store, number, {})
    (found,) = compare(store, "a", "good", by="prompt_version")
    assert found.pairs == 6


def test_a_comparison_says_that_chosen_labels_do_not_count(store: Store) -> None:
    add(store, 1, {"mei": (1.0, "unlike")}, prompt_version="a")
    add(store, 2, {"mei": (1.0, "random")}, prompt_version="b")
    add(store, 3, {})
    with pytest.raises(UsageError, match="that a queue chose do not count"):
        compare(store, "a", "good", by="prompt_version")


def test_labels_of_other_samples_stay_in_what_is_asked_of_labels_themselves(store: Store) -> None:
    add(store, 1, {"mei": (0.0, "likely_bad")})
    add(store, 2, {})
    outputs = labelled_outputs(store, "a", "good")
    assert [output.label for output in outputs] == [0.0, None]
    assert [output.label for output in fairly(outputs)] == [None, None]


def output(number: int, value: float, inclusion: float | None, sample: str = "") -> LabelledOutput:
    labels, fair = {"mei": value}, frozenset(["mei"])
    return LabelledOutput(key(number), "", str(number), labels, None, fair, sample, inclusion)


def test_probabilities_that_hardly_differ_change_nothing() -> None:
    outputs = [output(n, float(n % 3 > 0), 0.01 + n / 10_000) for n in range(60)]
    assert weights_of(outputs) is None
    plain = clustered_proportion([o.label or 0.0 for o in outputs])
    assert fair_interval(outputs) == plain


def test_samples_that_were_drawn_in_different_ways_are_weighted_within_themselves() -> None:
    outputs = [
        output(1, 1.0, 0.5, "random"),
        output(2, 1.0, 0.1, "random"),
        output(3, 1.0, 0.0001),
        output(4, 1.0, None),
    ]
    weights = weights_of(outputs)
    assert weights == pytest.approx([1 / 3, 5 / 3, 1.0, 1.0])


def test_a_weighted_rate_with_equal_weights_is_the_plain_one() -> None:
    outputs = [output(n, float(n < 30), 0.5 if n % 2 else 0.1) for n in range(40)]
    even = [replace(o, inclusion=0.3) for o in outputs]
    assert fair_interval(even).low == wilson(30, 40).low
    weighted = fair_interval(outputs)
    assert weighted.method == "wilson, weighted"
    assert weighted.high - weighted.low > wilson(30, 40).high - wilson(30, 40).low


def test_an_unequal_sample_is_biased_without_weights_and_covered_with_them() -> None:
    """Two kinds of outputs, one drawn ten times as densely; 400 samples of 95 % intervals."""
    draw = random.Random(5)
    common = [float(draw.random() < 0.9) for _ in range(20_000)]
    rare = [float(draw.random() < 0.4) for _ in range(2_000)]
    truth = mean(common + rare)
    covered, naive = 0, 0
    for _ in range(400):
        some = [(v, 60 / 20_000) for v in draw.sample(common, 60)]
        some += [(v, 60 / 2_000) for v in draw.sample(rare, 60)]
        outputs = [output(n, value, inclusion) for n, (value, inclusion) in enumerate(some)]
        found = fair_interval(outputs)
        plain = wilson(sum(v for v, _ in some), len(some))
        covered += found.low <= truth <= found.high
        naive += plain.low <= truth <= plain.high
    assert naive < 40
    assert covered / 400 >= 0.92


WORDS = ["refund card days", "parcel monday van", "login reset phone", "price table sum"]


def test_a_queue_that_looks_for_the_bad_biases_all_labels_but_not_the_random_share() -> None:
    """A whole review of 100 labels, 150 times over; the truth is the rate of all outputs."""
    covered, naive = 0, 0
    for seed in range(150):
        truth, rate, fair, every = _reviewed(seed)
        covered += rate.low <= truth <= rate.high
        plain = wilson(sum(every), len(every))
        naive += plain.low <= truth <= plain.high
        assert len(fair) == 20
    assert naive / 150 < 0.5
    assert covered / 150 >= 0.93


def _reviewed(seed: int):  # type: ignore[no-untyped-def]
    """The truth, the rate by the random share, its labels and all labels of one review."""
    draw = random.Random(seed)
    kinds = [draw.randrange(4) for _ in range(400)]
    bad = [draw.random() < (0.6 if kind == 0 else 0.05) for kind in kinds]
    salt = 1000 * seed
    keys = [key(salt + n) for n in range(400)]
    terms = [terms_of(f"{WORDS[kind]} {draw.randrange(9)}", "", ()) for kind in kinds]
    space = space_of(terms)
    vectors = [space.vector(one) for one in terms]
    place = {one: n for n, one in enumerate(keys)}
    order = drawn([one for one in keys if set_aside(one)], seed)
    labelled: dict[SpanKey, str] = {}
    given: dict[str, int] = {}
    while len(labelled) < 100:
        shares = shares_of(
            [(k, vectors[n]) for n, k in enumerate(keys) if not set_aside(k) and k not in labelled],
            [Graded(vectors[place[k]], bad[place[k]]) for k in labelled],
            [one for one in order if one not in labelled],
        )
        for one, why in list(shares.mixed(given, labelled))[:20]:  # type: ignore[arg-type]
            labelled[one] = why
            given[why] = given.get(why, 0) + 1
    outputs = [
        output(place[one], 1.0 - bad[place[one]], 1 / 400, "random")
        for one, why in labelled.items()
        if why == "random"
    ]
    every = [1.0 - bad[place[one]] for one in labelled]
    return 1 - mean([float(b) for b in bad]), fair_interval(outputs), outputs, every


def test_a_group_whose_every_output_was_chosen_has_no_rate_of_its_own(store: Store) -> None:
    add(store, 1, {"mei": (1.0, "likely_bad")}, prompt_version="a")
    add(store, 2, {"mei": (1.0, "random")}, prompt_version="b")
    add(store, 3, {}, prompt_version="b")
    rows = quality(store, "a", "good", by="prompt_version")
    assert [(row.group, row.rate, row.chosen) for row in rows] == [("a", None, 1), ("b", 1.0, 0)]


def test_readers_are_told_how_many_chosen_outputs_do_not_count(store: Store) -> None:
    add(store, 1, {"mei": (0.0, "likely_bad")})
    add(store, 2, {"mei": (1.0, "random")})
    add(store, 3, {})
    page = report_page(gather(store, "a"), "en", sample=False)
    assert "1 labelled outputs do not count" in page
    page = report_page(gather(store, "a"), "zh", sample=False)
    assert "有 1 条已标注的输出未计入" in page
