"""The checks that come with genchi, by what they look at."""

from __future__ import annotations

from genchi.checks.checking import Check
from genchi.checks.library.amounts import (
    dates_in_source,
    numbers_in_source,
)
from genchi.checks.library.casing import (
    all_lowercase,
    all_uppercase,
    max_capital_words,
    min_capital_words,
)
from genchi.checks.library.citations import (
    citations_present,
    citations_valid,
)
from genchi.checks.library.code import (
    code_parses,
)
from genchi.checks.library.cost import (
    cost_below,
    latency_below,
    output_tokens_below,
)
from genchi.checks.library.grounding import (
    no_long_unsupported_span,
    not_copied,
    sentences_in_source,
    supported_ngrams,
)
from genchi.checks.library.languages import (
    in_language,
)
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
from genchi.checks.library.leftovers import (
    no_placeholder,
    no_prompt_leak,
)
from genchi.checks.library.lengths import (
    characters_between,
    list_items_between,
    max_characters,
    max_list_items,
    max_paragraphs,
    max_sentences,
    max_words,
    min_characters,
    min_list_items,
    min_paragraphs,
    min_sentences,
    min_words,
    paragraphs_between,
    sentences_between,
    words_between,
)
from genchi.checks.library.likeness import (
    equals_reference,
    numbers_equal_reference,
    reference_words_covered,
    similar_to_reference,
)
from genchi.checks.library.manner import (
    no_boilerplate,
    no_profanity,
    no_refusal,
    same_language_as_input,
    says_not_known,
)
from genchi.checks.library.markdown import (
    is_markdown,
)
from genchi.checks.library.names import (
    names_in_source,
)
from genchi.checks.library.patterns import (
    matches,
    not_matches,
)
from genchi.checks.library.quotations import (
    quotes_in_source,
)
from genchi.checks.library.repetition import (
    no_repetition,
)
from genchi.checks.library.safety import (
    emails_allowed,
    no_personal_data,
    no_secrets,
    urls_allowed,
    urls_in_source,
)
from genchi.checks.library.shape import (
    is_xml,
    is_yaml,
    json_has,
    matches_schema,
)
from genchi.checks.library.sql import (
    sql_is_read_only,
)
from genchi.checks.library.tools import (
    no_repeated_tool_call,
    only_tools,
    tool_called,
    tool_called_with,
    tool_not_called,
    tools_called_in_order,
)
from genchi.checks.library.wording import (
    contains,
    contains_any,
    ends_with,
    excludes,
    is_one_of,
    max_occurrences,
    no_commas,
    starts_with,
)

DEFAULTS: tuple[Check, ...] = (
    numbers_in_source,
    names_in_source,
    quotes_in_source,
    citations_valid,
    sentences_in_source,
    urls_in_source,
    no_personal_data,
    no_secrets,
    no_refusal,
    no_boilerplate,
    no_prompt_leak,
    no_repetition,
    no_placeholder,
    same_language_as_input,
    no_profanity,
)
"""What runs where nothing else is named: checks that need no parameters and fit any application."""

__all__ = [
    "DEFAULTS",
    "all_lowercase",
    "all_uppercase",
    "characters_between",
    "citations_present",
    "citations_valid",
    "code_parses",
    "contains",
    "contains_any",
    "cost_below",
    "dates_in_source",
    "emails_allowed",
    "ends_with",
    "equals_reference",
    "excludes",
    "has_parts",
    "has_postscript",
    "has_title",
    "in_language",
    "is_json",
    "is_markdown",
    "is_one_of",
    "is_quoted",
    "is_xml",
    "is_yaml",
    "json_has",
    "latency_below",
    "list_items_between",
    "matches",
    "matches_schema",
    "max_capital_words",
    "max_characters",
    "max_list_items",
    "max_occurrences",
    "max_paragraphs",
    "max_sentences",
    "max_words",
    "min_capital_words",
    "min_characters",
    "min_highlights",
    "min_list_items",
    "min_paragraphs",
    "min_placeholders",
    "min_sections",
    "min_sentences",
    "min_words",
    "names_in_source",
    "no_boilerplate",
    "no_commas",
    "no_long_unsupported_span",
    "no_personal_data",
    "no_placeholder",
    "no_profanity",
    "no_prompt_leak",
    "no_refusal",
    "no_repeated_tool_call",
    "no_repetition",
    "no_secrets",
    "not_copied",
    "not_matches",
    "numbers_equal_reference",
    "numbers_in_source",
    "only_tools",
    "output_tokens_below",
    "paragraph_starts_with",
    "paragraphs_between",
    "quotes_in_source",
    "reference_words_covered",
    "same_language_as_input",
    "says_not_known",
    "sentences_between",
    "sentences_in_source",
    "similar_to_reference",
    "sql_is_read_only",
    "starts_with",
    "supported_ngrams",
    "tool_called",
    "tool_called_with",
    "tool_not_called",
    "tools_called_in_order",
    "urls_allowed",
    "urls_in_source",
    "words_between",
]
