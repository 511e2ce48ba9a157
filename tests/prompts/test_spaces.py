"""Line breaks around tags mean the same before and after a template changes its language."""

from __future__ import annotations

import random

import minijinja

from genchi.prompts.places import Place
from genchi.prompts.spaces import bare, kept, plain
from genchi.prompts.templates import rendered

PIECES = [
    "{% if a %}", "{%- if a %}", "{% if a -%}", "{%+ if a %}", "{% if a +%}", "{% endif %}",
    "{%- endif -%}", "{% endif +%}", "{{ a }}", "{{- a }}", "{{ a -}}", "{# 注 #}", "{#- x -#}",
    "{# y +#}", "\n", "\n\n", "  ", "甲", "b",
]  # fmt: skip


def templates() -> list[str]:
    chosen = random.Random(8)
    found: list[str] = []
    while len(found) < 400:
        pieces, open_ = [], 0
        for piece in chosen.choices(PIECES, k=chosen.randint(2, 14)):
            closes = "endif" in piece
            if closes and not open_:
                continue
            open_ += (" if " in piece) - closes
            pieces.append(piece)
        found.append("x" + "".join(pieces) + "{% endif %}" * open_ + "x")
    return found


def ours(template: str) -> str:
    return rendered(template, {"a": "A"}, "markdown", Place("t", 1))


def as_jinja2(template: str) -> str:
    """What an engine says that keeps every break, as Jinja2 does unless told otherwise."""
    engine = minijinja.Environment(auto_escape_callback=lambda name: False)
    return str(engine.render_str(template, a="A"))


def test_a_template_of_ours_says_the_same_in_jinja2() -> None:
    for template in templates():
        assert as_jinja2(plain(template, everywhere=True)) == ours(template), template


def test_a_template_of_jinja2_says_the_same_here() -> None:
    for template in templates():
        assert ours(kept(template, everywhere=True)) == as_jinja2(template), template


def test_what_a_version_is_made_of_says_the_same_and_has_no_notes() -> None:
    for template in templates():
        assert as_jinja2(bare(template)) == ours(template), template
        assert "{#" not in bare(template)


def test_signs_are_gone_where_a_language_has_none() -> None:
    for template in templates():
        for tag in ("{%-", "{%+", "-%}", "+%}", "{{-", "-}}"):
            assert tag not in plain(template)
