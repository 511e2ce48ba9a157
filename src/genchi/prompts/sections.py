"""The sections of a prompt file: which message says what, and on which line it begins.

A line `# system`, `# user`, `# assistant` or `# examples` begins a section. Any other heading is
text of the section it stands in, and so is everything between code fences. `\\# user` is the text
`# user`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from genchi.prompts.places import Place

Role = Literal["system", "user", "assistant", "examples"]

_HEADING = re.compile(r"# (system|user|assistant|examples)[ \t]*")
_ESCAPED = re.compile(r"^\\(?=\\*# (?:system|user|assistant|examples)[ \t]*$)", re.MULTILINE)
_TO_ESCAPE = re.compile(r"^(?=\\*# (?:system|user|assistant|examples)[ \t]*$)", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Section:
    """A message as it is written: a template, and the line of the file on which it begins."""

    role: Role
    text: str
    line: int = 1


def read_sections(body: str, file: str, first_line: int = 1) -> tuple[Section, ...]:
    """The sections of a body; a body without any heading is what the user says.

    White space at both ends of a section is not part of it.

    >>> read_sections("# system\\nBe kind.\\n\\n# user\\nHi", "a.md")[1]
    Section(role='user', text='Hi', line=5)
    """
    (_, before), *rest = _parts(body, first_line)
    sections = tuple(section for _, section in rest)
    if not sections:
        return (before,) if before.text else ()
    if before.text:
        raise Place(file, before.line).error(
            "this text stands before the first section: put `# system` or `# user` above it"
        )
    _check([(Place(file, heading), section.role, section.text) for heading, section in rest])
    return sections


def escaped(text: str) -> str:
    """Text that `read_sections` reads back as it is, whatever lines it has.

    >>> print(escaped("# user\\nis a heading"))
    \\# user
    is a heading
    """
    return _TO_ESCAPE.sub(r"\\", text)


def _parts(body: str, first_line: int) -> Iterator[tuple[int, Section]]:
    """Each section with the line of its heading; first what stands before the first heading."""
    role, start, fence = "user", first_line, ""
    kept: list[str] = []
    for number, line in enumerate(body.split("\n"), first_line):
        heading = None if fence else _HEADING.fullmatch(line)
        if heading:
            yield start - 1, _section(role, kept, start)
            role, start, kept = heading[1], number + 1, []
        else:
            fence = _fence_after(line, fence)
            kept.append(line)
    yield start - 1, _section(role, kept, start)


def _section(role: str, lines: list[str], start: int) -> Section:
    raw = "\n".join(lines)
    blank = len(raw) - len(raw.lstrip())
    text = _ESCAPED.sub("", raw.strip())
    line = start + raw.count("\n", 0, blank) if text else start
    return Section(cast("Role", role), text, line)


def _fence_after(line: str, fence: str) -> str:
    """The code fence that is open after a line; empty for none."""
    mark = _FENCE.match(line)
    if not mark:
        return fence
    if not fence:
        return mark[1]
    closes = mark[1].startswith(fence) and not line[mark.end() :].strip()
    return "" if closes else fence


def _check(sections: Sequence[tuple[Place, Role, str]]) -> None:
    roles = [role for _, role, _ in sections]
    for number, (place, role, text) in enumerate(sections):
        if role == "system" and number:
            raise place.error("`# system` is the first section, and there is one of it")
        if role == "examples" and roles.index("examples") < number:
            raise place.error("`# examples` stands twice: keep one of the two")
        if not text and role != "examples":
            raise place.error(f"`# {role}` is empty: write its text, or take it out")
    if set(roles) <= {"examples"}:
        raise sections[0][0].error("there is no message: add `# user`")
