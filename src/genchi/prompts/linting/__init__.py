"""Advice about a prompt, by a documented list of rules; never a gate."""

from __future__ import annotations

from collections.abc import Iterator

from genchi.errors import UsageError
from genchi.prompts.folders import Prompts
from genchi.prompts.linting import shape, wording
from genchi.prompts.linting.findings import Finding, sentences_of
from genchi.prompts.linting.rules import RULES, Advice, Rule
from genchi.prompts.linting.shape import cacheable_share
from genchi.prompts.prompt import Prompt

__all__ = ["RULES", "Advice", "Finding", "Rule", "cacheable_share", "lint", "lint_named"]


def lint(prompt: Prompt) -> tuple[Finding, ...]:
    """All advice about a prompt, by line.

    >>> from genchi.prompts import read_text
    >>> [f.rule for f in lint(read_text("Be concise. Explain in detail.", name="a"))]
    ['contradiction']
    """
    sentences = list(sentences_of(prompt))
    found = [
        *shape.unused(prompt),
        *shape.headings(prompt),
        *shape.size(prompt, sentences),
        *shape.order(prompt),
        *shape.prefix(prompt),
        *shape.repeated(prompt, sentences),
        *shape.examples(prompt),
        *wording.phrases(prompt, sentences),
        *wording.contradictions(prompt, sentences),
        *wording.only_negative(prompt, sentences),
    ]
    return tuple(sorted(found, key=lambda one: (one.file != prompt.file, one.line, one.rule)))


def lint_named(prompts: Prompts, names: tuple[str, ...]) -> Iterator[Finding]:
    """All advice about prompts of a folder; a file that cannot be used is a finding as well."""
    for name in names:
        file = str(prompts.file_of(name))
        try:
            yield from lint(prompts.get(name))
        except UsageError as error:
            line, _, text = str(error).removeprefix(f"{file}:").partition(": ")
            known = line.isdigit()
            yield Finding(
                "unusable", file, int(line) if known else 1, text if known else str(error)
            )
