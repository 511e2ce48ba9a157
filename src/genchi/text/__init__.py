"""Pure functions on text that know Chinese as well as English."""

from __future__ import annotations

from genchi.text.amounts import Quantity, same_quantity
from genchi.text.counts import count_characters, count_words
from genchi.text.duplicates import near_duplicates
from genchi.text.edits import edit_distance, similarity
from genchi.text.languages import language
from genchi.text.normal_form import normalise
from genchi.text.overlaps import longest_copied_run, ngram_overlap, ngrams, unsupported_spans
from genchi.text.personal import PERSONAL_KINDS, PersonalData, mask, personal_data
from genchi.text.pieces import Piece, tokens, words
from genchi.text.quantities_in_text import quantities, unsupported_quantities
from genchi.text.scripts import chinese_share, is_chinese, script
from genchi.text.searching import Search, fold, folded_with_places, index_terms, search_of
from genchi.text.sentence_ends import sentences

__all__ = [
    "PERSONAL_KINDS",
    "PersonalData",
    "Piece",
    "Quantity",
    "Search",
    "chinese_share",
    "count_characters",
    "count_words",
    "edit_distance",
    "fold",
    "folded_with_places",
    "index_terms",
    "is_chinese",
    "language",
    "longest_copied_run",
    "mask",
    "near_duplicates",
    "ngram_overlap",
    "ngrams",
    "normalise",
    "personal_data",
    "quantities",
    "same_quantity",
    "script",
    "search_of",
    "sentences",
    "similarity",
    "tokens",
    "unsupported_quantities",
    "unsupported_spans",
    "words",
]
