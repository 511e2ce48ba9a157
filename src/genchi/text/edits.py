"""How many letters two texts are apart."""

from __future__ import annotations

from genchi.text.normal_form import normalise


def edit_distance(a: str, b: str) -> int:
    """The smallest number of insertions, deletions and replacements of one character (Levenshtein).

    Compares the texts as they are; normalise them first where case and width do not matter.

    >>> edit_distance("kitten", "sitting"), edit_distance("北京市", "北京")
    (3, 1)
    """
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(a, b)


def similarity(a: str, b: str) -> float:
    """1.0 for texts equal after `normalise`, 0.0 for texts with nothing in common.

    One minus the edit distance over the length of the longer text.

    >>> similarity("Ｈello", "hello"), similarity("abc", "xyz"), similarity("今天天气", "今天天晴")
    (1.0, 0.0, 0.75)
    """
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(normalise(a), normalise(b))
