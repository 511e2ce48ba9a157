"""Langfuse: a prompt as its API and its export have it, of text or of messages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from genchi.errors import UsageError
from genchi.prompts.convert.dialects import from_variables, to_variables
from genchi.prompts.convert.drafts import Draft, lose_notes, turns_of
from genchi.prompts.convert.fields import (
    SNAKE,
    lose_defaults,
    lose_types,
    parameters_from,
    parameters_to,
    variables_from,
)
from genchi.prompts.convert.jsons import object_of
from genchi.prompts.prompt import Prompt
from genchi.records import Json

_ROLES = {"system": "system", "developer": "system", "assistant": "assistant", "user": "user"}


def read(text: str) -> Draft:
    """A draft of a Langfuse prompt in JSON."""
    rest = object_of(text, "a Langfuse prompt")
    said = rest.pop("prompt", None)
    draft = Draft(name=rest.pop("name", None), why=rest.pop("commitMessage", None))
    rest.pop("type", None)
    if isinstance(said, str):
        draft.turns = [("user", from_variables(said))]
    elif isinstance(said, list):
        for message in said:
            _message(message, draft)
    else:
        raise UsageError("this is not a Langfuse prompt: its `prompt` is neither text nor messages")
    config = rest.pop("config", None)
    table: dict[str, Json] = dict(config) if isinstance(config, Mapping) else {}
    draft.model = table.pop("model", None)
    draft.lose_rest(parameters_from(table, SNAKE, draft), of="config.")
    variables_from(names_in([turn for _, turn in draft.turns]), {}, draft)
    draft.lose_rest(rest)
    return draft


def write(prompt: Prompt) -> tuple[str, list[str]]:
    """A chat prompt of Langfuse, or one of text where the user alone speaks; and what is lost."""
    lost: list[str] = []
    known = [one.name for one in prompt.inputs]
    turns = [(role, to_variables(text, known, lost)) for role, text in turns_of(prompt, lost)]
    alone = len(turns) == 1 and turns[0][0] == "user"
    config = parameters_to(prompt, SNAKE, lost)
    if prompt.parameters.get("extra"):
        lost.append(f"parameters.extra: {prompt.parameters['extra']}")
    table: dict[str, Json] = {
        "name": prompt.name,
        "type": "text" if alone else "chat",
        "prompt": turns[0][1] if alone else [{"role": r, "content": t} for r, t in turns],
        "config": {**({"model": prompt.model} if prompt.model else {}), **config},
    }
    if prompt.why:
        table["commitMessage"] = prompt.why
    lose_types(prompt.inputs, lost)
    lose_defaults(prompt.inputs, lost)
    lose_notes(prompt, lost, "output", "checks", "owner")
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n", lost


def names_in(templates: list[str]) -> list[str]:
    """The variables of templates that have nothing but variables, in order."""
    found = re.findall(r"\{\{ ([^\W\d]\w*) \}\}", "\n".join(templates))
    return list(dict.fromkeys(found))


def _message(message: Json, draft: Draft) -> None:
    if not isinstance(message, Mapping) or not isinstance(message.get("content"), str):
        name = message.get("name") if isinstance(message, Mapping) else message
        draft.lose("a place for messages", name)
        return
    role = _ROLES.get(str(message.get("role")), "user")
    draft.turns.append((role, from_variables(message["content"])))
