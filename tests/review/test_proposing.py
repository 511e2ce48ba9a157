"""From a bad output to checks: found, graded and ranked as counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.records import Label, Message, Passage, Payload, Span, SpanKey, Target, Text
from genchi.review.candidates import Candidate
from genchi.review.items import asked_text, item, preview, said_of
from genchi.review.proposing import case_of, propose, propose_apart
from genchi.stats import wilson
from genchi.store import Store, open_store

BAD = "Sure! We guarantee your refund within {n}7 days."
BAD_ZH = "亲，我们保证{n}7天内退款，一定没有问题。"
GOOD = "A refund usually takes five working days, as the terms of order {n} say."
GOOD_ZH = "退款通常需要五个工作日，请以订单{n}的条款为准。"


def key_of(n: int) -> SpanKey:
    return SpanKey("shop", f"{n:032x}", f"{n:016x}")


def label(n: int, value: float, **more: str) -> Label:
    return Label("helpful", Target(key_of(n)), value, "ann", n, **more)  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Outputs 1–5 bad, 6–25 good, 26–40 without labels, of which 26 and 27 are like the bad."""
    opened = open_store(tmp_path, create=True)
    outputs = {n: (BAD if n % 2 else BAD_ZH) for n in (*range(1, 6), 26, 27)}
    opened.spans.add(
        [
            Span(
                key_of(n),
                start_ns=n,
                payload=Payload(
                    {"question": "refund?", "order": n},
                    outputs.get(n, GOOD if n % 2 else GOOD_ZH).format(n=n),
                    passages=(Passage("A refund takes five working days. 退款需要五个工作日。"),),
                ),
            )
            for n in range(1, 41)
        ]
    )
    opened.labels.add([label(n, 0.0, failure="promise") for n in range(1, 6)])
    opened.labels.add([label(n, 1.0) for n in range(6, 26)])
    return opened


def of_spec(candidates: tuple[Candidate, ...], start: str) -> Candidate:
    return next(one for one in candidates if one.spec.startswith(start))


def test_each_candidate_fails_the_output_and_is_counted_on_what_people_said(store: Store) -> None:
    found = propose(store, "shop", "helpful", key_of(1), "We guarantee")
    promise = of_spec(found.candidates, "excludes('We guarantee')")
    assert (promise.caught, promise.bad, promise.wrong, promise.good) == (3, 5, 0, 20)
    assert (promise.failed, promise.recent) == (1, 15)
    assert promise.catches == wilson(3, 5)
    assert promise.wrongly_fails == wilson(0, 20)
    assert set(promise.caught_examples) == {key_of(3), key_of(5)}
    assert promise.recent_examples == (key_of(27),)
    assert (found.tried, found.labelled) == (25, 25)
    assert len(found.candidates) <= 8


def test_a_selected_number_stands_for_any_number(store: Store) -> None:
    found = propose(store, "shop", "helpful", key_of(1), "within 17 days")
    any_number = of_spec(found.candidates, "not_matches('within")
    assert (any_number.caught, any_number.wrong) == (3, 0)
    assert of_spec(found.candidates, "excludes('within 17 days')").caught == 1


def test_chinese_outputs_have_phrases_as_well(store: Store) -> None:
    found = propose(store, "shop", "helpful", key_of(2))
    specs = [one.spec for one in found.candidates]
    telling = [one for one in found.candidates if "保证" in one.spec]
    assert telling, specs
    assert (telling[0].caught, telling[0].wrong, telling[0].failed) == (2, 0, 1)


def test_a_grounding_check_is_proposed_where_there_are_passages(store: Store) -> None:
    found = propose(store, "shop", "helpful", key_of(3))
    numbers = of_spec(found.candidates, "numbers_in_source")
    assert numbers.caught >= 1


def test_candidates_that_wrongly_fail_many_come_last(store: Store) -> None:
    found = propose(store, "shop", "helpful", key_of(1), "a")
    much = [one.wrong > one.good * 0.10 for one in found.candidates]
    assert much == sorted(much)


