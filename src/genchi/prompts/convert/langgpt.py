"""LangGPT: a role in Markdown (`# Role`, `## Profile`, `## Rules`, …), said by the system."""

from __future__ import annotations

import re

from genchi.errors import UsageError
from genchi.prompts.convert.dialects import to_variables
from genchi.prompts.convert.drafts import Draft, literal, lose_notes, turns_of
from genchi.prompts.convert.fields import lose_defaults, lose_types
from genchi.prompts.prompt import Prompt
from genchi.records import to_json

_ROLE = re.compile(r"^#\s*(?:Role|角色)\s*[:：]?\s*(.*)$", re.MULTILINE | re.IGNORECASE)
_AUTHOR = re.compile(r"^[-*]\s*(?:Author|作者)\s*[:：]\s*(.+)$", re.MULTILINE | re.IGNORECASE)
MESSAGE = "message"
"""The input for what the user says: a role of LangGPT leaves it to the chat."""


def read(text: str) -> Draft:
    """A draft of a role: all of it is said by the system, and the user says one input."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    role = _ROLE.search(text)
    if role is None:
        raise UsageError("this is no role of LangGPT: it has no heading `# Role: NAME`")
    author = _AUTHOR.search(text)
    draft = Draft(name=role[1].strip() or None, owner=author[1].strip() if author else None)
    draft.turns = [("system", literal(text)), ("user", f"{{{{ {MESSAGE} }}}}")]
    draft.inputs = {MESSAGE: "string"}
    return draft


def write(prompt: Prompt) -> tuple[str, list[str]]:
    """A role in Markdown, and what it cannot say."""
    lost: list[str] = []
    known = [one.name for one in prompt.inputs]
    turns = [
        (role, to_variables(text, known, lost, spaced=True))
        for role, text in turns_of(prompt, lost)
    ]
    said = "\n\n".join(text for role, text in turns if role == "system")
    asked = [text for role, text in turns if role != "system"]
    if not _ROLE.search(said):
        profile = [f"- Author: {prompt.owner}"] if prompt.owner else []
        profile += [f"- Description: {' '.join(prompt.why.split())}"] if prompt.why else []
        head = f"# Role: {prompt.name.rpartition('/')[2]}\n"
        head += "\n## Profile\n" + "\n".join(profile) + "\n" if profile else ""
        said = f"{head}\n## Rules\n{said}" if said else head
    else:
        lose_notes(prompt, lost, "why")
    if prompt.output and prompt.output.schema:
        shown = to_json(prompt.output.schema).decode()
        said = f"{said.rstrip()}\n\n## OutputFormat\nJSON: {shown}"
    elif prompt.output:
        lost.append(f"output: {prompt.output.reference}")
    alone = len(asked) == 1 and re.fullmatch(r"\{\{ ?\w+ ?\}\}", asked[0].strip())
    if asked and not alone:
        said = f"{said.rstrip()}\n\n## Workflow\n" + "\n\n".join(asked)
        lost.append("turns of user and assistant became the section Workflow")
    if not alone:
        lose_types(prompt.inputs, lost)
    lose_defaults(prompt.inputs, lost)
    lose_notes(prompt, lost, "model", "parameters", "checks")
    return said.strip() + "\n", lost
