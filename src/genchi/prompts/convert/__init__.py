"""Prompts of other tools as prompt files, and back; what cannot be carried over is listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal, get_args

from genchi.errors import UsageError
from genchi.prompts.convert import dotprompt, langchain, langfuse, langgpt, openai_stored, prompty
from genchi.prompts.convert.drafts import Draft, file_text
from genchi.prompts.places import Place
from genchi.prompts.prompt import Prompt
from genchi.prompts.reading import read_text
from genchi.prompts.spaces import kept
from genchi.prompts.templates import variables_of
from genchi.records import clean

Kind = Literal["prompty", "dotprompt", "langchain", "langgpt", "langfuse", "openai"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_READERS: dict[Kind, Callable[[str], Draft]] = {
    "prompty": prompty.read,
    "dotprompt": dotprompt.read,
    "langchain": langchain.read,
    "langgpt": langgpt.read,
    "langfuse": langfuse.read,
    "openai": openai_stored.read,
}
_WRITERS: dict[Kind, Callable[[Prompt], tuple[str, list[str]]]] = {
    "prompty": prompty.write,
    "dotprompt": dotprompt.write,
    "langchain": langchain.write,
    "langgpt": langgpt.write,
    "langfuse": langfuse.write,
    "openai": openai_stored.write,
}
ENDINGS: dict[Kind, str] = {
    "prompty": ".prompty",
    "dotprompt": ".prompt",
    "langchain": ".json",
    "langgpt": ".md",
    "langfuse": ".json",
    "openai": ".json",
}
"""How the name of a file of each kind ends."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A prompt file, the name that the other format gave it, and what could not be carried over."""

    prompt_text: str
    lost: tuple[str, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A file of another format, and what could not be carried over."""

    text: str
    lost: tuple[str, ...]


def read(text: str, kind: Kind) -> Converted:
    """The prompt file of a file of another tool. Raises `UsageError` where it is none of its kind.

    >>> text = '{"name": "hi", "prompt": "Hello {{who}}", "labels": ["production"]}'
    >>> found = read(text, "langfuse")
    >>> print(found.prompt_text, found.lost)
    ---
    inputs:
      who: string
    ---
    # user
    Hello {{ who }}
     ('labels: ["production"]',)
    """
    _known(kind)
    text = clean(text).removeprefix("\ufeff").replace("\r\n", "\n")
    draft = _READERS[kind](text)
    draft.turns = [(role, kept(said)) for role, said in draft.turns]
    _declare(draft)
    made = file_text(draft)
    try:
        read_text(made, name=draft.name or kind)
    except UsageError as error:
        raise UsageError(f"this {kind} prompt cannot be read as a prompt file: {error}") from None
    return Converted(made, tuple(dict.fromkeys(draft.lost)), draft.name)


def write(prompt: Prompt, kind: Kind) -> Written:
    """A prompt as a file of another tool."""
    _known(kind)
    text, lost = _WRITERS[kind](prompt)
    return Written(text, tuple(dict.fromkeys(lost)))


def guessed(file: str, text: str) -> Kind | None:
    """The kind of a file by its name and what is in it; None where it could be several."""
    ending = PurePath(file).suffix
    by_ending = [kind for kind, one in ENDINGS.items() if one == ending]
    if len(by_ending) == 1:
        return by_ending[0]
    if ending != ".json":
        return None
    if '"_type"' in text or '"lc"' in text:
        return "langchain"
    if '"pmpt_' in text or '"input_text"' in text or '"instructions"' in text:
        return "openai"
    return "langfuse" if '"prompt"' in text else None


def _declare(draft: Draft) -> None:
    """Declare what the templates use and nobody did, and make lists of what they loop over."""
    for _, text in draft.turns:
        for name in variables_of(text, Place("template", 1)):
            if name not in draft.inputs:
                draft.inputs[name] = {}
                draft.lose("not declared, so any value is taken", name)
        for name in re.findall(r"\{%[-+]?\s*for\s+\w+\s+in\s+(\w+)\s*[-+]?%\}", text):
            if draft.inputs.get(name) in ("string", {}):
                draft.inputs[name] = "array"


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise UsageError(f"there is no kind {kind!r} of prompts: choose one of {', '.join(KINDS)}")
