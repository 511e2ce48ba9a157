"""Prompts stored at OpenAI, as JSON: instructions or messages with `{{variables}}`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from genchi.errors import UsageError
from genchi.prompts.convert.dialects import from_variables, to_variables
from genchi.prompts.convert.drafts import Draft, lose_notes, turns_of
from genchi.prompts.convert.fields import (
    SNAKE,
    lose_types,
    output_from,
    parameters_from,
    parameters_to,
    variables_from,
)
from genchi.prompts.convert.jsons import object_of
from genchi.prompts.convert.langfuse import names_in
from genchi.prompts.prompt import Prompt
from genchi.records import Json

_ROLES = {"system": "system", "developer": "system", "assistant": "assistant", "user": "user"}
_NOTHING = ("object", "created_at", "updated_at", "is_default")


def read(text: str) -> Draft:
    """A draft of a stored prompt; it may lie under `prompt`, as the dashboard shows it."""
    rest = object_of(text, "a prompt stored at OpenAI")
    if isinstance(rest.get("prompt"), Mapping) and "messages" not in rest:
        inner = dict(rest.pop("prompt"))
        rest = {**rest, **inner}
    draft = Draft(name=rest.pop("name", None), model=rest.pop("model", None))
    draft.why = rest.pop("description", None)
    instructions = rest.pop("instructions", None)
    if isinstance(instructions, str):
        draft.turns.append(("system", from_variables(instructions)))
    said = rest.pop("messages", None) or rest.pop("input", None) or []
    for message in [{"role": "user", "content": said}] if isinstance(said, str) else said:
        _message(message, draft)
    if not draft.turns:
        raise UsageError(
            "this is not a prompt stored at OpenAI: it has no instructions or messages"
        )
    given = rest.pop("variables", None) or {}
    named = given if isinstance(given, Mapping) else {}
    defaults = {name: text for name, text in named.items() if text and isinstance(text, str)}
    variables_from(names_in([turn for _, turn in draft.turns]), {}, draft)
    for name, value in defaults.items():
        if name in draft.inputs:
            draft.inputs[name] = {"type": "string", "default": value}
        else:
            draft.lose(f"variables.{name}", value)
    _settings(rest, draft)
    return draft


def write(prompt: Prompt) -> tuple[str, list[str]]:
    """The JSON of a stored prompt, shaped as a request of the Responses API; and what is lost."""
    lost: list[str] = []
    known = [one.name for one in prompt.inputs]
    turns = [(role, to_variables(text, known, lost)) for role, text in turns_of(prompt, lost)]
    names = {"temperature": "temperature", "top_p": "top_p", "max_output_tokens": "max_tokens"}
    table: dict[str, Json] = {"object": "prompt", "name": prompt.name, "model": prompt.model}
    table["messages"] = [
        {
            "role": "developer" if role == "system" else role,
            "content": [
                {"type": "output_text" if role == "assistant" else "input_text", "text": t}
            ],
        }
        for role, t in turns
    ]
    table["variables"] = {one.name: one.default[0] if one.default else "" for one in prompt.inputs}
    parameters = dict(prompt.parameters)
    if effort := parameters.pop("reasoning_effort", None):
        table["reasoning"] = {"effort": effort}
    table |= parameters_to(prompt, {**names, "reasoning_effort": "reasoning_effort"}, lost)
    table.pop("reasoning_effort", None)
    if prompt.parameters.get("extra"):
        table |= prompt.parameters["extra"]
    if prompt.output and prompt.output.schema:
        schema = {"type": "json_schema", "name": "output", "schema": dict(prompt.output.schema)}
        table["text"] = {"format": schema}
    elif prompt.output:
        lost.append(f"output: {prompt.output.reference}")
    lose_types(prompt.inputs, lost)
    lose_notes(prompt, lost, "checks", "owner")
    if prompt.why:
        table["description"] = prompt.why
    table = {name: value for name, value in table.items() if value not in (None, {}, [])}
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n", lost


def _message(message: Json, draft: Draft) -> None:
    if not isinstance(message, Mapping):
        draft.lose("a message", message)
        return
    content = message.get("content")
    parts = [{"text": content}] if isinstance(content, str) else content or []
    texts = [part["text"] for part in parts if isinstance(part.get("text"), str)]
    if len(texts) < len(parts) or not parts:
        draft.lose("a part of a message that is no text", message)
    role = _ROLES.get(str(message.get("role")), "user")
    draft.turns.append((role, from_variables("\n".join(texts))))


def _settings(rest: dict[str, Json], draft: Draft) -> None:
    for name in _NOTHING:
        rest.pop(name, None)
    reasoning = rest.pop("reasoning", None)
    if isinstance(reasoning, Mapping) and reasoning.get("effort"):
        draft.parameters["reasoning_effort"] = reasoning["effort"]
    text = rest.pop("text", None) or {}
    form = text.get("format") or {} if isinstance(text, Mapping) else {}
    if form.get("type") == "json_schema":
        output_from(form.get("schema"), draft)
    elif form.get("type") not in (None, "text"):
        draft.lose("text.format", form)
    draft.lose_rest(parameters_from(rest, SNAKE, draft))
