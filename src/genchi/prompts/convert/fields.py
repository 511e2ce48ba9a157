"""Parameters and inputs under the names that other formats have for them."""

from __future__ import annotations

from collections.abc import Mapping

from genchi.prompts.convert.drafts import Draft
from genchi.prompts.inputs import Input
from genchi.prompts.prompt import Prompt
from genchi.prompts.schemas import is_schema
from genchi.records import Json

SNAKE = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_tokens": "max_tokens",
    "max_output_tokens": "max_tokens",
    "max_completion_tokens": "max_tokens",
    "stop": "stop",
    "stop_sequences": "stop",
    "seed": "seed",
    "reasoning_effort": "reasoning_effort",
}
"""Names of parameters with underscores, and ours."""
CAMEL = {
    "temperature": "temperature",
    "topP": "top_p",
    "maxOutputTokens": "max_tokens",
    "maxTokens": "max_tokens",
    "stopSequences": "stop",
    "seed": "seed",
    "reasoningEffort": "reasoning_effort",
}
"""Names of parameters in one word, and ours."""


def parameters_from(
    table: Mapping[str, Json], names: Mapping[str, str], draft: Draft
) -> dict[str, Json]:
    """Read the parameters that we know into a draft; what is left is returned."""
    rest: dict[str, Json] = {}
    for name, value in table.items():
        if name not in names or value is None:
            rest[name] = value
            continue
        listed = names[name] == "stop" and isinstance(value, str)
        draft.parameters[names[name]] = [value] if listed else value
    return rest


def parameters_to(prompt: Prompt, names: Mapping[str, str], lost: list[str]) -> dict[str, Json]:
    """The parameters of a prompt under other names; those without one are noted."""
    first = {ours: theirs for theirs, ours in reversed(list(names.items()))}
    found: dict[str, Json] = {}
    for name, value in prompt.parameters.items():
        if name in first:
            found[first[name]] = value
        elif name != "extra":
            lost.append(f"parameters.{name}: {value}")
    return found


def inputs_from(schema: Mapping[str, Json], defaults: Mapping[str, Json], draft: Draft) -> None:
    """Read the inputs of a JSON Schema of an object; an optional text defaults to none of it."""
    required = schema.get("required") or []
    for name, of in (schema.get("properties") or {}).items():
        spec: dict[str, Json] = dict(of)
        if name in defaults:
            spec["default"] = defaults[name]
        elif name not in required:
            spec.setdefault("default", absent(spec))
        draft.inputs[name] = _shortest(spec)


def absent(schema: Mapping[str, Json]) -> Json:
    """The default of an optional input: an empty text writes nothing, as an absent one does."""
    return "" if schema.get("type") == "string" and "enum" not in schema else None


def variables_from(names: list[str], defaults: Mapping[str, Json], draft: Draft) -> None:
    """Read inputs of which only the names are known: they are texts."""
    for name in dict.fromkeys([*names, *defaults]):
        if name in defaults:
            kind = {"type": "string"} if isinstance(defaults[name], str) else {}
            draft.inputs[name] = {**kind, "default": defaults[name]}
        else:
            draft.inputs.setdefault(name, "string")


def inputs_schema(prompt: Prompt) -> tuple[dict[str, Json], dict[str, Json]]:
    """The inputs as a JSON Schema of an object, and their defaults."""
    schema: dict[str, Json] = {
        "type": "object",
        "properties": {one.name: dict(one.schema) for one in prompt.inputs},
        "required": [one.name for one in prompt.inputs if one.required],
    }
    return schema, {one.name: one.default[0] for one in prompt.inputs if one.default}


def output_from(schema: Json, draft: Draft) -> None:
    """Read an output schema where it is one of JSON Schema, else note it."""
    if is_schema(schema):
        draft.output = dict(schema)
    elif schema:
        draft.lose("output", schema)


def lose_types(inputs: tuple[Input, ...], lost: list[str]) -> None:
    """Note what is known of inputs where a format has only their names, which are texts."""
    for one in inputs:
        if one.schema != {"type": "string"}:
            lost.append(f"the type of {one.name}: {one.type}")
        if one.why:
            lost.append(f"why {one.name}: {one.why}")


def lose_defaults(inputs: tuple[Input, ...], lost: list[str]) -> None:
    """Note the defaults of inputs."""
    lost += [f"the default of {one.name}: {one.default[0]}" for one in inputs if one.default]


def _shortest(spec: dict[str, Json]) -> Json:
    return spec["type"] if set(spec) == {"type"} and isinstance(spec["type"], str) else spec
