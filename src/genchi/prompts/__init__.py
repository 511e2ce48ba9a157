"""Prompts as files: read them, render them strictly, version them by what they say.

Nothing here calls a model. A prompt is a Markdown file; see `docs/prompts.md`.
"""

from __future__ import annotations

from genchi.prompts import convert
from genchi.prompts.diffing import Difference, diff
from genchi.prompts.examples import Example, Examples
from genchi.prompts.folders import FOLDER, Prompts, folder
from genchi.prompts.inputs import Input
from genchi.prompts.linting import RULES, Finding, cacheable_share, lint, lint_named
from genchi.prompts.outputs import Output
from genchi.prompts.prompt import Prompt
from genchi.prompts.reading import read, read_text
from genchi.prompts.revisions import named
from genchi.prompts.sections import Section
from genchi.prompts.templates import STYLES, Style, block

__all__ = [
    "FOLDER",
    "RULES",
    "STYLES",
    "Difference",
    "Example",
    "Examples",
    "Finding",
    "Input",
    "Output",
    "Prompt",
    "Prompts",
    "Section",
    "Style",
    "block",
    "cacheable_share",
    "convert",
    "diff",
    "folder",
    "lint",
    "lint_named",
    "named",
    "read",
    "read_text",
]
