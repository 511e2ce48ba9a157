"""Better, worse, no difference shown, or not enough data: never more than the data say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.evals import compare
from genchi.records import Label, Payload, Span, SpanKey, Target
from genchi.stats import holm, mcnemar, paired_binary_difference, paired_difference, paired_p_value
from genchi.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


_number = iter(range(1, 10**6))


def add(store: Store, model: str, asked: object, value: float | None, who: str = "mei") -> None:
    number = next(_number)
    key = SpanKey("a", f"{number:032x}", f"{number:016x}")
    payload = Payload(inputs={"q": asked}, output="x")
    store.spans.add([Span(key, start_ns=number, model=model, payload=payload)])
    if value is not None:
        store.labels.add([Label("good", Target(key), value, who, 1)])


def pairs(store: Store, both: int, only_a: int, only_b: int, neither: int) -> None:
    with store.together():
        asked = 0
        for count, a, b in ((both, 1, 1), (only_a, 1, 0), (only_b, 0, 1), (neither, 0, 0)):
            for _ in range(count):
                add(store, "a", asked, a)
                add(store, "b", asked, b)
                asked += 1


def test_a_clear_difference_is_called_better_with_the_exact_test(store: Store) -> None:
    pairs(store, both=60, only_a=20, only_b=3, neither=17)
    (row,) = compare(store, "a", "good", by="model")
    expected = paired_binary_difference(60, 20, 3, 17)
    assert (row.a, row.b, row.pairs, row.verdict, row.needed) == ("a", "b", 100, "better", 0)
    assert row.difference == pytest.approx(0.17)
    assert (row.low, row.high) == (expected.low, expected.high)
    assert row.p == mcnemar(20, 3)
    assert (row.a_rate, row.b_rate) == (0.8, 0.63)


def test_the_other_way_round_is_worse(store: Store) -> None:
    pairs(store, both=60, only_a=3, only_b=20, neither=17)
    (row,) = compare(store, "a", "good", by="model")
    assert row.verdict == "worse"
    assert row.difference == pytest.approx(-0.17)


def test_few_pairs_are_not_enough_data_and_say_how_many_more(store: Store) -> None:
    pairs(store, both=8, only_a=3, only_b=1, neither=3)
    (row,) = compare(store, "a", "good", by="model")
    assert row.verdict == "not enough data"
    assert row.needed is not None
    assert 80 < row.needed < 300


def test_many_pairs_without_a_difference_show_none(store: Store) -> None:
    pairs(store, both=700, only_a=20, only_b=22, neither=58)
    (row,) = compare(store, "a", "good", by="model")
    assert (row.verdict, row.needed) == ("no difference shown", 0)


def test_a_tie_on_every_input_of_a_few_is_not_yet_no_difference(store: Store) -> None:
    pairs(store, both=10, only_a=0, only_b=0, neither=0)
    (row,) = compare(store, "a", "good", by="model")
    assert (row.difference, row.p, row.verdict) == (0.0, 1.0, "not enough data")


def test_only_inputs_that_both_answered_and_people_labelled_count(store: Store) -> None:
    add(store, "a", "one", 1.0)
    add(store, "b", "one", 0.0)
    add(store, "a", "two", 1.0)
    add(store, "b", "three", 1.0)
    add(store, "a", "four", 1.0)
    add(store, "b", "four", None)
    (row,) = compare(store, "a", "good", by="model")
    assert row.pairs == 1


def test_without_a_shared_input_nothing_is_claimed(store: Store) -> None:
    add(store, "a", "one", 1.0)
    add(store, "b", "two", 0.0)
    (row,) = compare(store, "a", "good", by="model")
    assert (row.pairs, row.difference, row.low, row.high) == (0, None, -1.0, 1.0)
    assert (row.p, row.verdict, row.needed) == (1.0, "not enough data", None)


def test_repeated_answers_to_an_input_are_averaged_and_tested_by_t(store: Store) -> None:
    x = {"p": [1, 0], "q": [1, 1], "r": [0, 0], "s": [1, 1]}
    y = {"p": [0, 0], "q": [1, 0], "r": [0, 0], "s": [0, 1]}
    for model, answers in (("a", x), ("b", y)):
        for asked, values in answers.items():
            for value in values:
                add(store, model, asked, value)
    (row,) = compare(store, "a", "good", by="model")
    means = [0.5, 1, 0, 1], [0, 0.5, 0, 0.5]
    expected = paired_difference(*means)
    assert (row.difference, row.high) == (expected.value, expected.high)
    assert row.p == paired_p_value(*means)
    assert row.method == "paired t"


def test_several_variants_are_adjusted_for_each_other(store: Store) -> None:
    for asked in range(60):
        add(store, "a", asked, float(asked < 40))
        add(store, "b", asked, float(asked < 31))
        add(store, "c", asked, float(asked < 30))
    rows = compare(store, "a", "good", by="model")
    assert [(r.a, r.b) for r in rows] == [("a", "b"), ("a", "c"), ("b", "c")]
    assert [r.p_adjusted for r in rows] == holm([r.p for r in rows])
    assert [r.verdict for r in rows] == ["better", "better", "not enough data"]


def test_one_variant_cannot_be_compared(store: Store) -> None:
    add(store, "a", "one", 1.0)
    add(store, "b", "one", None)
    with pytest.raises(UsageError, match=r"needs labels on two values of 'model'.*only 'a'"):
        compare(store, "a", "good", by="model")
