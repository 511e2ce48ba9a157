"""How much of a text stands word for word in its source.

The units are those of `words`, folded, so Chinese is compared character by character.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from genchi.errors import UsageError
from genchi.text.pieces import Piece, unit_keys, words

# A prime modulus and a base for the rolling hash; every hit is compared in full.
_MODULUS = (1 << 61) - 1
_BASE = 1_000_003


def ngrams(units: Sequence[str], n: int) -> list[tuple[str, ...]]:
    """Every run of `n` neighbours, in order; none when there are fewer than `n` units.

    >>> ngrams(["a", "b", "c"], 2)
    [('a', 'b'), ('b', 'c')]
    """
    if n < 1:
        raise UsageError(f"an n-gram has at least one unit, but n is {n!r}")
    return list(zip(*(units[offset:] for offset in range(n)), strict=False))


def ngram_overlap(text: str, source: str, n: int = 3) -> float:
    """The share of the n-grams of `text` that occur in `source`, from 0.0 to 1.0.

    A text shorter than `n` units is looked for as a whole. A text with no units is fully covered.

    >>> ngram_overlap("the cat sat", "Yesterday the cat sat down.")
    1.0
    >>> ngram_overlap("今天下大雨", "今天下小雨")
    0.3333333333333333
    """
    keys = unit_keys(words(text))
    found = _found(keys, source, n)
    return sum(found) / len(found) if found else 1.0


def unsupported_spans(text: str, source: str, n: int = 3) -> list[Piece]:
    """The runs of `text` that no n-gram shared with `source` covers.

    >>> [piece.text for piece in unsupported_spans("The cat sat on a red mat", "the cat sat on a")]
    ['red mat']
    """
    pieces = words(text)
    found = _found(unit_keys(pieces), source, n)
    covered = bytearray(len(pieces))
    width = len(pieces) - len(found) + 1
    reach = 0
    for place, hit in enumerate(found):
        if hit:
            for unit in range(max(place, reach), place + width):
                covered[unit] = 1
            reach = place + width
    return _runs(text, pieces, covered)


def longest_copied_run(text: str, source: str) -> Piece:
    """The longest run of units of `text` that stands in `source`; an empty piece if there is none.

    Of several equally long runs the first. Takes n log n steps.

    >>> longest_copied_run("He said: the cat sat on it.", "I saw that the CAT sat there").text
    'the cat sat'
    """
    pieces = words(text)
    ours, theirs = _numbered(unit_keys(pieces), unit_keys(words(source)))
    ours_hashed, theirs_hashed = _prefix_hashes(ours), _prefix_hashes(theirs)
    low, high, best = 1, min(len(ours), len(theirs)), (0, 0)
    while low <= high:
        length = (low + high) // 2
        place = _first_shared(ours, ours_hashed, theirs, theirs_hashed, length)
        if place is None:
            high = length - 1
        else:
            best, low = (place, length), length + 1
    place, length = best
    return _span(text, pieces, place, place + length) if length else Piece(0, 0, "")


def _found(keys: list[str], source: str, n: int) -> list[bool]:
    """For each n-gram of the text, whether the source has it."""
    width = min(n, len(keys)) if n >= 1 else n
    if not keys:
        return []
    known = set(ngrams(unit_keys(words(source)), width))
    return [gram in known for gram in ngrams(keys, width)]


def _runs(text: str, pieces: list[Piece], covered: bytearray) -> list[Piece]:
    runs: list[Piece] = []
    start = covered.find(0)
    while start >= 0:
        end = covered.find(1, start)
        end = len(covered) if end < 0 else end
        runs.append(_span(text, pieces, start, end))
        start = covered.find(0, end)
    return runs


def _span(text: str, pieces: list[Piece], first: int, after: int) -> Piece:
    start, end = pieces[first].start, pieces[after - 1].end
    return Piece(start, end, text[start:end])


def _numbered(*lists: list[str]) -> tuple[list[int], ...]:
    """The same lists with equal units replaced by equal numbers from 1."""
    numbers: dict[str, int] = {}
    return tuple([numbers.setdefault(key, len(numbers) + 1) for key in keys] for keys in lists)


def _prefix_hashes(units: list[int]) -> list[int]:
    return list(accumulate(units, lambda h, unit: (h * _BASE + unit) % _MODULUS, initial=0))


def _window_hashes(hashes: list[int], length: int) -> list[int]:
    power = pow(_BASE, length, _MODULUS)
    pairs = zip(hashes, hashes[length:], strict=False)
    return [(after - before * power) % _MODULUS for before, after in pairs]


def _first_shared(
    ours: list[int],
    ours_hashed: list[int],
    theirs: list[int],
    theirs_hashed: list[int],
    length: int,
) -> int | None:
    """Where in `ours` the first run of this length begins that `theirs` also has."""
    places = {h: place for place, h in enumerate(_window_hashes(theirs_hashed, length))}
    for place, h in enumerate(_window_hashes(ours_hashed, length)):
        other = places.get(h)
        if other is not None and ours[place : place + length] == theirs[other : other + length]:
            return place
    return None
