"""Checks that labels suggest: found where there is something, and not where there is nothing."""

from __future__ import annotations

import random

import pytest

np = pytest.importorskip("numpy", reason='needs the lab extra: pip install "genchi[lab]"')
pytest.importorskip("scipy", reason='needs the lab extra: pip install "genchi[lab]"')

from genchi.records import Subject  # noqa: E402
from genchi.review.phrases import Texts  # noqa: E402
from genchi.review.suggesting import Suggestion, suggest_checks  # noqa: E402

FILL = "the parcel is on its way to you and will come soon with our thanks".split()
ZH = "您的包裹正在路上请耐心等待谢谢"


def suggested(texts: list[str], good: list[bool]) -> dict[str, Suggestion]:
    subjects = [Subject(text, inputs={"q": i}) for i, text in enumerate(texts)]
    found = suggest_checks(subjects, good, np.arange(len(texts)))
    return {s.check.spec: s for s in found}


def some_text(generator: random.Random, words: int) -> str:
    return " ".join(generator.choices(FILL, k=words)) + "."


@pytest.mark.parametrize("phrase", ["as an assistant", "作为一个人工智能"])
def test_a_phrase_that_marks_the_bad_ones_is_found(phrase: str) -> None:
    generator = random.Random(1)
    good = [i % 3 > 0 for i in range(90)]
    texts = [
        some_text(generator, 12) + ("" if g else f" {phrase} 我不能") + ZH[: generator.randrange(9)]
        for g in good
    ]
    found = suggested(texts, good)
    spec = next(spec for spec in found if spec.startswith("excludes("))
    best = found[spec]
    assert best.held_out.coverage is not None
    assert best.held_out.coverage.value > 0.9
    assert best.wrongly_fails == 0.0
    assert len(best.caught) == 30


def test_a_limit_of_length_is_found_and_ready_to_paste() -> None:
    generator = random.Random(2)
    good = [i % 3 > 0 for i in range(90)]
    texts = [some_text(generator, generator.randrange(5, 30) if g else 60) for g in good]
    found = suggested(texts, good)
    spec = next(spec for spec in found if spec.startswith("max_words("))
    limit = int(spec.removeprefix("max_words(").removesuffix(")"))
    assert 25 <= limit < 60
    held_out = found[spec].held_out.coverage
    assert held_out is not None
    assert held_out.value == 1.0


def test_where_labels_are_chance_nothing_much_is_promised() -> None:
    promised = []
    for seed in range(5):
        generator = random.Random(seed)
        good = [generator.random() < 0.7 for _ in range(80)]
        texts = [some_text(generator, generator.randrange(5, 40)) for _ in good]
        for suggestion in suggested(texts, good).values():
            held = suggestion.held_out
            assert held.coverage is not None
            assert held.false_failure is not None
            promised.append(held.coverage.value - held.false_failure.value)
    assert sum(gain > 0.15 for gain in promised) <= 1


def test_the_same_labels_suggest_the_same_twice() -> None:
    generator = random.Random(3)
    good = [i % 2 > 0 for i in range(40)]
    texts = [some_text(generator, 8 if g else 20) for g in good]
    first, second = suggested(texts, good), suggested(texts, good)
    assert list(first) == list(second)
    assert first == second


def test_phrases_do_not_cross_sentences_and_need_to_occur_twice() -> None:
    texts = Texts(["bad end. start over", "bad end. start over", "fine text", "other text"])
    everything, bad = np.ones(4, dtype=bool), np.array([True, True, False, False])
    assert Texts(["once", "b", "c", "d"]).marking(everything, bad, 0.1) == []
    assert "end. start" not in " ".join(texts.marking(everything, bad, 0.1))


def test_beside_a_true_phrase_hardly_any_other_is_named() -> None:
    """A true phrase has many variants, which must not make room for chance findings."""
    with_another = 0
    for seed in range(20):
        generator = random.Random(seed)
        words = [f"w{i}" for i in range(2000)]
        weights = [1 / (i + 1) for i in range(2000)]
        bad = [generator.random() < 0.2 for _ in range(300)]
        texts = [
            " ".join(generator.choices(words, weights, k=100))
            + (". as an ai language model i cannot" if b and generator.random() < 0.5 else "")
            for b in bad
        ]
        found = Texts(texts).marking(np.ones(300, dtype=bool), np.array(bad), 0.1)
        assert any("ai" in phrase.split() for phrase in found)
        with_another += any("w" in phrase and "model" not in phrase for phrase in found)
    assert with_another <= 4


def test_texts_without_phrases_mark_nothing() -> None:
    for texts in ([], [""], ["", "!"], ["a", "a"]):
        everything = np.ones(len(texts), dtype=bool)
        assert Texts(texts).marking(everything, everything, 0.1) == []


def test_a_phrase_is_given_as_it_is_written() -> None:
    texts = ["I can, of course! 使用GPT模型"] * 5 + ["x y z"] * 5
    bad = np.arange(10) < 5
    assert Texts(texts).marking(np.ones(10, dtype=bool), bad, 0.1) == ["i can, of course"]
