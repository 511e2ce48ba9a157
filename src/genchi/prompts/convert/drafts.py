"""What all formats have in common: a prompt on its way to a file, and turns on their way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genchi.prompts.prompt import Prompt
from genchi.prompts.sections import escaped
from genchi.prompts.spaces import plain
from genchi.prompts.tags import tags
from genchi.prompts.templates import block, written
from genchi.records import Json, to_json

Turn = tuple[str, str]
"""A role (system, user, assistant) and a template in our own dialect."""


@dataclass(slots=True)
class Draft:
    """A prompt as another format says it, and what of it cannot be said here."""

    turns: list[Turn] = field(default_factory=list)
    inputs: dict[str, Json] = field(default_factory=dict)
    output: Json = None
    model: str | None = None
    parameters: dict[str, Json] = field(default_factory=dict)
    name: str | None = None
    owner: str | None = None
    why: str | None = None
    lost: list[str] = field(default_factory=list)

    def lose(self, what: str, value: Json = None) -> None:
        """Note what is not carried over, with its value where it has one."""
        text = what if value is None else f"{what}: {short(value)}"
        if text not in self.lost:
            self.lost.append(text)

    def lose_rest(self, rest: Mapping[str, Json], *, of: str = "") -> None:
        """Note every field that is left of a table."""
        for name, value in rest.items():
            if value not in (None, [], {}, ""):
                self.lose(f"{of}{name}", value)


def file_text(draft: Draft) -> str:
    """The draft as a prompt file."""
    import yaml

    front: dict[str, Any] = {
        "model": draft.model,
        "parameters": draft.parameters,
        "inputs": draft.inputs,
        "output": draft.output,
        "owner": draft.owner,
        "why": draft.why,
    }
    front = {name: value for name, value in front.items() if value}
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=100) if front else ""
    sections = [f"# {role}\n{escaped(text.strip())}\n" for role, text in merged(draft.turns)]
    return (f"---\n{head}---\n" if head else "") + "\n".join(sections)


def merged(turns: Sequence[Turn]) -> list[Turn]:
    """Turns without empty ones, those of the system as one at the beginning."""
    said = [(role, text) for role, text in turns if text.strip()]
    system = "\n\n".join(text.strip() for role, text in said if role == "system")
    rest = [(role, text) for role, text in said if role != "system"]
    return [*([("system", system)] if system else []), *rest]


def turns_of(prompt: Prompt, lost: list[str], *, jinja: bool = False) -> list[Turn]:
    """The turns of a prompt for a format without examples and blocks of its own.

    Fixed examples become turns, `{% section %}` becomes a heading of Markdown.
    """
    shown = prompt.examples
    before: list[Turn] = []
    outputs: list[str] = []
    if shown and shown.choose != "fixed":
        lost.append(f"examples: {len(shown.all)} of {shown.file}, chosen for each call")
    elif shown:
        for one in shown.all[: shown.n]:
            if not one.inputs:
                outputs.append(written(one.output))
                continue
            shown_turns = prompt.example_turns(one, "markdown")
            before += [(message.role, literal(message.text)) for message in shown_turns]
    found: list[Turn] = []
    for number, section in enumerate(prompt.sections):
        if number == prompt.place_of_examples:
            found += before
        if section.role != "examples":
            found.append((section.role, plain(without_blocks(section.text), everywhere=jinja)))
    if outputs:
        role, text = found[0]
        there = literal(block("examples", "\n\n".join(outputs), "markdown"))
        found[0] = (role, f"{text}\n\n{there}" if role == "system" else f"{there}\n\n{text}")
    return found


def lose_notes(prompt: Prompt, lost: list[str], *names: str) -> None:
    """Note the fields that a format has no place for."""
    values: dict[str, Json] = {
        "model": prompt.model,
        "parameters": dict(prompt.parameters),
        "output": prompt.output and (prompt.output.reference or prompt.output.schema),
        "checks": list(prompt.checks),
        "owner": prompt.owner,
        "why": prompt.why,
    }
    lost += [f"{name}: {short(values[name])}" for name in names if values[name]]


def without_blocks(template: str) -> str:
    """The template with `{% section "name" %}` as a heading of Markdown."""
    out, place = "", 0
    for tag in tags(template):
        if tag.kind != "block" or tag.word not in ("section", "endsection"):
            continue
        name = tag.inside.removeprefix("section").strip().strip("\"'")
        out += template[place : tag.start] + (f"## {name}\n" if tag.word == "section" else "")
        place = tag.end
        if tag.word == "endsection" and template[place : place + 1] == "\n":
            place += 1
    return out + template[place:]


def literal(text: str) -> str:
    """Text as a template that renders to it.

    >>> literal("a {{ b }}")
    "a {{ '{{' }} b }}"
    """
    for braces in ("{{", "{%", "{#"):
        text = text.replace(braces, f"\0{braces[1]}")
    for second in "{%#":
        text = text.replace(f"\0{second}", f"{{{{ '{{{second}' }}}}")
    return text


def short(value: Json) -> str:
    """A value on one line, cut where it is long."""
    text = value if isinstance(value, str) else to_json(value).decode()
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"
