"""The checks for the 25 kinds of instructions of IFEval, by their ids and parameters there.

IFEval (Zhou et al., 2023, arXiv 2311.07911) asks models for things that a program can verify.
With this mapping its prompts, and others written in the same form, are judged by genchi's checks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from genchi.checks.checking import Check
from genchi.checks.library.casing import (
    all_lowercase,
    all_uppercase,
    max_capital_words,
    min_capital_words,
)
from genchi.checks.library.languages import in_language
from genchi.checks.library.layout import (
    has_parts,
    has_postscript,
    has_title,
    is_json,
    is_quoted,
    min_highlights,
    min_placeholders,
    min_sections,
    paragraph_starts_with,
)
from genchi.checks.library.lengths import (
    list_items_between,
    max_sentences,
    max_words,
    min_sentences,
    min_words,
)
from genchi.checks.library.wording import (
    contains,
    contains_any,
    ends_with,
    excludes,
    max_occurrences,
    no_commas,
    starts_with,
)
from genchi.errors import UsageError

Parameters = Mapping[str, Any]

_ANSWERS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")


def instruction_check(instruction_id: str, kwargs: Parameters) -> Check:
    """The check for an instruction of IFEval with its parameters.

    A language in front of the id ("en:punctuation:no_comma") and parameters that are None are left
    out. Raises `UsageError` for an unknown instruction and a parameter that is missing.

    >>> instruction_check("length_constraints:number_words",
    ...                   {"relation": "at least", "num_words": 300}).spec
    'min_words(300)'
    """
    name = re.sub(r"^[a-z]{2}:", "", instruction_id)
    if name not in INSTRUCTIONS:
        known = ", ".join(INSTRUCTIONS)
        raise UsageError(f"there is no instruction {instruction_id!r}; there are {known}")
    try:
        return INSTRUCTIONS[name]({key: kwargs[key] for key in kwargs if kwargs[key] is not None})
    except KeyError as error:
        raise UsageError(f"the instruction {instruction_id} needs {error.args[0]}") from None


def _related(relation: str, number: int, least: Check, most: Check) -> Check:
    """The check with the limit that "at least 3" or "less than 3" puts on it."""
    if relation == "at least":
        return least.bind(number)
    if relation == "less than":
        return most.bind(number - 1)
    raise _unknown_relation(relation)


def _unknown_relation(relation: str) -> UsageError:
    return UsageError(f'a relation is "at least" or "less than", not {relation!r}')


def _frequency(text: str, relation: str, number: int) -> Check:
    """Letters and words alike: how often they stand in the output."""
    if relation == "at least":
        return contains.bind(text, count=number)
    if relation == "less than":
        return max_occurrences.bind(text, number - 1)
    raise _unknown_relation(relation)


def _first_word(kwargs: Parameters) -> Check:
    return paragraph_starts_with.bind(
        kwargs["nth_paragraph"], kwargs["first_word"], count=kwargs["num_paragraphs"]
    )


INSTRUCTIONS: dict[str, Callable[[Parameters], Check]] = {
    "change_case:capital_word_frequency": lambda kwargs: _related(
        kwargs["capital_relation"],
        kwargs["capital_frequency"],
        min_capital_words,
        max_capital_words,
    ),
    "change_case:english_capital": lambda kwargs: all_uppercase.bind(language="en"),
    "change_case:english_lowercase": lambda kwargs: all_lowercase.bind(language="en"),
    "combination:repeat_prompt": lambda kwargs: starts_with.bind(kwargs["prompt_to_repeat"]),
    "combination:two_responses": lambda kwargs: has_parts.bind(
        2, separator="******", different=True
    ),
    "detectable_content:number_placeholders": lambda kwargs: min_placeholders.bind(
        kwargs["num_placeholders"]
    ),
    "detectable_content:postscript": lambda kwargs: has_postscript.bind(
        kwargs["postscript_marker"]
    ),
    "detectable_format:constrained_response": lambda kwargs: contains_any.bind(
        *_ANSWERS, ignore_case=False
    ),
    "detectable_format:json_format": lambda kwargs: is_json,
    "detectable_format:multiple_sections": lambda kwargs: min_sections.bind(
        kwargs["num_sections"], marker=kwargs["section_spliter"]
    ),
    "detectable_format:number_bullet_lists": lambda kwargs: list_items_between.bind(
        kwargs["num_bullets"], kwargs["num_bullets"], kind="bullet"
    ),
    "detectable_format:number_highlighted_sections": lambda kwargs: min_highlights.bind(
        kwargs["num_highlights"]
    ),
    "detectable_format:title": lambda kwargs: has_title,
    "keywords:existence": lambda kwargs: contains.bind(*kwargs["keywords"]),
    "keywords:forbidden_words": lambda kwargs: excludes.bind(
        *kwargs["forbidden_words"], whole_words=True
    ),
    "keywords:frequency": lambda kwargs: _frequency(
        kwargs["keyword"].strip(), kwargs["relation"], kwargs["frequency"]
    ),
    "keywords:letter_frequency": lambda kwargs: _frequency(
        kwargs["letter"], kwargs["let_relation"], kwargs["let_frequency"]
    ),
    "language:response_language": lambda kwargs: in_language.bind(kwargs["language"]),
    "length_constraints:nth_paragraph_first_word": _first_word,
    "length_constraints:number_paragraphs": lambda kwargs: has_parts.bind(
        kwargs["num_paragraphs"], separator="***"
    ),
    "length_constraints:number_sentences": lambda kwargs: _related(
        kwargs["relation"],
        kwargs["num_sentences"],
        min_sentences.bind(lines=False),
        max_sentences.bind(lines=False),
    ),
    "length_constraints:number_words": lambda kwargs: _related(
        kwargs["relation"], kwargs["num_words"], min_words, max_words
    ),
    "punctuation:no_comma": lambda kwargs: no_commas,
    "startend:end_checker": lambda kwargs: ends_with.bind(kwargs["end_phrase"]),
    "startend:quotation": lambda kwargs: is_quoted,
}
"""How each kind of instruction becomes a check, by its id."""
