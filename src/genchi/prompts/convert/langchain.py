"""LangChain: what `load_prompt` reads, and dumps of `PromptTemplate` and `ChatPromptTemplate`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from genchi.errors import UsageError
from genchi.prompts.convert.dialects import from_fstring, from_mustache, to_fstring
from genchi.prompts.convert.drafts import Draft, literal, lose_notes, short, turns_of
from genchi.prompts.convert.fields import lose_types, variables_from
from genchi.prompts.convert.jsons import object_of
from genchi.prompts.places import Place
from genchi.prompts.prompt import Prompt
from genchi.prompts.spaces import kept
from genchi.prompts.templates import rendered, variables_of
from genchi.records import Json

_ROLES = {"human": "user", "user": "user", "ai": "assistant", "assistant": "assistant"}
_CLASSES = {
    "SystemMessagePromptTemplate": "system",
    "SystemMessage": "system",
    "HumanMessagePromptTemplate": "user",
    "HumanMessage": "user",
    "AIMessagePromptTemplate": "assistant",
    "AIMessage": "assistant",
}
_WRITTEN = {
    "system": "SystemMessagePromptTemplate",
    "user": "HumanMessagePromptTemplate",
    "assistant": "AIMessagePromptTemplate",
}


def read(text: str) -> Draft:
    """A draft of a LangChain prompt in JSON."""
    outer = object_of(text, "a LangChain prompt")
    draft = Draft()
    kind, table = _plain(outer)
    if outer.get("type") == "not_implemented":
        raise UsageError(
            f"LangChain wrote down only the name of this {kind}, not what it says: "
            "save it with prompt.save(…) and bring that file in"
        )
    names = [str(name) for name in table.get("input_variables") or []]
    if kind in ("few_shot", "FewShotPromptTemplate"):
        _few_shot(table, draft)
    elif kind in ("chat", "ChatPromptTemplate"):
        for message in table.get("messages") or []:
            _message(message, draft)
    elif kind in ("prompt", "PromptTemplate"):
        draft.turns = [("user", _template(table, draft))]
    else:
        raise UsageError(
            f"{short(kind) or 'this'} is no prompt of LangChain that can be read: "
            "prompt, few_shot, PromptTemplate, FewShotPromptTemplate, ChatPromptTemplate can"
        )
    places = {str(_plain(one)[1].get("variable_name")) for one in table.get("messages") or []}
    named = [name for name in [*names, *draft.inputs] if name not in places]
    partial = table.get("partial_variables") or {}
    draft.inputs = {}
    variables_from(named, {k: v for k, v in partial.items() if k not in places}, draft)
    for name in ("output_parser", "metadata", "tags"):
        if table.get(name):
            draft.lose(name, table[name])
    return draft


def write(prompt: Prompt) -> tuple[str, list[str]]:
    """The dump of a `ChatPromptTemplate`, and what it cannot say."""
    lost: list[str] = []
    turns = turns_of(prompt, lost, jinja=True)
    plain = [to_fstring(text) for _, text in turns]
    simple = all(text is not None for text in plain)
    form = "f-string" if simple else "jinja2"
    messages = [
        _dumped(
            _WRITTEN[role],
            ["langchain", "prompts", "chat"],
            {"prompt": _prompt_template(text if plain_ is None or not simple else plain_, form)},
        )
        for (role, text), plain_ in zip(turns, plain, strict=True)
    ]
    if not simple:
        lost.append("LangChain loads loops and conditions (jinja2) only where that is allowed")
    defaults = {one.name: one.default[0] for one in prompt.inputs if one.default}
    table: dict[str, Json] = {
        "input_variables": [one.name for one in prompt.inputs if one.required],
        "messages": messages,
    }
    if defaults:
        table["partial_variables"] = defaults
    lose_types(prompt.inputs, lost)
    lose_notes(prompt, lost, "model", "parameters", "output", "checks", "owner", "why")
    dump = _dumped("ChatPromptTemplate", ["langchain", "prompts", "chat"], table)
    return json.dumps(dump, ensure_ascii=False, indent=2) + "\n", lost


def _plain(value: Json) -> tuple[str, dict[str, Json]]:
    """The kind of a prompt and its fields, whichever way it was written down."""
    if not isinstance(value, Mapping):
        return "", {}
    if value.get("lc") is not None:
        return str((value.get("id") or [""])[-1]), dict(value.get("kwargs") or {})
    return str(value.get("_type") or ("prompt" if "template" in value else "")), dict(value)


def _template(table: Mapping[str, Json], draft: Draft) -> str:
    text = table.get("template")
    if not isinstance(text, str):
        raise UsageError("the prompt has no template in it: put the text of template_path there")
    form = table.get("template_format", "f-string")
    for name in table.get("input_variables") or []:
        draft.inputs.setdefault(str(name), "string")
    if form == "jinja2":
        return kept(text, everywhere=True)
    if form == "mustache":
        return from_mustache(text, draft)
    if form != "f-string":
        raise UsageError(f"template_format is f-string, mustache or jinja2, not {form!r}")
    return from_fstring(text, draft)


def _message(message: Json, draft: Draft) -> None:
    kind, table = _plain(message)
    inner = table.get("prompt")
    role = _CLASSES.get(kind) or _ROLES.get(str(table.get("role") or table.get("type")), "user")
    if kind == "MessagesPlaceholder":
        draft.lose("a place for messages", table.get("variable_name"))
    elif inner is not None:
        parts = inner if isinstance(inner, list) else [inner]
        texts = [table_ for _, table_ in map(_plain, parts) if "template" in table_]
        if len(texts) < len(parts):
            draft.lose("a part of a message that is no text")
        said = "\n".join(_template(table_, draft) for table_ in texts)
        draft.turns.append((role, said))
    elif isinstance(table.get("content"), str):
        draft.turns.append((role, literal(table["content"])))
    else:
        draft.lose("a message that is no text", message)


def _few_shot(table: Mapping[str, Json], draft: Draft) -> None:
    """Examples of one text each, between a prefix and a suffix: all of it is what the user says."""
    form = {"template_format": table.get("template_format", "f-string")}
    _, of_example = _plain(table.get("example_prompt"))
    examples = table.get("examples")
    if not isinstance(examples, list):
        draft.lose("examples", examples or table.get("example_selector"))
        examples = []
    separator = str(table.get("example_separator", "\n\n"))
    shown = [_filled(of_example, one) for one in examples]
    before = {"template": str(table.get("prefix") or ""), **form}
    after = {"template": str(table.get("suffix") or ""), **form}
    parts = [_template(before, draft), *shown, _template(after, draft)]
    draft.turns = [("user", separator.join(part for part in parts if part))]


def _filled(of_example: Mapping[str, Json], example: Mapping[str, Json]) -> str:
    template = _template(of_example, Draft())
    return literal(rendered(template, dict(example), "markdown", Place("example_prompt", 1)))


def _prompt_template(text: str, form: str) -> dict[str, Json]:
    ours = from_fstring(text, Draft()) if form == "f-string" else text
    names = sorted(variables_of(ours, Place("template", 1)))
    table = {"input_variables": names, "template": text, "template_format": form}
    return _dumped("PromptTemplate", ["langchain", "prompts", "prompt"], table)


def _dumped(name: str, module: list[str], table: dict[str, Json]) -> dict[str, Json]:
    return {"lc": 1, "type": "constructor", "id": [*module, name], "kwargs": table}
