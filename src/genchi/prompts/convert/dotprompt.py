"""Dotprompt files (`.prompt`): front matter with Picoschema, then Handlebars."""

from __future__ import annotations

from collections.abc import Mapping

from genchi.prompts.convert.drafts import Draft, lose_notes, turns_of
from genchi.prompts.convert.fields import (
    CAMEL,
    inputs_from,
    inputs_schema,
    output_from,
    parameters_from,
    parameters_to,
)
from genchi.prompts.convert.handlebars import from_handlebars, to_handlebars
from genchi.prompts.convert.picoschema import json_schema
from genchi.prompts.front_matter import read_front_matter, split
from genchi.prompts.prompt import Prompt
from genchi.records import Json


def read(text: str) -> Draft:
    """A draft of a dotprompt file."""
    head, body, _ = split(text)
    rest: dict[str, Json] = dict(read_front_matter(head, "dotprompt").values)
    draft = Draft(name=rest.pop("name", None), model=rest.pop("model", None))
    draft.why = rest.pop("description", None)
    config = rest.pop("config", None)
    extra = parameters_from(config if isinstance(config, Mapping) else {}, CAMEL, draft)
    if extra:
        draft.parameters["extra"] = extra
    given = rest.pop("input", None)
    table: dict[str, Json] = dict(given) if isinstance(given, Mapping) else {}
    defaults = table.pop("default", None) or {}
    inputs_from(json_schema(table.pop("schema", None) or {}), defaults, draft)
    for name in defaults:
        draft.inputs.setdefault(name, {"default": defaults[name]})
    draft.lose_rest(table, of="input.")
    _output(rest.pop("output", None), draft)
    metadata = rest.pop("metadata", None)
    about: dict[str, Json] = dict(metadata) if isinstance(metadata, Mapping) else {}
    draft.owner = about.pop("owner", None)
    draft.turns = from_handlebars(body, draft)
    draft.lose_rest({**rest, **{f"metadata.{name}": value for name, value in about.items()}})
    return draft


def write(prompt: Prompt) -> tuple[str, list[str]]:
    """A dotprompt file, and what it cannot say."""
    import yaml

    lost: list[str] = []
    schema, defaults = inputs_schema(prompt)
    config = parameters_to(prompt, CAMEL, lost)
    config |= prompt.parameters.get("extra") or {}
    given = {"schema": schema if prompt.inputs else None, "default": defaults}
    output = prompt.output
    if output and output.schema is None:
        lost.append(f"output: {output.reference}")
    front: dict[str, Json] = {
        "name": prompt.name.rpartition("/")[2],
        "description": prompt.why,
        "model": prompt.model,
        "config": config,
        "input": {name: value for name, value in given.items() if value},
        "output": {"format": "json", "schema": dict(output.schema)}
        if output and output.schema
        else None,
        "metadata": {"owner": prompt.owner} if prompt.owner else None,
    }
    lose_notes(prompt, lost, "checks")
    lost += [f"why {one.name}: {one.why}" for one in prompt.inputs if one.why]
    front = {name: value for name, value in front.items() if value}
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=100)
    as_json = {one.name for one in prompt.inputs if one.type not in ("string", "integer", "number")}
    parts: list[str] = []
    ended = False
    for role, text in turns_of(prompt, lost):
        named = "model" if role == "assistant" else role
        # `~` would take a block tag's own line from it, and with that the line's break
        start = "{{~" if parts and not ended else "{{"
        end = "}}" if text.startswith("{%") else "~}}"
        ended = text.endswith("%}")
        if text.startswith("{%") or ended:
            lost.append(f"line breaks: the turn of {role} begins or ends with an empty line")
        parts.append(f'{start}role "{named}"{end}\n{to_handlebars(text, as_json, lost)}\n')
    return f"---\n{head}---\n" + "\n".join(parts), lost


def _output(output: Json, draft: Draft) -> None:
    table: dict[str, Json] = dict(output) if isinstance(output, Mapping) else {}
    schema = table.pop("schema", None)
    if isinstance(schema, str):
        draft.lose("output.schema", schema)
    elif schema:
        output_from(json_schema(schema), draft)
    if table.get("format") == "json" and draft.output:
        table.pop("format")
    draft.lose_rest(table, of="output.")