def test_a_correction_is_the_reference_and_asks_for_what_the_output_lacks(store: Store) -> None:
    better = "Please wait five working days; our team will then write to you."
    store.labels.add([Label("helpful", Target(key_of(1)), 0.0, "ben", 99, correction=better)])
    found = propose(store, "shop", "helpful", key_of(1))
    wanted = of_spec(found.candidates, "contains('")
    assert wanted.spec == "contains('our team will then write to you')"
    span = store.spans.get(key_of(1))
    assert span is not None
    said = said_of(store.labels.current("shop", "helpful"))[key_of(1)]
    assert (wanted.wrong, wanted.good) == (20, 20)
    assert found.candidates[-1].wrong > found.candidates[0].wrong
    case = case_of(span, said, "helpful")
    assert case.reference == better
    assert case.inputs == {"question": "refund?", "order": 1}
    assert case.metadata == {"criterion": "helpful", "failure": "promise"}
    assert case.origin == key_of(1)
    assert case_of(span, said, "helpful", "mine").reference == "mine"


def test_a_case_without_inputs_has_the_conversation(store: Store) -> None:
    asked = Message("user", (Text("能退款吗？"),))
    span = Span(key_of(90), start_ns=1, payload=Payload(messages=(asked,), output="不能"))
    case = case_of(span, None, "helpful")
    assert case.inputs == {
        "messages": [{"role": "user", "parts": [{"type": "text", "content": "能退款吗？"}]}]
    }


def test_without_any_label_only_checks_that_fit_any_text_are_proposed(tmp_path: Path) -> None:
    bare = open_store(tmp_path, create=True)
    text = "I'm sorry, but I can't help with that. [NAME]"
    bare.spans.add([Span(key_of(1), start_ns=1, payload=Payload({"q": "?"}, text))])
    found = propose(bare, "shop", "helpful", key_of(1), "can't help")
    specs = [one.spec for one in found.candidates]
    assert "no_refusal" in specs
    assert "all_uppercase" not in specs
    assert all((one.bad, one.good, one.wrongly_fails) == (1, 0, None) for one in found.candidates)


def test_checks_that_nearly_every_good_output_fails_are_not_shown(store: Store) -> None:
    specs = {one.spec for one in propose(store, "shop", "helpful", key_of(1)).candidates}
    assert not specs & {"all_uppercase", "is_json", "is_yaml", "code_parses"}


def test_the_same_is_found_in_a_process_of_its_own(store: Store) -> None:
    here = propose(store, "shop", "helpful", key_of(1), "We guarantee")
    assert propose_apart(store, "shop", "helpful", key_of(1), "We guarantee") == here


def test_an_output_that_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(UsageError, match="has no output"):
        propose_apart(store, "shop", "helpful", key_of(99))


@pytest.mark.parametrize("text", ["", " ", "\x00", "a" * 30_000, "退" * 9_000, "((((", "🙂" * 50])
def test_odd_outputs_and_selections_are_taken(tmp_path: Path, text: str) -> None:
    odd = open_store(tmp_path, create=True)
    odd.spans.add(
        [Span(key_of(n), start_ns=n, payload=Payload({"q": n}, text)) for n in range(1, 5)]
    )
    odd.labels.add([label(1, 0.0), label(2, 0.0), label(3, 1.0)])
    found = propose(odd, "shop", "helpful", key_of(1), text)
    assert all(one.caught >= 1 for one in found.candidates)


def test_a_line_of_a_list_is_short_and_whole() -> None:
    payload = Payload({"q": "a\n\nb", "n": 3}, {"answer": "x" * 500})
    found = item(key_of(1), payload)
    assert found.input_preview == "a b 3"
    assert len(found.output_preview) == 240
    assert found.output_preview.endswith("…")
    assert preview("") == ""
    assert asked_text(Payload()) == ""
