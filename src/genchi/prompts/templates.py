"""Templates: what one needs, and the text it makes of plain JSON data.

The engine is minijinja (the syntax of Jinja). A template here reads no file and no other template,
meets no object of the program, and has a limit of work. What an input says is never read as a
template. Text is written as it is; every other value as JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args

from genchi.errors import UsageError
from genchi.prompts.places import Place
from genchi.prompts.tags import first_use, tags, with_section_filter
from genchi.records import Json

Style = Literal["markdown", "xml"]
"""How a block `{% section "name" %}` is written: under a heading, or between tags."""
STYLES: tuple[Style, ...] = get_args(Style)

FUEL = 2_000_000
"""Steps of work that one section may take: a loop over 100,000 short passages is well within it."""

_ELSEWHERE = frozenset("include import from extends block".split())
_GLOBALS = frozenset("range dict namespace".split())
_TAKEN_AWAY = ("debug", "cycler", "joiner")


def variables_of(template: str, place: Place) -> dict[str, Place]:
    """The variables a template needs, in order of use, each with the line that uses it first.

    Raises `UsageError` for a template that cannot be read, or that reads others.
    """
    for tag in tags(template):
        if tag.kind == "block" and tag.word in _ELSEWHERE:
            raise _below(place, template.count("\n", 0, tag.start)).error(
                f"`{tag.text}` reads another template: a prompt is one file"
            )
    engine = _engine("markdown")
    import minijinja

    try:
        names = engine.undeclared_variables_in_str(with_section_filter(template))
    except minijinja.TemplateError as error:
        raise _template_error(error, place) from None
    uses = sorted((first_use(template, name), name) for name in names - _GLOBALS)
    return {name: _below(place, template.count("\n", 0, at)) for at, name in uses}


def rendered(template: str, values: Mapping[str, Json], style: Style, place: Place) -> str:
    """The text of a template. `values` is plain JSON data that nobody else holds."""
    if "{" not in template:
        return template
    engine = _engine(style)
    import minijinja

    try:
        text: str = engine.render_str(with_section_filter(template), place.file, **values)
    except minijinja.TemplateError as error:
        raise _template_error(error, place) from None
    return text


def block(name: str, text: str, style: Style) -> str:
    """A named block of text as a family of models likes it best.

    >>> print(block("refund rules", "Seven days.", "xml"))
    <refund_rules>
    Seven days.
    </refund_rules>
    >>> print(block("refund rules", "Seven days.", "markdown"))
    ## refund rules
    <BLANKLINE>
    Seven days.
    """
    if style == "markdown":
        return f"## {name}\n\n{text.strip(chr(10))}"
    tag = re.sub(r"[^\w.-]+", "_", name).strip("_") or "section"
    return f"<{tag}>\n{text.strip(chr(10))}\n</{tag}>"


def written(value: Json) -> str:
    """A value as it stands in a text: text as it is, everything else as JSON.

    >>> written("退款"), written({"days": 7}), written(None)
    ('退款', '{"days": 7}', 'null')
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@cache
def _engine(style: Style) -> Any:
    from minijinja import Environment

    engine = Environment(
        fuel=FUEL,
        undefined_behavior="strict",
        auto_escape_callback=lambda name: False,
        trim_blocks=True,
        lstrip_blocks=True,
        finalizer=written,
        filters={
            "section": lambda text, name: block(str(name), text, style) + "\n",
            "tojson": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")),
        },
    )
    for name in _TAKEN_AWAY:
        engine.remove_global(name)
    return engine


def _below(place: Place, lines: int) -> Place:
    return Place(place.file, place.line + lines)


def _template_error(error: Any, place: Place) -> UsageError:
    at = _below(place, (error.line or 1) - 1)
    if error.kind == "OutOfFuel":
        return at.error("the template takes too long: it makes more text than a prompt can be")
    detail = error.detail or error.message
    if error.kind == "UndefinedError":
        return at.error(f"{detail}: the value that was given has no such part")
    return at.error(f"the template cannot be read: {detail}")
