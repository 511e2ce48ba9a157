"""Rules about the shape of a prompt: its size, its order, what repeats, what is not used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import PurePath

from genchi.prompts.inputs import Input
from genchi.prompts.linting.findings import Finding, Sentence, found, short, without_tags
from genchi.prompts.linting.phrases import BEFORE_TASK, LONG_INPUTS, QUESTIONS, TASKS
from genchi.prompts.places import Place
from genchi.prompts.prompt import Prompt
from genchi.prompts.reading import used_variables
from genchi.prompts.sections import Section
from genchi.prompts.tags import tags
from genchi.prompts.templates import variables_of
from genchi.records import to_json
from genchi.text import count_words, near_duplicates
from genchi.text.token_counts import estimated_tokens

MANY_TASKS = 4
"""Different tasks from which a prompt is one to split."""
OVERSIZED = 2000
"""Estimated tokens of instructions from which a prompt is large."""
SMALL = 300
"""Estimated tokens under which no provider caches a prefix that is worth moving things for."""
MUCH_TEXT = 200
"""Characters of instructions on each side of a long input that put it in the middle."""

_HEADING = re.compile(r"^#{1,3}\s*(system|user|assistant|examples)\s*:?\s*$", re.IGNORECASE | re.M)


def unused(prompt: Prompt) -> Iterator[Finding]:
    """Inputs that no section reads."""
    used = used_variables(prompt.sections, prompt.file)
    for one in prompt.inputs:
        if one.name not in used:
            yield Finding("unused-input", prompt.file, one.line, one.name)


def headings(prompt: Prompt) -> Iterator[Finding]:
    """Headings that look like those of a section and are none."""
    for section in prompt.sections:
        for match in _HEADING.finditer(section.text):
            line = section.line + section.text.count("\n", 0, match.start())
            yield Finding("misspelt-heading", prompt.file, line, match.group())


def size(prompt: Prompt, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Prompts that do much: many tasks, or many words."""
    kinds: dict[str, Sentence] = {}
    for sentence in sentences:
        start = sentence.text[_after(sentence.text) :]
        for name, pattern in TASKS.items():
            if pattern.match(start):
                kinds.setdefault(name, sentence)
    if len(kinds) >= MANY_TASKS:
        first = next(iter(kinds.values()))
        yield Finding("many-tasks", prompt.file, first.line, ", ".join(kinds))
    tokens = _tokens(prompt)
    if tokens >= OVERSIZED:
        yield Finding("oversized", prompt.file, prompt.sections[0].line, f"~{tokens} tokens")


def cacheable_share(prompt: Prompt) -> float:
    """The share of the text that is always the same which stands before the first variable.

    In estimated tokens; 1.0 for a prompt without variables. A loop or a condition ends it too.

    >>> from genchi.prompts import read_text
    >>> text = "---\\ninputs: {q: string}\\n---\\n12345678{{ q }}1234"
    >>> cacheable_share(read_text(text, name="a"))
    0.6666666666666666
    """
    before, after, ended = 0, 0, False
    for section in prompt.sections:
        tag = next((tag for tag in tags(section.text) if tag.kind != "comment"), None)
        head = section.text if tag is None else section.text[: tag.start]
        tail = "" if tag is None else without_tags(section.text[tag.start :]).strip()
        before += 0 if ended else estimated_tokens(head)
        after += estimated_tokens(tail) + (estimated_tokens(head) if ended else 0)
        ended = ended or tag is not None
    return before / (before + after) if before + after else 1.0


def prefix(prompt: Prompt) -> Iterator[Finding]:
    """Prompts of which a provider's cache can keep little."""
    tokens = _tokens(prompt)
    share = cacheable_share(prompt)
    if tokens >= SMALL and share < 0.5:
        section = next(one for one in prompt.sections if next(tags(one.text), None))
        tag = next(tags(section.text))
        line = section.line + section.text.count("\n", 0, tag.start)
        yield Finding("late-prefix", prompt.file, line, f"{share:.0%}: {short(tag.text)}")


def order(prompt: Prompt) -> Iterator[Finding]:
    """Long inputs that stand after the question, or between two pieces of instruction."""
    inputs = {one.name: one for one in prompt.inputs}
    for section in prompt.sections:
        asked: Place | None = None
        for name, place in variables_of(section.text, Place(prompt.file, section.line)).items():
            if name in inputs and _is_long(inputs[name]):
                if asked and asked.line <= place.line:
                    yield Finding("long-after-question", prompt.file, place.line, name)
                elif _surrounded(section, name):
                    yield Finding("long-in-middle", prompt.file, place.line, name)
            elif QUESTIONS.fullmatch(name):
                asked = place


def repeated(prompt: Prompt, sentences: Sequence[Sentence]) -> Iterator[Finding]:
    """Sentences that say nearly the same as one before."""
    told = [one for one in sentences if count_words(one.text) >= 4]
    for group in near_duplicates([one.text for one in told]):
        for place in group[1:]:
            yield found("repeated-sentence", prompt, told[place], told[group[0]])


def examples(prompt: Prompt) -> Iterator[Finding]:
    """Examples that give an answer away, or that disagree."""
    if prompt.examples is None:
        return
    defaults = {one.name: one.default[0] for one in prompt.inputs if one.default}
    asked = [one for one in prompt.examples.all if one.inputs]
    for one in asked:
        given = [name for name in one.inputs if name in defaults]
        if given and all(one.inputs[name] == defaults.get(name) for name in one.inputs):
            text = short(to_json(one.inputs).decode())
            yield Finding("example-is-default", _beside(prompt), one.line, text)
    for first, second in combinations(asked, 2):
        if first.inputs == second.inputs and first.output != second.output:
            text, other = (short(to_json(one.output).decode()) for one in (second, first))
            yield Finding(
                "examples-disagree", _beside(prompt), second.line, text, first.line, other
            )


def _tokens(prompt: Prompt) -> int:
    """Tokens of all that is always the same, estimated."""
    return sum(estimated_tokens(without_tags(one.text).strip()) for one in prompt.sections)


def _beside(prompt: Prompt) -> str:
    name = prompt.examples.file if prompt.examples else ""
    return str(PurePath(prompt.file).parent / name)


def _after(text: str) -> int:
    match = BEFORE_TASK.match(text)
    return match.end() if match else 0


def _is_long(one: Input) -> bool:
    return one.type == "array" or bool(LONG_INPUTS.fullmatch(one.name))


def _surrounded(section: Section, name: str) -> bool:
    """Whether much is said before the first use of an input and much after the last."""
    uses = [tag for tag in tags(section.text) if re.search(rf"(?<!\w){name}(?!\w)", tag.text)]
    if not uses:
        return False
    before = without_tags(section.text[: uses[0].start]).strip()
    after = without_tags(section.text[uses[-1].end :]).strip()
    return min(len(before), len(after)) >= MUCH_TEXT
