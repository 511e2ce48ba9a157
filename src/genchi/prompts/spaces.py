"""The line breaks around block tags, which each template language drops in its own way.

Ours drops the break after every block tag and the spaces before one at the beginning of a line.
Handlebars and Mustache do so only for a tag alone on its line; Jinja2 never does.
"""

from __future__ import annotations

from genchi.prompts.tags import Tag, tags


def kept(template: str, *, everywhere: bool = False) -> str:
    """A template of another language as ours: breaks stay after tags that share their line.

    `everywhere` says that they stay after tags alone on their line as well, as in Jinja2.

    >>> kept("{% if a %}\\nA{% endif %}\\nB")
    '{% if a %}\\nA{% endif +%}\\nB'
    """
    out, place = "", 0
    for tag in tags(template):
        text = tag.text
        if tag.kind != "expression" and (everywhere or not alone(template, tag)):
            if template[tag.end : tag.end + 1] == "\n" and text[-3] not in "-+":
                text = f"{text[:-2]}+{text[-2:]}"
            if _indent(template, tag) and text[2] not in "-+":
                text = f"{text[:2]}+{text[2:]}"
        out, place = out + template[place : tag.start] + text, tag.end
    return out + template[place:]


def plain(template: str, *, everywhere: bool = False) -> str:
    """Our template without signs and without what we drop, but for tags alone on their line.

    `everywhere` takes away what we drop around those as well: nothing is left for Jinja2 to drop.

    >>> plain("a\\n  {% if a %}A{% endif %}\\nB {{- c }}")
    'a\\n{% if a %}A{% endif %}B{{ c }}'
    """
    out, place = "", 0
    for tag in tags(template):
        drops = tag.kind != "expression" and (everywhere or not alone(template, tag))
        before = template[place : tag.start]
        if tag.text[2] == "-":
            before = before.rstrip()
        elif tag.text[2] != "+" and drops:
            before = before[: len(before) - len(_indent(template, tag))]
        out += before + _unsigned(tag)
        place = tag.end
        if tag.text[-3] == "-":
            place += len(template[place:]) - len(template[place:].lstrip())
        elif tag.text[-3] != "+" and drops:
            place += template[place : place + 1] == "\n"
    return out + template[place:]


def bare(template: str) -> str:
    r"""What a template says, however its breaks and notes are written.

    >>> bare("a\n{# why #}\n  {% if a %}\nA{% endif %}")
    'a\n{% if a %}A{% endif %}'
    """
    template = plain(template, everywhere=True)
    out, place = "", 0
    for tag in tags(template):
        if tag.kind == "comment":
            out, place = out + template[place : tag.start], tag.end
    return out + template[place:]


def alone(template: str, tag: Tag) -> bool:
    """Whether a tag that writes nothing has its line for itself."""
    if tag.kind == "expression":
        return False
    start = template.rfind("\n", 0, tag.start) + 1
    end = template.find("\n", tag.end)
    line = template[start : tag.start] + template[tag.end : len(template) if end < 0 else end]
    return not line.strip()


def _indent(template: str, tag: Tag) -> str:
    """The spaces before a tag that is the first on its line."""
    line = template[template.rfind("\n", 0, tag.start) + 1 : tag.start]
    return "" if line.strip() else line


def _unsigned(tag: Tag) -> str:
    start = tag.text[3:] if tag.text[2] in "-+" else tag.text[2:]
    end = start[:-3] if start[-3] in "-+" else start[:-2]
    return tag.text[:2] + end + tag.text[-2:]
