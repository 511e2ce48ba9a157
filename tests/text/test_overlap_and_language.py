"""What one text takes from another, which texts are alike, and what language they are in."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import OutsideError, UsageError
from genchi.text import (
    chinese_share,
    is_chinese,
    language,
    longest_copied_run,
    near_duplicates,
    ngram_overlap,
    ngrams,
    script,
    unsupported_spans,
    words,
)

FEW = st.lists(st.sampled_from("a b c 退 款 d".split()), max_size=20).map(" ".join)


@given(FEW, FEW, st.integers(1, 4))
def test_overlap_is_the_share_of_ngrams_that_occur(text: str, source: str, n: int) -> None:
    mine = ngrams([p.text for p in words(text)], n)
    theirs = set(ngrams([p.text for p in words(source)], n))
    if mine:
        expected = sum(gram in theirs for gram in mine) / len(mine)
        assert ngram_overlap(text, source, n) == pytest.approx(expected)


@given(FEW, FEW)
def test_the_longest_copied_run_is_the_longest_there_is(text: str, source: str) -> None:
    mine, theirs = [p.text for p in words(text)], [p.text for p in words(source)]
    runs = {tuple(theirs[i:j]) for i, j in itertools.combinations(range(len(theirs) + 1), 2)}
    longest = max(
        (
            j - i
            for i, j in itertools.combinations(range(len(mine) + 1), 2)
            if tuple(mine[i:j]) in runs
        ),
        default=0,
    )
    found = longest_copied_run(text, source)
    assert text[found.start : found.end] == found.text
    assert len(words(found.text)) == longest


def test_what_no_source_says_is_shown_in_both_languages() -> None:
    source = "Returns are free within thirty days. 三十天内可以退货。"
    (english,) = unsupported_spans(
        "Returns are free within thirty days and we pay you extra money", source
    )
    assert "extra money" in english.text
    (chinese,) = unsupported_spans("三十天内可以退货，并且赠送一台全新手机。", source)
    assert "全新手机" in chinese.text
    assert unsupported_spans("三十天内可以退货。", source) == []


def test_near_duplicates_are_those_of_comparing_every_pair() -> None:
    generator = random.Random(4)
    base = [" ".join(generator.choices("abcdefghijklmnopqrstuvwxyz", k=40)) for _ in range(30)]
    texts = (
        base + [text + " extra" for text in base[:10]] + [f"客户要求退款{n}" * 9 for n in range(3)]
    )
    groups = near_duplicates(texts, 0.8)
    assert [[n, n + 30] for n in range(10)] == [g for g in groups if g[0] < 10]
    assert all(len(g) > 1 for g in groups)


def test_near_duplicates_are_the_same_in_another_process() -> None:
    code = (
        "from genchi.text import near_duplicates\n"
        "print(near_duplicates(['a b c d e f g h'] * 3 + ['x y z'] + ['退款政策说明文字'] * 2))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert printed == {"[[0, 1, 2], [4, 5]]\n"}


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("我要退款，谢谢", "zh", "han"),
        ("请问 iPhone 15 Pro Max 怎么退货", "zh", None),
        ("これは日本語の文です", "ja", None),
        ("한국어 문장입니다", "ko", "hangul"),
        ("Где мой заказ?", "ru", "cyrillic"),
        ("أين طلبي", "ar", "arabic"),
        ("123 !!", "und", None),
        ("", "und", None),
    ],
)
def test_a_language_is_told_by_its_script(text: str, code: str, name: str | None) -> None:
    assert language(text) == code
    assert name is None or script(text) == name


def test_latin_languages_are_told_apart_with_the_lab_extra() -> None:
    pytest.importorskip("py3langid", reason='needs the lab extra: pip install "genchi[lab]"')
    assert language("Where is the parcel that I ordered last week?") == "en"
    assert language("Wo ist das Paket, das ich letzte Woche bestellt habe?") == "de"
    assert language("Où est le colis que j'ai commandé la semaine dernière ?") == "fr"


def test_without_it_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "py3langid", None)
    monkeypatch.setitem(sys.modules, "py3langid.langid", None)
    with pytest.raises(OutsideError, match=r'pip install "genchi\[lab\]"'):
        language("Wo ist das Paket, das ich letzte Woche bestellt habe?", among=["de", "fr"])


def test_chinese_is_measured_by_its_share() -> None:
    assert is_chinese("退款 policy 说明")
    assert not is_chinese("the refund policy (退款)")
    assert chinese_share("退款") == 1.0
    assert chinese_share("abc") == 0.0


def test_a_wrong_size_is_the_callers_mistake() -> None:
    with pytest.raises(UsageError):
        ngrams(["a"], 0)
    with pytest.raises(UsageError):
        near_duplicates(["a"], 1.5)
