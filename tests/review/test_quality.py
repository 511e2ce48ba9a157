"""The rate of good outputs: exact where all is known, honest where it is not."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.records import Label, Payload, Span, SpanKey, Target, Verdict
from genchi.review import agreement, labelled_outputs, quality
from genchi.stats import clustered_proportion, krippendorff_alpha, ppi_mean, wilson
from genchi.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def add(
    store: Store,
    number: int,
    *,
    model: str = "m",
    asked: object = None,
    labels: dict[str, float | None] | None = None,
    judged: Verdict | None = None,
    **metadata: object,
) -> SpanKey:
    key = SpanKey("a", f"{number:032x}", f"{number:016x}")
    inputs = {"q": number if asked is None else asked}
    payload = Payload(inputs=inputs, output="x", metadata=metadata)
    store.spans.add([Span(key, start_ns=number, model=model, payload=payload)])
    store.labels.add(
        [Label("good", Target(key), value, who, 1) for who, value in (labels or {}).items()]
    )
    if judged is not None:
        store.verdicts.add("a", "judge", "1", [(key, judged)], now_ns=1)
    return key


def test_when_everything_is_labelled_the_rate_is_the_exact_proportion(store: Store) -> None:
    for n in range(10):
        add(store, n, labels={"mei": float(n < 7)})
    (row,) = quality(store, "a", "good")
    expected = wilson(7, 10)
    assert (row.group, row.n, row.labelled, row.rate) == ("all", 10, 10, 0.7)
    assert (row.low, row.high, row.method) == (expected.low, expected.high, "wilson")


def test_groups_are_counted_apart_and_sorted_and_unlabelled_ones_say_so(store: Store) -> None:
    add(store, 1, model="b", labels={"mei": 1.0})
    add(store, 2, model="a", labels={"mei": 0.0})
    add(store, 3, model="a")
    add(store, 4, model="c")
    rows = quality(store, "a", "good", by="model")
    assert [(r.group, r.n, r.labelled, r.rate) for r in rows] == [
        ("a", 2, 1, 0.0),
        ("b", 1, 1, 1.0),
        ("c", 1, 0, None),
    ]
    assert (rows[2].low, rows[2].high) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["metadata.lang", "lang"])
def test_a_group_may_be_any_field_of_the_metadata_or_inputs(store: Store, name: str) -> None:
    add(store, 1, labels={"mei": 1.0}, lang="zh")
    add(store, 2, labels={"mei": 0.0}, lang="en")
    add(store, 3, labels={"mei": 0.0})
    rows = quality(store, "a", "good", by=name)
    assert [(r.group, r.rate) for r in rows] == [("(none)", 0.0), ("en", 0.0), ("zh", 1.0)]
    assert [r.group for r in quality(store, "a", "good", by="q")] == ["1", "2", "3"]


def test_several_people_are_averaged_and_their_agreement_is_given(store: Store) -> None:
    said = [(1.0, 1.0), (1.0, 0.0), (0.0, 0.0), (1.0, None)]
    for n, (mei, tom) in enumerate(said):
        add(store, n, labels={"mei": mei, "tom": tom})
    (row,) = quality(store, "a", "good")
    assert row.rate == pytest.approx((1 + 0.5 + 0 + 1) / 4)
    assert row.annotators == 2
    assert row.agreement == pytest.approx(krippendorff_alpha([[1, 1, 0], [1, 0, 0]]))


def test_one_person_has_no_agreement(store: Store) -> None:
    add(store, 1, labels={"mei": 1.0})
    outputs = labelled_outputs(store, "a", "good")
    assert agreement(outputs) == (1, None)


def test_outputs_for_the_same_input_are_one_cluster(store: Store) -> None:
    values = [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]
    asked = ["p", "p", "p", "q", "q", "q", "r", "s"]
    for n, (value, question) in enumerate(zip(values, asked, strict=True)):
        add(store, n, asked=question, labels={"mei": value})
    (row,) = quality(store, "a", "good")
    expected = clustered_proportion(values, asked)
    assert (row.low, row.high) == (expected.low, expected.high)
    assert row.method == "wilson, clustered"
    assert row.high - row.low > wilson(4, 8).high - wilson(4, 8).low


def test_a_check_on_everything_narrows_the_interval_of_few_labels(store: Store) -> None:
    generator = random.Random(1)
    truth = [float(generator.random() < 0.7) for _ in range(600)]
    judged = [t if generator.random() < 0.95 else 1 - t for t in truth]
    with store.together():
        for n, (true, said) in enumerate(zip(truth, judged, strict=True)):
            verdict = Verdict("pass" if said else "fail")
            add(store, n, labels={"mei": true} if n < 100 else {}, judged=verdict)
    (plain,) = quality(store, "a", "good")
    (helped,) = quality(store, "a", "good", check="judge")
    expected = ppi_mean(truth[:100], judged[:100], judged[100:])
    assert (helped.rate, helped.low, helped.high) == (expected.value, expected.low, expected.high)
    assert helped.method == "ppi++"
    assert helped.high - helped.low < 0.8 * (plain.high - plain.low)


def test_a_check_that_broke_or_did_not_apply_has_not_passed(store: Store) -> None:
    add(store, 1, labels={"mei": 1.0}, judged=Verdict("skip"))
    add(store, 2, labels={"mei": 1.0}, judged=Verdict("error"))
    add(store, 3, labels={"mei": 1.0}, judged=Verdict("pass"))
    judged = [output.judged for output in labelled_outputs(store, "a", "good", check="judge")]
    assert judged == [0.0, 0.0, 1.0]


def test_outputs_without_a_verdict_are_left_out_and_counted(store: Store) -> None:
    for n in range(40):
        add(store, n, labels={"mei": 1.0} if n < 20 else {}, judged=Verdict("pass"))
    add(store, 99)
    (row,) = quality(store, "a", "good", check="judge")
    assert (row.n, row.labelled, row.unjudged) == (41, 20, 1)


def test_what_is_not_there_is_named_with_what_is(store: Store) -> None:
    add(store, 1, labels={"mei": 1.0}, lang="zh")
    with pytest.raises(UsageError, match=r"no application 'b'.*there is a"):
        quality(store, "b", "good")
    with pytest.raises(UsageError, match=r"no labels for 'nice'; it has good \(1\)"):
        quality(store, "a", "nice")
    with pytest.raises(UsageError, match=r"no field 'colour'.*model.*inputs.q, metadata.lang"):
        quality(store, "a", "good", by="colour")
    with pytest.raises(UsageError, match=r"no verdicts of a check 'judge'.*none"):
        quality(store, "a", "good", check="judge")


def test_repeated_inputs_widen_the_interval_with_a_check_too(store: Store) -> None:
    generator = random.Random(2)
    with store.together():
        for n in range(300):
            true = float(generator.random() < 0.6)
            said = true if generator.random() < 0.9 else 1 - true
            for copy in range(3):
                labels: dict[str, float | None] = {"mei": true} if n < 60 else {}
                verdict = Verdict("pass" if said else "fail")
                add(store, 3 * n + copy, asked=n, labels=labels, judged=verdict)
    (row,) = quality(store, "a", "good", check="judge")
    outputs = labelled_outputs(store, "a", "good", check="judge")
    labelled = [o for o in outputs if o.label is not None]
    plain = ppi_mean(
        [o.label or 0.0 for o in labelled],
        [o.judged or 0.0 for o in labelled],
        [o.judged or 0.0 for o in outputs if o.label is None],
    )
    assert row.rate == plain.value
    assert 1.6 < (row.high - row.low) / (plain.high - plain.low) < 1.9  # about the root of three


def test_outputs_that_nobody_asked_for_count_one_by_one(store: Store) -> None:
    for n in range(6):
        key = SpanKey("a", f"{n:032x}", f"{n:016x}")
        store.spans.add([Span(key, start_ns=n, payload=Payload(output="x"))])
        store.labels.add([Label("good", Target(key), float(n < 4), "mei", 1)])
    (row,) = quality(store, "a", "good")
    assert (row.method, row.low) == ("wilson", wilson(4, 6).low)
