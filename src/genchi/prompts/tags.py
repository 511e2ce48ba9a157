"""The tags of a template: where `{{ … }}`, `{% … %}` and `{# … #}` stand in its text.

The template engine says which variables a template uses, but not where; and it knows no block that
is written differently for each family of models. Both are found here, by the place of each tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_OPENED = re.compile(r"\{[{%#]")
# Atomic: a quote is the beginning of a string or a sign, and never tried as both.
_REST = {
    "{#": re.compile(r".*?#\}", re.DOTALL),
    "{%": re.compile(rf"(?>{_STRING}|(?!%\}}).)*+%\}}", re.DOTALL),
    "{{": re.compile(rf"(?>{_STRING}|(?!\}}\}}).)*+\}}\}}", re.DOTALL),
}
_RAW, _END_RAW = re.compile(r"\{%[-+]?\s*raw\b"), re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_KINDS: dict[str, Literal["comment", "block", "expression"]] = {
    "{#": "comment",
    "{%": "block",
    "{{": "expression",
}
_SECTION = re.compile(r"(\{%[-+]?\s*)section(\s+.*?)(\s*[-+]?%\})", re.DOTALL)
_END_SECTION = re.compile(r"(\{%[-+]?\s*)endsection(\s*[-+]?%\})")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is written; `word` is the first word of a block (`for`, `endif`, …)."""

    kind: Literal["comment", "block", "expression"]
    start: int
    end: int
    text: str

    @property
    def inside(self) -> str:
        """What stands between the braces, without the dashes."""
        return self.text[2:-2].strip("-+").strip()

    @property
    def word(self) -> str:
        """The first word of what is inside."""
        return self.inside.split(None, 1)[0] if self.inside else ""


def tags(template: str) -> Iterator[Tag]:
    """The tags of a template in order. What stands in a raw block is text, and so no tag.

    >>> [tag.text for tag in tags("{% raw %}{{ a }}{% endraw %} {{ b }}")]
    ['{% raw %}', '{% endraw %}', '{{ b }}']
    """
    place = 0
    while opened := _OPENED.search(template, place):
        closed = _REST[opened.group()].match(template, opened.end())
        if closed is None:  # the engine will say so
            return
        text = template[opened.start() : closed.end()]
        yield Tag(_KINDS[opened.group()], opened.start(), closed.end(), text)
        place = closed.end()
        if _RAW.match(text):
            end = _END_RAW.search(template, place)
            place = end.start() if end else len(template)


def first_use(template: str, name: str) -> int:
    """Where a tag uses a variable first, in characters from 0; 0 where none does."""
    word = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)")
    strings = re.compile(_STRING)
    for tag in tags(template):
        if tag.kind == "comment":
            continue
        plain = strings.sub(lambda m: " " * len(m.group()), tag.text)
        if found := word.search(plain):
            return tag.start + found.start()
    return 0


def with_section_filter(template: str) -> str:
    """`{% section "name" %}…{% endsection %}` in words the template engine knows.

    >>> with_section_filter('{% section "law" %}…{% endsection %}')
    '{% filter section("law") %}…{% endfilter %}'
    """
    out, place = "", 0
    for tag in tags(template):
        text = tag.text
        if tag.kind == "block" and tag.word == "section":
            text = _SECTION.sub(lambda m: f"{m[1]}filter section({m[2].strip()}){m[3]}", text)
        elif tag.kind == "block" and tag.word == "endsection":
            text = _END_SECTION.sub(r"\1endfilter\2", text)
        out += template[place : tag.start] + text
        place = tag.end
    return out + template[place:]
