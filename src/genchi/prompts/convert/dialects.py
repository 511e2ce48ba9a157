"""Templates with variables only, or little more: `{{x}}`, f-strings and Mustache."""

from __future__ import annotations

import re
import string
from collections.abc import Collection

from genchi.errors import UsageError
from genchi.prompts.convert.drafts import Draft, literal
from genchi.prompts.tags import tags

_NAME = r"[^\W\d]\w*(?:\.[^\W\d]\w*)*"
_VARIABLE = re.compile(rf"\{{\{{\s*({_NAME})\s*\}}\}}")
_MUSTACHE = re.compile(r"\{\{\{\s*([^{}]+?)\s*\}\}\}|\{\{([#^/&!>]?)\s*([^{}]*?)\s*\}\}", re.DOTALL)


def from_variables(text: str) -> str:
    """`{{x}}` and nothing else, as Langfuse and OpenAI have it, as our template.

    >>> from_variables("{{x}} and {% y %}")
    "{{ x }} and {{ '{%' }} y %}"
    """
    out, place = "", 0
    for match in _VARIABLE.finditer(text):
        out += literal(text[place : match.start()]) + f"{{{{ {match[1]} }}}}"
        place = match.end()
    return out + literal(text[place:])


def from_fstring(text: str, draft: Draft) -> str:
    """A template of `str.format`, as LangChain has it, as ours."""
    out, words = "", ""  # a doubled brace ends a piece, so that words come in several
    try:
        for before, name, spec, conversion in string.Formatter().parse(text):
            words += before
            if name is None:
                continue
            if not re.fullmatch(_NAME, name):
                raise UsageError(f"{{{name}}} is no variable: name it with letters, digits and _")
            if spec or conversion:
                draft.lose(f"how {{{name}}} is formatted", f"{conversion or ''}:{spec or ''}")
            out += f"{literal(words)}{{{{ {name} }}}}"
            words = ""
    except ValueError as error:
        raise UsageError(
            f"the template cannot be read ({error}): double a brace that is text"
        ) from None
    return out + literal(words)


def from_mustache(text: str, draft: Draft) -> str:
    """A template of Mustache as ours. A section with `{{.}}` is a loop, any other a condition."""
    out, place = "", 0
    open_: list[str] = []
    for match in _MUSTACHE.finditer(text):
        out += literal(text[place : match.start()])
        place = match.end()
        sign, name = (match[2], match[3]) if match[1] is None else ("&", match[1])
        out += _mustache_tag(sign, name, text[place:], open_, draft)
    if open_:
        raise UsageError(f"{{{{#{open_[-1]}}}}} has no end: close it with {{{{/{open_[-1]}}}}}")
    return out + literal(text[place:])


def _mustache_tag(sign: str, name: str, rest: str, open_: list[str], draft: Draft) -> str:
    if sign == "!":
        return f"{{# {name} #}}"
    if sign == ">":
        draft.lose("a partial", name)
        return ""
    if sign == "/":
        kind = open_.pop() if open_ else ""
        return "{% endfor %}" if kind.startswith("for ") else "{% endif %}"
    if sign == "^":
        open_.append(f"if {name}")
        return f"{{% if not {name} %}}"
    if sign == "#":
        body = rest.partition(f"{{{{/{name}}}}}")[0]
        loop = re.search(r"\{\{\{?\s*\.\s*\}?\}\}", body) is not None
        open_.append(f"for {name}" if loop else f"if {name}")
        if not loop:
            draft.lose("a section of Mustache is read as a condition", name)
        return f"{{% for item in {name} %}}" if loop else f"{{% if {name} %}}"
    return "{{ item }}" if name == "." else f"{{{{ {name} }}}}"


def to_variables(
    template: str, known: Collection[str], lost: list[str], *, spaced: bool = False
) -> str:
    """Our template with `{{x}}` for the known inputs; every other tag stays and is noted."""
    out, place = "", 0
    for tag in tags(template):
        before, place = template[place : tag.start], tag.end
        out += before
        if tag.kind == "expression" and tag.inside in known:
            out += f"{{{{ {tag.inside} }}}}" if spaced else f"{{{{{tag.inside}}}}}"
        elif text := _text_of(tag.inside, tag.kind):
            out += text
        elif tag.kind != "comment":
            out += tag.text
            lost.append(f"{tag.text} stays as text: this format has variables only")
    return out + template[place:]


def to_fstring(template: str) -> str | None:
    """Our template for `str.format`; None where it has more than variables."""
    out, place = "", 0
    for tag in tags(template):
        out += _braces(template[place : tag.start])
        place = tag.end
        if tag.kind == "comment":
            continue
        text = _text_of(tag.inside, tag.kind)
        if text is None and not (tag.kind == "expression" and tag.inside.isidentifier()):
            return None
        out += f"{{{tag.inside}}}" if text is None else _braces(text)
    return out + _braces(template[place:])


def _text_of(inside: str, kind: str) -> str | None:
    """What a tag such as `{{ '{{' }}` writes: the text of a plain string."""
    match = re.fullmatch(r"'([^'\\]*)'|\"([^\"\\]*)\"", inside) if kind == "expression" else None
    return None if match is None else match[1] if match[1] is not None else match[2]


def _braces(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
