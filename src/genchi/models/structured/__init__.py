"""Structured output: from the text of a model to a value that fits a schema, and nothing guessed.

A ladder of rungs, each tried only where the one before was not enough:

    strict      the text is JSON
    unwrapped   fences, reasoning and prose around the JSON are taken off
    found       the one value of the wanted kind, among other brackets
    yaml        the text is YAML (`parse_yaml` alone)
    repaired    quotes, commas, comments, literals written as JSON writes them
    coerced     values written as the schema wants them, by the least edit

What comes out is validated, and every change is in `Parsed.repairs`. A rung may change how a value
is written, never what it says: where two readings are possible, `UnparsedError` tells them, with
the place and the sentence for asking again.

Schema-aligned parsing by edit cost follows BAML (BoundaryML, "Schema-Aligned Parsing", 2024);
mending instead of asking again follows LinkedIn's report on its YAML parser (Bottaro and Ramgopal,
2024).
"""

from __future__ import annotations

from genchi.models.structured.asking import Answered, Attempt, ask_until_valid
from genchi.models.structured.describing import schema_text
from genchi.models.structured.parsing import parse, parse_yaml
from genchi.models.structured.results import RUNGS, Parsed, Repair, UnparsedError
from genchi.models.structured.streaming import Partial
from genchi.models.structured.tallying import Tally

__all__ = [
    "RUNGS",
    "Answered",
    "Attempt",
    "Parsed",
    "Partial",
    "Repair",
    "Tally",
    "UnparsedError",
    "ask_until_valid",
    "parse",
    "parse_yaml",
    "schema_text",
]
