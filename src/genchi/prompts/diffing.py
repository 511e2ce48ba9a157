"""What changed between two prompts: fields, words of each section, and what callers will notice.

Words of a section are compared as `genchi.text` cuts them: English by words, Chinese by characters,
so a changed character of Chinese is shown as one and not as a changed line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from genchi.prompts.prompt import Prompt
from genchi.records import Json
from genchi.text import words

Kind = Literal["same", "removed", "added"]
Change = Literal["removed", "added", "changed"]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text that is the same in both, or in one of them alone."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is not the same in both; `title` tells the second `user` from the first."""

    title: str
    change: Change
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the front matter, as it was and as it is; None where it was not said."""

    name: str
    before: Json
    after: Json


@dataclass(frozen=True, slots=True)
class CallerChange:
    """What a caller of the prompt has to know: an input or an output that is not as it was.

    `breaks` says whether a call that worked before may now fail.
    """

    what: str
    change: Change
    breaks: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed from `before` to `after`, which are versions."""

    before: str
    after: str
    fields: tuple[FieldChange, ...]
    sections: tuple[SectionChange, ...]
    caller: tuple[CallerChange, ...]

    @property
    def same_version(self) -> bool:
        """Whether both say the same to a model; notes for people may differ all the same."""
        return self.before == self.after


def diff(a: Prompt, b: Prompt) -> Difference:
    """What changed from one prompt to another, or from one version of it to another.

    >>> from genchi.prompts import read_text
    >>> found = diff(read_text("七天内退款。", name="a"), read_text("八天内退款。", name="b"))
    >>> [(run.kind, run.text) for run in found.sections[0].runs]
    [('removed', '七'), ('added', '八'), ('same', '天内退款。')]
    """
    return Difference(
        a.version, b.version, tuple(_fields(a, b)), tuple(_sections(a, b)), tuple(_caller(a, b))
    )


def runs(before: str, after: str) -> tuple[Run, ...]:
    """Two texts as runs that are the same, removed or added, in order of reading."""
    from rapidfuzz.distance import Indel

    a, b = _pieces(before), _pieces(after)
    found: list[Run] = []
    for step in Indel.opcodes(a, b):
        if step.tag == "equal":
            found.append(Run("same", "".join(a[step.src_start : step.src_end])))
        elif step.tag == "delete":
            found.append(Run("removed", "".join(a[step.src_start : step.src_end])))
        else:
            found.append(Run("added", "".join(b[step.dest_start : step.dest_end])))
    return tuple(_settled(found))


def _pieces(text: str) -> list[str]:
    """Words, single Chinese characters, and what stands between them, character by character."""
    found, place = [], 0
    for word in words(text):
        found += [*text[place : word.start], word.text]
        place = word.end
    return [*found, *text[place:]]


def _settled(found: Sequence[Run]) -> Iterator[Run]:
    """Changes that only a space parts are one change, what was removed before what was added."""
    gone, come = "", ""
    for number, run in enumerate(found):
        between = number + 1 < len(found) and (gone or come) and run.text.isspace()
        if run.kind == "same" and not (between and "\n" not in run.text):
            yield from _change(gone, come)
            gone, come = "", ""
            yield run
        else:
            gone += run.text if run.kind != "added" else ""
            come += run.text if run.kind != "removed" else ""
    yield from _change(gone, come)


def _change(gone: str, come: str) -> Iterator[Run]:
    if gone:
        yield Run("removed", gone)
    if come:
        yield Run("added", come)


def _titled(prompt: Prompt) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in prompt.sections:
        title, number = str(section.role), 1
        while title in found:
            number += 1
            title = f"{section.role} {number}"
        found[title] = section.text
    return found


def _sections(a: Prompt, b: Prompt) -> Iterator[SectionChange]:
    before, after = _titled(a), _titled(b)
    for title in dict.fromkeys([*before, *after]):
        if title not in after:
            yield SectionChange(title, "removed", (Run("removed", before[title]),))
        elif title not in before:
            yield SectionChange(title, "added", (Run("added", after[title]),))
        elif before[title] != after[title]:
            yield SectionChange(title, "changed", runs(before[title], after[title]))


def _fields(a: Prompt, b: Prompt) -> Iterator[FieldChange]:
    before, after = _flat(a), _flat(b)
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            yield FieldChange(name, before.get(name), after.get(name))


def _flat(prompt: Prompt) -> dict[str, Json]:
    """The fields of the front matter by name, those of `parameters` each for itself."""
    found: dict[str, Any] = {"model": prompt.model}
    found |= {f"parameters.{name}": value for name, value in prompt.parameters.items()}
    for one in prompt.inputs:
        found[f"inputs.{one.name}"] = {**one.schema, **_default(one.default)}
    if prompt.output:
        found["output"] = prompt.output.reference or prompt.output.schema
    if prompt.examples:
        shown = prompt.examples
        found |= {"examples.choose": shown.choose, "examples.n": shown.n, "examples.by": shown.by}
        found["examples.file"] = [[one.inputs, one.output] for one in shown.all]
    found |= {"checks": list(prompt.checks), "owner": prompt.owner, "why": prompt.why}
    return {name: value for name, value in found.items() if value not in (None, [])}


def _default(default: Sequence[Json]) -> Mapping[str, Json]:
    return {"default": default[0]} if default else {}


def _caller(a: Prompt, b: Prompt) -> Iterator[CallerChange]:
    before, after = ({one.name: one for one in prompt.inputs} for prompt in (a, b))
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield CallerChange(f"input {name}", "removed", breaks=True)
        elif name not in before:
            yield CallerChange(f"input {name}", "added", breaks=after[name].required)
        elif (before[name].schema, before[name].required) != (
            after[name].schema,
            after[name].required,
        ):
            easier = before[name].schema == after[name].schema and not after[name].required
            yield CallerChange(f"input {name}", "changed", breaks=not easier)
    if a.output != b.output:
        change: Change = "changed" if a.output and b.output else "added" if b.output else "removed"
        yield CallerChange("output", change, breaks=a.output is not None)
