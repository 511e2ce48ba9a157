"""Rules about wording: phrases that break, and instructions that cannot both be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from genchi.prompts.linting.findings import Finding, Sentence, found
from genchi.prompts.linting.phrases import (
    BRITTLE,
    CONDITION,
    IMPERATIVE,
    NEGATIVE,
    OPPOSITES,
    POSITIVE,
    SHOUT,
    VAGUE,
    said_in,
)
from genchi.prompts.prompt import Prompt
from genchi.text import words

_SMALL_WORDS = frozenset(
    "a an the to of in on at for with and or any your you it its this that be is are use please "
    "ever all every their them".split()
)
_ALIKE = 0.6
"""Share of words that two instructions have in common when they are about the same thing."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What a sentence orders, as the set of its words (Chinese: pairs of characters)."""

    keys: frozenset[str]
    sentence: Sentence


def phrases(prompt: Prompt, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Phrases on the lists: tricks, vagueness, shouting."""
    for sentence in sentences:
        for rule, pattern in (
            ("brittle-phrase", BRITTLE),
            ("vague-phrase", VAGUE),
            ("shouting", SHOUT),
        ):
            if pattern.search(sentence.text):
                yield found(rule, prompt, sentence)


def contradictions(prompt: Prompt, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Pairs of instructions of which only one can be followed."""
    seen = set[tuple[int, str, int, str]]()
    for one, other in [*_opposites(sentences), *_do_and_do_not(sentences)]:
        key = (one.line, one.text, other.line, other.text)
        if key not in seen:
            seen.add(key)
            yield found("contradiction", prompt, one, other)


def only_negative(prompt: Prompt, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Sections that say three times or more what not to do, and mostly that."""
    for number in range(len(prompt.sections)):
        here = [one for one in sentences if one.section == number]
        negative = [one for one in here if NEGATIVE.search(one.text)]
        if len(negative) >= 3 and len(negative) * 2 > len(here):
            yield found("only-negative", prompt, negative[0])


def _opposites(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    for left, right in OPPOSITES.values():
        a = next((one for one in sentences if said_in(left, one.text)), None)
        b = next((one for one in sentences if said_in(right, one.text)), None)
        if a and b:
            yield (a, b) if (a.line, a.text) <= (b.line, b.text) else (b, a)


def _do_and_do_not(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence]]:
    always = [one for one in sentences if not CONDITION.search(one.text)]
    orders = [(must, order) for one in always for must, order in _orders(one)]
    for (must, order), (other_must, other) in combinations(orders, 2):
        apart = order.sentence is not other.sentence
        if apart and must != other_must and _same_thing(order.keys, other.keys):
            yield order.sentence, other.sentence


def _orders(sentence: Sentence) -> Iterator[tuple[bool, _Order]]:
    """What a sentence orders to do (True) and not to do (False)."""
    negative = list(NEGATIVE.finditer(sentence.text))
    positive = list(POSITIVE.finditer(sentence.text))
    if not negative and not positive:
        positive = list(IMPERATIVE.finditer(sentence.text))
    for must, matches in ((False, negative), (True, positive)):
        for match in matches:
            keys = _keys(match)
            if keys:
                yield must, _Order(keys, sentence)


def _keys(match: re.Match[str]) -> frozenset[str]:
    if match["zh"]:
        text = match["zh"]
        return frozenset(text[i : i + 2] for i in range(len(text) - 1))
    units = (_stem(piece.text.lower()) for piece in words(match["en"]))
    return frozenset(unit for unit in units if unit not in _SMALL_WORDS)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _same_thing(a: frozenset[str], b: frozenset[str]) -> bool:
    shared = len(a & b)
    return shared >= _ALIKE * len(a | b) or (shared >= 2 and shared == min(len(a), len(b)))
