"""`.prompty` files, version 1 and 2: front matter, then `system:` and `user:` lines, in Jinja."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from genchi.prompts.convert.dialects import from_mustache
from genchi.prompts.convert.drafts import Draft, Turn, lose_notes, turns_of
from genchi.prompts.convert.fields import (
    CAMEL,
    SNAKE,
    absent,
    output_from,
    parameters_from,
    parameters_to,
)
from genchi.prompts.front_matter import read_front_matter, split
from genchi.prompts.inputs import Input
from genchi.prompts.prompt import Prompt
from genchi.prompts.schemas import TYPES
from genchi.prompts.spaces import kept
from genchi.records import Json

_ROLE = re.compile(
    r"^[ \t]*#?[ \t]*(system|developer|user|assistant)(?:\[[^\]\n]*\])?[ \t]*:[ \t]*$", re.I | re.M
)
_KINDS = {"float": "number", "list": "array", "dict": "object", "bool": "boolean", "int": "integer"}


def read(text: str) -> Draft:
    """A draft of a `.prompty` file."""
    head, body, _ = split(text)
    rest: dict[str, Json] = dict(read_front_matter(head, "prompty").values)
    draft = Draft(name=rest.pop("name", None), why=rest.pop("description", None))
    _model(rest.pop("model", None), draft)
    metadata = rest.pop("metadata", None)
    about = dict(metadata) if isinstance(metadata, Mapping) else {}
    authors = rest.pop("authors", None) or about.pop("authors", None)
    draft.owner = ", ".join(map(str, authors)) if isinstance(authors, list) else authors
    sample = rest.pop("sample", None)
    _inputs(rest.pop("inputs", None), sample if isinstance(sample, Mapping) else {}, draft)
    if sample and not isinstance(sample, Mapping):
        draft.lose("sample", sample)
    _outputs(rest.pop("outputs", None), draft)
    mustache = "mustache" in str(rest.pop("template", "jinja2"))
    draft.turns = list(_turns(body))
    if mustache:
        draft.turns = [(role, from_mustache(said, draft)) for role, said in draft.turns]
    else:
        draft.turns = [(role, kept(said, everywhere=True)) for role, said in draft.turns]
    draft.lose_rest({**rest, **{f"metadata.{name}": value for name, value in about.items()}})
    return draft


def write(prompt: Prompt) -> tuple[str, list[str]]:
    """A `.prompty` file of version 2, and what it cannot say."""
    import yaml

    lost: list[str] = []
    turns = turns_of(prompt, lost, jinja=True)
    options = parameters_to(prompt, CAMEL, lost)
    if extra := prompt.parameters.get("extra"):
        options["additionalProperties"] = extra
    model = {"id": prompt.model, "options": options}
    front: dict[str, Json] = {
        "name": prompt.name,
        "description": prompt.why,
        "metadata": {"authors": [prompt.owner]} if prompt.owner else None,
        "model": {name: value for name, value in model.items() if value},
        "inputs": {one.name: _property(one, lost) for one in prompt.inputs},
        "outputs": _written_outputs(prompt, lost),
        "template": {"format": "jinja2", "parser": "prompty"},
    }
    lose_notes(prompt, lost, "checks")
    lost += [
        f"the line {match.group().strip()!r} begins a turn in this format"
        for _, text in turns
        for match in _ROLE.finditer(text)
    ]
    front = {name: value for name, value in front.items() if value}
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=100)
    body = "\n".join(f"{role}:\n{text}\n" for role, text in turns)
    return f"---\n{head}---\n{body}", lost


def _turns(body: str) -> Iterator[Turn]:
    """The turns of a body; what stands before the first role is said by the system."""
    role, place = "system", 0
    for match in _ROLE.finditer(body):
        yield role, body[place : match.start()]
        role, place = match[1].lower().replace("developer", "system"), match.end()
    yield role, body[place:]


def _model(model: Json, draft: Draft) -> None:
    if isinstance(model, str):
        draft.model = model
        return
    table = dict(model) if isinstance(model, Mapping) else {}
    setting = table.pop("configuration", None)
    configuration = dict(setting) if isinstance(setting, Mapping) else {}
    named = [table.pop("id", None)]
    named += [configuration.pop(key, None) for key in ("azure_deployment", "model", "name")]
    draft.model = next((str(name) for name in named if name), None)
    options = {**(table.pop("parameters", None) or {}), **(table.pop("options", None) or {})}
    more = options.pop("additionalProperties", None)
    rest = parameters_from(options, {**CAMEL, **SNAKE}, draft)
    if extra := {**(more or {}), **rest}:
        draft.parameters["extra"] = extra
    if table.get("api") == "chat":
        table.pop("api")
    draft.lose_rest(table, of="model.")
    draft.lose_rest(configuration, of="model.configuration.")


def _inputs(table: Json, sample: Mapping[str, Json], draft: Draft) -> None:
    named = _named(table)
    for name in dict.fromkeys([*named, *sample]):
        value = named.get(name)
        spec: dict[str, Json] = {"sample": value} if value is not None else {}
        spec = dict(value) if isinstance(value, Mapping) else spec
        found = _input(spec, sample.get(name))
        draft.lose_rest(spec, of=f"inputs.{name}.")
        draft.inputs[name] = found["type"] if set(found) == {"type"} else found


def _input(spec: dict[str, Json], sample: Json) -> dict[str, Json]:
    """An input as we write it; what is read of `spec` is taken out of it."""
    shown = spec.pop("example", spec.pop("sample", sample))
    kind = spec.pop("kind", None) or spec.pop("type", None)
    found: dict[str, Json] = {"type": _type(kind, shown)}
    if values := spec.pop("enumValues", None):
        found["enum"] = values
    if (items := spec.pop("items", None)) and items.get("kind") in {*TYPES, *_KINDS}:
        found["items"] = {"type": _type(items["kind"], None)}
    required = spec.pop("required", True)
    if "default" in spec:
        found["default"] = spec.pop("default")
    elif required is False:
        found["default"] = absent(found)
    if shown is not None:
        found["examples"] = [shown]
    if why := spec.pop("description", None):
        found["why"] = why
    return found


def _outputs(table: Json, draft: Draft) -> None:
    fields: dict[str, Json] = {}
    for name, value in _named(table).items():
        spec: dict[str, Json] = dict(value) if isinstance(value, Mapping) else {"type": value}
        kind = spec.pop("kind", None) or spec.pop("type", None)
        fields[name] = {"type": _type(kind, None)}
        if about := spec.pop("description", None):
            fields[name]["description"] = about
        spec.pop("required", None)
        draft.lose_rest(spec, of=f"outputs.{name}.")
    if fields:
        schema = {"type": "object", "properties": fields, "required": list(fields)}
        output_from({**schema, "additionalProperties": False}, draft)


def _named(table: Json) -> dict[str, Json]:
    """Properties by name, whether they are listed or keyed."""
    if isinstance(table, list):
        named = [one for one in table if isinstance(one, Mapping) and "name" in one]
        return {one["name"]: {k: v for k, v in one.items() if k != "name"} for one in named}
    return dict(table) if isinstance(table, Mapping) else {}


def _type(kind: Json, sample: Json) -> str:
    named = _KINDS.get(str(kind), str(kind))
    if named in TYPES:
        return named
    kinds = ("boolean", "integer", "number", "array", "object")
    return next((word for word in kinds if isinstance(sample, TYPES[word])), "string")


def _property(one: Input, lost: list[str]) -> dict[str, Json]:
    schema = dict(one.schema)
    kind = schema.pop("type", "string")
    found: dict[str, Json] = {"kind": "float" if kind == "number" else kind}
    if not one.required:
        found |= {"required": False, "default": one.default[0]}
    if shown := schema.pop("examples", None):
        found["example"] = shown[0]
    if about := one.why or schema.pop("description", None):
        found["description"] = about
    if values := schema.pop("enum", None):
        found["enumValues"] = values
    if set(schema.get("items") or ()) == {"type"}:
        found["items"] = {"kind": schema.pop("items")["type"]}
    elif kind == "array":  # the format wants to know
        found["items"] = {"kind": "any"}
    lost += [f"inputs.{one.name}.{name}: {value}" for name, value in schema.items()]
    return found


def _written_outputs(prompt: Prompt, lost: list[str]) -> dict[str, Json]:
    if prompt.output is None:
        return {}
    schema = prompt.output.schema or {}
    fields = schema.get("properties")
    if not isinstance(fields, Mapping):
        lost.append(f"output: {prompt.output.reference or schema}")
        return {}
    found: dict[str, Json] = {}
    for name, of in fields.items():
        rest = dict(of)
        kind = rest.pop("type", "string")
        found[name] = {"kind": "float" if kind == "number" else kind}
        if about := rest.pop("description", None):
            found[name]["description"] = about
        lost += [f"output.{name}.{key}: {value}" for key, value in rest.items()]
    return found
