"""How far the wording of an answer rests on its passages: shared words, unsupported runs, copying.

Words say little about meaning: an answer may say the opposite in the source's own words, or the
same in others. What these checks find is text that came from nowhere.
"""

from __future__ import annotations

from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.phrases import is_courtesy, not_known_phrases, refusals
from genchi.checks.library.sources import in_another_language, passages_text, source_text
from genchi.errors import UsageError
from genchi.records import Evidence, Subject, Verdict
from genchi.text import (
    Piece,
    count_words,
    longest_copied_run,
    ngram_overlap,
    sentences,
    unsupported_spans,
    words,
)
from genchi.text.pieces import unit_keys

_ANOTHER_LANGUAGE = Verdict("skip", "the output and its passages are in different languages")


@check(needs=("passages",))
def supported_ngrams(subject: Subject, min_share: float = 0.2, *, n: int = 2) -> Verdict:
    """Enough of the output's n-grams stand in the passages or the inputs.

    Units are words and single Chinese characters. Skipped where output and source are in
    different languages. The score is the share.

    - `min_share`: the share that must stand there, from 0.0 to 1.0;
    - `n`: how many neighbouring units are compared at once.

    >>> from genchi.records import Passage
    >>> passages = (Passage("The tent weighs 1.9 kg and comes with 8 pegs."),)
    >>> supported_ngrams(Subject("It floats on lakes and rivers.", passages=passages)).reason
    '0 % of the 2-grams stand in the source, 20 % are needed'
    """
    if not 0 <= min_share <= 1:
        raise UsageError(f"min_share is from 0.0 to 1.0, not {min_share!r}")
    source = source_text(subject)
    if in_another_language(subject.output, source):
        return _ANOTHER_LANGUAGE
    share = ngram_overlap(subject.output, source, n)
    if share >= min_share:
        return Verdict("pass", score=share)
    where = tuple(_evidence(p) for p in unsupported_spans(subject.output, source, n))
    reason = f"{share:.0%} of the {n}-grams stand in the source, {min_share:.0%} are needed"
    return Verdict("fail", reason.replace("%", " %"), share, where)


@check(needs=("passages",))
def no_long_unsupported_span(subject: Subject, max_words: int = 40, *, n: int = 3) -> Verdict:
    """No long run of the output is without an n-gram of the passages or the inputs.

    Text that was made up stands together; a paraphrase is broken by phrases of the source. Skipped
    where output and source are in different languages.

    - `max_words`: the longest run allowed, in words and Chinese characters;
    - `n`: how many neighbouring units must stand in the source to break a run.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Clean the tent with lukewarm water and a sponge."),)
    >>> no_long_unsupported_span(3)(
    ...     Subject("Clean the tent with a vacuum or a broom.", passages=passages)
    ... ).reason
    'longer than 3 words and not in the source: "a vacuum or a broom"'
    """
    source = source_text(subject)
    if in_another_language(subject.output, source):
        return _ANOTHER_LANGUAGE
    runs = unsupported_spans(subject.output, source, n)
    long = [run for run in runs if count_words(run.text) > max_words]
    return verdict_on(long, f"longer than {max_words} words and not in the source")


@check(needs=("passages",))
def sentences_in_source(subject: Subject, min_share: float = 0.3, *, min_words: int = 6) -> Verdict:
    """Every sentence shares some of its telling words with the passages or the inputs.

    Telling are words that are not among the commonest, compared by their beginnings; in Chinese,
    pairs of characters. Left out are sentences that state nothing: greetings, questions, offers,
    "I don't know". Skipped where output and source are in different languages. The score is the
    lowest share.

    - `min_share`: the share that each sentence needs, from 0.0 to 1.0;
    - `min_words`: sentences with fewer telling words are left out.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Animal bites are not covered by the warranty."),)
    >>> answer = "Bites are not covered. Sharks, wolves, polar bears and lions scare tourists."
    >>> sentences_in_source(Subject(answer, passages=passages)).outcome
    'fail'
    """
    source = source_text(subject)
    if in_another_language(subject.output, source):
        return _ANOTHER_LANGUAGE
    known = frozenset(_telling(source))
    shares: list[tuple[float, Piece]] = []
    for part in sentences(subject.output):
        telling = _telling(part.text)
        if len(telling) >= min_words and _states_something(part.text):
            shares.append((sum(word in known for word in telling) / len(telling), part))
    low = [part for share, part in shares if share < min_share]
    score = min((share for share, _ in shares), default=None)
    return verdict_on(low, "sentences that share little with the source", score)


@check(needs=("passages",))
def not_copied(subject: Subject, max_words: int = 50) -> Verdict:
    """The longest run copied word for word from the passages is not too long.

    - `max_words`: the longest run allowed, in words and Chinese characters.

    >>> from genchi.records import Passage
    >>> passages = (Passage("Orders paid before noon leave the same day."),)
    >>> not_copied(4)(Subject("All orders paid before noon leave today.", passages=passages)).reason
    'copied: 5 words in a row, 4 are allowed'
    """
    run = longest_copied_run(subject.output, passages_text(subject))
    length = count_words(run.text)
    if length <= max_words:
        return Verdict("pass")
    reason = f"copied: {length} words in a row, {max_words} are allowed"
    return Verdict("fail", reason, evidence=(Evidence(run.start, run.end, note="copied"),))


def _states_something(sentence: str) -> bool:
    return not (is_courtesy(sentence) or not_known_phrases(sentence) or refusals(sentence))


def _evidence(piece: Piece) -> Evidence:
    return Evidence(piece.start, piece.end, note="not in the source")


def _telling(text: str) -> list[str]:
    """The words that say something, by their beginnings; in Chinese, pairs of neighbours."""
    pieces = words(text)
    keys = unit_keys(pieces)
    telling: list[str] = []
    for place, key in enumerate(keys):
        if key.isascii():
            if key not in _common_words() and not key.isdigit():
                telling.append(_stem(key))
        elif (
            place and pieces[place - 1].end == pieces[place].start and not keys[place - 1].isascii()
        ):
            telling.append(keys[place - 1] + key)
    return telling


def _stem(word: str) -> str:
    """Enough of a word to know it with another ending."""
    return word[:6] if len(word) > 6 else word.removesuffix("'s").rstrip("s")


@cache
def _common_words() -> frozenset[str]:
    return frozenset(
        str.split(
            "the of and to a in is that for it was on with as be at by this are from have has not "
            "you i what how do does which can we they he she will would an or but if then than so "
            "such their its our your my his her him us me them these those there here also may "
            "might could should must about into over after before between while when where who "
            "whom whose been being were had having did doing each any all both some more most "
            "other only own same very just because during through under again further once out up "
            "down off no nor too now however therefore additionally important note following "
            "according based given provided mentioned passage passages information specific using "
            "include includes including it's i'm you're don't can't isn't please sorry hello hi "
            "yes"
        )
    )
