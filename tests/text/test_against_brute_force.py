"""The quick algorithms give what the slow and plain ones give."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import UsageError
from genchi.text import longest_copied_run, near_duplicates, ngram_overlap, unsupported_spans, words
from genchi.text.duplicates import shingles

FEW = st.lists(st.sampled_from("a b 退 款 c".split()), max_size=14).map(" ".join)


def jaccard(a: str, b: str) -> float:
    one, other = shingles(a), shingles(b)
    return len(one & other) / len(one | other)


def groups_by_every_pair(texts: list[str], threshold: float) -> list[list[int]]:
    group = list(range(len(texts)))
    for a, b in itertools.combinations(range(len(texts)), 2):
        if jaccard(texts[a], texts[b]) >= threshold - 1e-9:
            low, high = sorted((group[a], group[b]))
            group = [low if g == high else g for g in group]
    members = [[place for place, g in enumerate(group) if g == name] for name in set(group)]
    return sorted(one for one in members if len(one) > 1)


@given(
    st.lists(FEW, max_size=12),
    st.sampled_from([0.05, 0.2, 1 / 3, 0.5, 0.6, 0.75, 0.8, 0.9, 1.0]),
)
def test_near_duplicates_are_found_as_by_comparing_every_pair(
    texts: list[str], threshold: float
) -> None:
    assert near_duplicates(texts, threshold) == groups_by_every_pair(texts, threshold)


def test_near_duplicates_differ_in_width_and_case_only_or_in_little() -> None:
    texts = [
        "请问如何申请退款流程？",
        "how do I return it",
        "请问如何申请退款流程",
        "How do I return IT?!",
    ]
    assert near_duplicates(texts) == [[0, 2], [1, 3]]


@pytest.mark.parametrize("threshold", [0, -1, 1.01])
def test_a_threshold_outside_its_range_is_shown(threshold: float) -> None:
    with pytest.raises(UsageError, match=str(threshold)):
        near_duplicates(["a"], threshold)


def test_one_text_is_not_a_list_of_texts() -> None:
    with pytest.raises(UsageError, match="not one text"):
        near_duplicates("abc")


@given(FEW, FEW, st.integers(1, 4))
def test_unsupported_spans_are_the_units_in_no_shared_ngram(text: str, source: str, n: int) -> None:
    mine, theirs = ([p.text for p in words(t)] for t in (text, source))
    width = min(n, len(mine))
    covered: set[int] = set()
    for i in range(len(mine) - width + 1):
        if any(mine[i : i + width] == theirs[j : j + width] for j in range(len(theirs))):
            covered |= set(range(i, i + width))
    left = [unit for place, unit in enumerate(mine) if place not in covered]
    spans = unsupported_spans(text, source, n)
    assert [p.text for span in spans for p in words(span.text)] == left
    assert not left or ngram_overlap(text, source, n) < 1


@given(FEW, FEW)
def test_the_copied_run_is_the_first_of_the_longest(text: str, source: str) -> None:
    pieces, theirs = words(text), [p.text for p in words(source)]
    mine = [p.text for p in pieces]
    best = max(
        (
            (j - i, -i)
            for i in range(len(mine))
            for j in range(i + 1, len(mine) + 1)
            if any(theirs[k : k + j - i] == mine[i:j] for k in range(len(theirs)))
        ),
        default=None,
    )
    found = longest_copied_run(text, source)
    if best is None:
        assert (found.start, found.end) == (0, 0)
    else:
        length, place = best[0], -best[1]
        assert (found.start, found.end) == (pieces[place].start, pieces[place + length - 1].end)


def test_a_copied_run_is_found_whatever_its_case_width_and_punctuation() -> None:
    assert (
        longest_copied_run("他写道：ＧＰＴ 很好用", "我觉得gpt，很好，用。").text == "ＧＰＴ 很好用"
    )
    assert longest_copied_run("nothing", "没有").text == ""


def test_an_empty_text_is_fully_covered() -> None:
    assert ngram_overlap("", "abc") == ngram_overlap("！？", "") == 1.0
    assert unsupported_spans("", "abc") == []
