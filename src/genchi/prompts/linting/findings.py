"""What the lint found, and the sentences it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from genchi.prompts.linting.rules import RULES, Rule
from genchi.prompts.prompt import Prompt
from genchi.prompts.tags import tags
from genchi.text import sentences

_SHOWN = 160
"""Characters of a sentence that a finding shows."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice: the rule, the line, and the words it is about.

    `other_line` and `other_text` are what it stands against, where there are two.
    """

    rule: str
    file: str
    line: int
    text: str
    other_line: int | None = None
    other_text: str | None = None

    @property
    def about(self) -> Rule:
        """The rule, with why and what to do."""
        return RULES[self.rule]

    @property
    def is_error(self) -> bool:
        """Whether the prompt cannot be used at all."""
        return self.about.is_error


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a section as a person reads it: without its tags."""

    text: str
    line: int
    section: int


def sentences_of(prompt: Prompt) -> Iterator[Sentence]:
    """The sentences of all sections in order, tags left out."""
    for number, section in enumerate(prompt.sections):
        plain = without_tags(section.text)
        for piece in sentences(plain):
            line = section.line + plain.count("\n", 0, piece.start)
            yield Sentence(piece.text, line, number)


def without_tags(template: str) -> str:
    """The template with spaces where its tags stand: every character keeps its place.

    >>> without_tags("a {{ b }}.")
    'a        .'
    """
    out, place = "", 0
    for tag in tags(template):
        blank = "".join("\n" if letter == "\n" else " " for letter in tag.text)
        out, place = out + template[place : tag.start] + blank, tag.end
    return out + template[place:]


def found(rule: str, prompt: Prompt, sentence: Sentence, other: Sentence | None = None) -> Finding:
    """The finding about a sentence, and the one it stands against."""
    return Finding(
        rule,
        prompt.file,
        sentence.line,
        short(sentence.text),
        None if other is None else other.line,
        None if other is None else short(other.text),
    )


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
