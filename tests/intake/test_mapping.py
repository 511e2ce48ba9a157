"""What is mapped is meant, what is guessed is only a guess, and nothing of a record is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from genchi import Home
from genchi.errors import UsageError
from genchi.intake import Summary
from genchi.records import Payload, Span

Read = Callable[..., tuple[Summary, list[tuple[Span, Payload]]]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Imports these records with this mapping."""

    def imported(
        *records: dict[str, Any], mapping: Sequence[str] = ()
    ) -> tuple[Summary, list[tuple[Span, Payload]]]:
        path = tmp_path / "a.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records))
        with Home(tmp_path / "home") as home:
            summary = home.import_file(path, "app", mapping=mapping)
            spans = list(home.store().spans.list("app", payloads=True))
        return summary, [(span, span.payload) for span in spans if span.payload]

    return imported


ODD = [
    ("cost", "free"),
    ("latency", -1),
    ("latency", 1e300),
    ("latency_ms", "slow"),
    ("time", "soon"),
    ("time", "9999-01-01"),
    ("input_tokens", 2**63),
    ("output_tokens", 1e30),
    ("model", {"name": "m"}),
    ("label.good", "often"),
    ("labels", "good"),
    ("checks", [1]),
    ("check.judge", 7),
    ("messages", "hi"),
    ("spans.made_up", [{"start": 3, "end": 1}]),
]


@pytest.mark.parametrize(("key", "value"), ODD)
def test_a_mapped_value_of_no_use_rejects_its_record_alone(
    read: Read, key: str, value: object
) -> None:
    good, bad = {"answer": "a"}, {"answer": "b", "x": value}
    summary, found = read(good, bad, mapping=[f"{key}=x"])
    assert [payload.output for _, payload in found] == ["a"]
    (reason,) = summary.reasons
    assert reason.startswith(f"{key}: ")


@pytest.mark.parametrize(("key", "value"), ODD)
def test_a_guessed_value_of_no_use_stays_in_the_metadata_and_is_counted(
    read: Read, key: str, value: object
) -> None:
    summary, [(_, payload)] = read({"answer": "a", key: value})
    assert summary.rejected == 0
    assert summary.doubts == {key: 1}
    assert payload.metadata == {key: value}


def test_fields_that_no_key_took_are_kept_as_metadata(read: Read) -> None:
    rest = {"temperature": 0.5, "tags": ["a"], "温度": {"x": None}}
    _, [(_, payload)] = read({"answer": "a", **rest})
    assert payload.metadata == rest


def test_an_expression_reaches_into_a_record(read: Read) -> None:
    record = {"r": {"choices": [{"text": "a"}]}, "model answer": "b"}
    _, [(span, payload)] = read(
        record,
        mapping=["output=r.choices[0].text", 'inputs.other="model answer"', "model='m'"],
    )
    assert (payload.output, payload.inputs, span.model) == ("a", {"other": "b"}, "m")


def test_an_expression_that_fails_on_a_record_rejects_it(read: Read) -> None:
    summary, found = read(
        {"answer": "a", "n": [1]}, {"answer": "b", "n": 7}, mapping=["label.x=length(n) > `0`"]
    )
    assert len(found) == 1
    (reason,) = summary.reasons
    assert reason.startswith("label.x: 'length(n) > `0`' failed: ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("output", "'output' is not KEY=EXPRESSION, for example --map output=answer"),
        ("=answer", "is not KEY=EXPRESSION"),
        ("output= ", "is not KEY=EXPRESSION"),
        ("outptu=answer", "there is no key 'outptu'; the keys are id, output"),
        ("label.=x", "there is no key 'label.'"),
        ("output=a[", r"the expression 'a\[' is not JMESPath"),
        ("output=模型.回答", "other characters than letters, digits and _ stands in double quotes"),
        ("output=first(answer)", "calls first, which JMESPath has not: it has abs, avg, ceil"),
        ("output=a[?shout(@)].b | [0]", "calls shout, which JMESPath has not"),
        ("output=anwser", "--map 'output=anwser' finds nothing in the first .* fields are answer"),
        ("output=answer.text", "finds nothing in the first records of "),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_with_a_sentence(
    read: Read, text: str, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        read({"answer": "a"}, mapping=[text])


@pytest.mark.parametrize("text", ["output=回答", 'output="回答"', "output=回答 "])
def test_a_chinese_name_may_stand_without_quotes(read: Read, text: str) -> None:
    _, [(_, payload)] = read({"回答": "好", "answer": "x"}, mapping=[text])
    assert payload.output == "好"
    assert payload.metadata == {"answer": "x"}


def test_an_output_that_comes_late_is_waited_for(read: Read) -> None:
    failed, fine = {"error": "timeout"}, {"final": "a"}
    summary, found = read(*[failed] * 50, fine, mapping=["output=final"])
    assert summary.rejected == 0
    assert [payload.output for _, payload in found] == [None] * 50 + ["a"]


def test_a_preview_shows_an_expression_that_fails_and_the_rejects(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"answer": 7}\n')
    with Home(tmp_path / "home") as home:
        preview = home.preview_file(path, "app", mapping=["output=length(answer)"])
    assert preview.mapping == {"output": "length(answer)"}
    assert preview.records == []
    assert [reject.place for reject in preview.rejects] == ["line 1"]


def test_what_is_mapped_to_a_name_has_that_name_and_the_field_beside_it(read: Read) -> None:
    record = {"answer": "a", "lang": "field", "about": {"lang": "meant"}, "id": 1, "uid": 2}
    _, [(_, payload)] = read(record, mapping=["metadata.lang=about.lang", "id=uid"])
    about = {"lang": "meant"}
    assert payload.metadata == {
        "lang": "meant",
        "lang (2)": "field",
        "about": about,
        "id": 2,
        "id (2)": 1,
    }


def test_one_label_of_no_use_does_not_cost_the_others(read: Read) -> None:
    record = {"answer": "a", "labels": {"grounded": True, "polite": "quite", "said": None}}
    summary, [(_, payload)] = read(record)
    assert (summary.labels, summary.doubts) == (1, {"label.polite": 1})
    assert payload.metadata == {"label.polite": "quite"}
    summary, _ = read(record | {"answer": "b"}, mapping=["labels=labels"])
    assert summary.reasons.most_common(1)[0][0].startswith("label.polite: 'quite' is not a verdict")


def test_an_annotator_without_a_label_is_metadata_and_a_word_like_ours_is_no_annotator(
    read: Read,
) -> None:
    summary, found = read({"answer": "import"}, {"answer": "b", "annotator": "mei"})
    assert (summary.added, summary.labels) == (2, 0)
    assert [payload.metadata for _, payload in found] == [{}, {"annotator": "mei"}]
