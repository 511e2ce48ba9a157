"""Prompts, their differences and advice about them, as tables and texts for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.errors import GenchiError
from genchi.prompts import Difference, Finding, Input, Prompt, cacheable_share
from genchi.prompts.diffing import SectionChange
from genchi.records import Json, to_json
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.settings import Language

_MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""How changed words are marked, as git marks them: readable without colours."""
_COLOURS = {"same": "", "removed": "red", "added": "green"}


def prompts_table(
    found: Mapping[str, Prompt | GenchiError], folder: str, language: Language
) -> RenderableType:
    """All prompts of a folder; where one cannot be used, why."""
    if not found:
        return Text(say(language, "no_prompts", folder=folder))
    table = plain_table()
    for name in ("name", "version", "model"):
        table.add_column(say(language, f"prompt_{name}"), no_wrap=True)
    table.add_column(say(language, "prompt_inputs"))
    table.add_column(say(language, "prompt_examples"), justify="right")
    table.add_column(say(language, "prompt_owner"))
    wrong = []
    for name, prompt in found.items():
        if isinstance(prompt, GenchiError):
            table.add_row(f"[bold]{escape(name)}[/bold]", "[red]–[/red]", "–", "–", "–", "–")
            wrong.append(Text(str(prompt), style="red"))
            continue
        table.add_row(
            f"[bold]{escape(name)}[/bold]",
            prompt.version,
            escape(prompt.model or "–"),
            escape(", ".join(one.name for one in prompt.inputs)) or "–",
            str(len(prompt.examples.all)) if prompt.examples else "–",
            escape(prompt.owner or "–"),
        )
    return Group(heading(say(language, "prompts_in", folder=folder)), table, *wrong)


def prompt_page(prompt: Prompt, language: Language) -> RenderableType:
    """All that a prompt says: its fields, then its sections as they are written."""
    table = plain_table()
    table.show_header = False
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _fields(prompt, language):
        table.add_row(say(language, f"prompt_{name}"), Text(value))
    parts: list[RenderableType] = [heading(f"{prompt.name}  {prompt.version}"), table]
    for section in prompt.sections:
        parts += [Text(f"# {section.role}", style="bold cyan"), Text(section.text), Text("")]
    share = f"{cacheable_share(prompt):.0%}"
    return Group(*parts, Text(say(language, "prompt_cacheable", share=share), style="dim"))


def difference_page(found: Difference, language: Language) -> RenderableType:
    """What changed: for callers, in fields, and word by word in sections."""
    title = say(language, "prompt_versions", before=found.before, after=found.after)
    parts: list[RenderableType] = [heading(title)]
    if found.same_version:
        parts.append(Text(say(language, "prompt_same")))
    if found.caller:
        parts.append(heading(say(language, "prompt_callers")))
    for one in found.caller:
        effect = say(language, "prompt_breaks" if one.breaks else "prompt_works")
        change = say(language, f"prompt_change_{one.change}")
        style = "yellow" if one.breaks else ""
        parts.append(Text(f"  {one.what}: {change}; {effect}", style=style))
    if found.fields:
        table = plain_table()
        for name in ("field", "before", "after"):
            table.add_column(say(language, f"prompt_{name}"), overflow="fold")
        for field in found.fields:
            table.add_row(Text(field.name), _value(field.before), _value(field.after))
        parts.append(table)
    for section in found.sections:
        parts += [*_section(section, language), Text("")]
    return Group(*parts)


def advice_page(found: Sequence[Finding], prompts: int, language: Language) -> RenderableType:
    """Each finding with its line, why it is worth a look and what to do."""
    if not found:
        return Text(say(language, "lint_clean", n=prompts))
    parts: list[RenderableType] = []
    for one in found:
        advice = one.about.advice(language)
        colour = "bold red" if one.is_error else "bold yellow"
        parts.append(Text.assemble(f"{one.file}:{one.line}  ", (one.rule, colour)))
        parts.append(Text(f"  {one.text}"))
        if one.other_text is not None:
            against = say(language, "lint_against", line=one.other_line, text=one.other_text)
            parts.append(Text(f"  {against}"))
        parts.append(Text(f"  {advice.why} → {advice.do}", style="dim"))
    count = say(language, "lint_count", n=len(found), prompts=prompts)
    return Group(*parts, Text(""), Text(count))


def prompt_json(prompt: Prompt) -> dict[str, Json]:
    """A prompt as JSON: its fields, and its sections as they are written."""
    return {
        "name": prompt.name,
        "version": prompt.version,
        "file": prompt.file,
        "model": prompt.model,
        "parameters": dict(prompt.parameters),
        "inputs": {
            one.name: {
                "schema": one.schema,
                "required": one.required,
                "default": None if one.required else one.default[0],
                "why": one.why,
            }
            for one in prompt.inputs
        },
        "output": prompt.output and (prompt.output.reference or prompt.output.schema),
        "examples": prompt.examples and len(prompt.examples.all),
        "checks": list(prompt.checks),
        "owner": prompt.owner,
        "why": prompt.why,
        "sections": [
            {"role": one.role, "text": one.text, "line": one.line} for one in prompt.sections
        ],
        "cacheable_share": cacheable_share(prompt),
    }


def finding_json(one: Finding) -> dict[str, Json]:
    """A finding as JSON, with its advice in English."""
    return {
        "rule": one.rule,
        "error": one.is_error,
        "file": one.file,
        "line": one.line,
        "text": one.text,
        "other_line": one.other_line,
        "other_text": one.other_text,
        "why": one.about.en.why,
        "do": one.about.en.do,
    }


def _fields(prompt: Prompt, language: Language) -> list[tuple[str, str]]:
    output, shown = prompt.output, prompt.examples
    rows = {
        "file": prompt.file,
        "model": prompt.model,
        "parameters": _json(prompt.parameters) if prompt.parameters else None,
        "inputs": "\n".join(_input(one, language) for one in prompt.inputs),
        "output": output and (output.reference or _json(output.schema)),
        "examples": shown
        and say(
            language,
            "prompt_examples_of",
            n=len(shown.all) if shown.n is None else shown.n,
            file=shown.file,
            choose=shown.choose,
        ),
        "checks": ", ".join(prompt.checks),
        "owner": prompt.owner,
        "why": prompt.why,
    }
    return [(name, value) for name, value in rows.items() if value]


def _input(one: Input, language: Language) -> str:
    default = "" if one.required else say(language, "prompt_default", value=_json(one.default[0]))
    return "  ".join(filter(None, [f"{one.name}: {one.type}", default, one.why]))


def _section(section: SectionChange, language: Language) -> tuple[Text, Text]:
    change = say(language, f"prompt_change_{section.change}")
    body = Text()
    for run in section.runs:
        body.append(_MARKS[run.kind].format(run.text), style=_COLOURS[run.kind])
    return Text(f"# {section.title}  ({change})", style="bold cyan"), body


def _value(value: Json) -> Text:
    return Text("–" if value is None else value if isinstance(value, str) else _json(value))


def _json(value: object) -> str:
    return to_json(value).decode()
