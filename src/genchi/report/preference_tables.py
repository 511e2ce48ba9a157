"""What people preferred, and the checks beside it, as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.review.preferences import PreferenceGrade, Preferences
from genchi.settings import Language


def preference_table(
    found: Preferences, *, confidence: float, language: Language
) -> RenderableType:
    """How many pairs there are, and in which share of them each check prefers what people do."""
    facts = say(
        language, "preference_facts", labels=found.labels, pairs=found.pairs, decided=found.decided
    )
    return Group(
        heading(say(language, "preferences")),
        Text(facts, style="dim"),
        *(_grades(found, f"{confidence:.0%}", language) if found.decided else ()),
    )


def _grades(found: Preferences, percent: str, language: Language) -> Iterator[RenderableType]:
    table = plain_table()
    table.add_column(say(language, "check"), overflow="fold", min_width=18)
    table.add_column(say(language, "agrees"), justify="right", no_wrap=True)
    table.add_column(say(language, "interval", percent=percent), justify="right", no_wrap=True)
    for name in ("p", "told_apart"):
        table.add_column(say(language, name), justify="right", no_wrap=True)
    for grade in sorted(found.checks, key=_surest_first):
        table.add_row(*_cells(grade, language))
    yield table
    tests = sum(grade.p is not None for grade in found.checks)
    if tests:
        yield Text(say(language, "preference_note"), style="dim")
    if tests > 1:
        yield Text(say(language, "holm", n=tests), style="dim")


def _surest_first(grade: PreferenceGrade) -> tuple[float, str]:
    return (-grade.agree.low if grade.agree else 1.0, grade.check)


def _cells(grade: PreferenceGrade, language: Language) -> Iterator[str]:
    agree = grade.agree
    yield escape(grade.check)
    yield say(language, "not_measurable") if agree is None else f"{agree.value:.0%}"
    yield "" if agree is None else f"{agree.low:.0%} … {agree.high:.0%}"
    yield "–" if grade.p_adjusted is None else f"{grade.p_adjusted:.2g}"
    yield say(language, "told_of", told=grade.told, judged=grade.told + grade.alike)
