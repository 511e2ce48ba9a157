"""Criteria as a table for a terminal: what good means, and why outputs are bad."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.review.described import Described, Reason
from genchi.settings import Language


def criteria_table(found: Sequence[Described], app: str, language: Language) -> RenderableType:
    """What each criterion says, how many outputs are labelled, how many are good, and the reasons
    that labels name."""
    if not found:
        return Text(say(language, "no_criteria", app=app))
    table = plain_table()
    table.add_column(say(language, "criterion"), no_wrap=True)
    table.add_column(say(language, "says"), ratio=2)
    for name in ("labelled", "good"):
        table.add_column(say(language, name), justify="right", no_wrap=True)
    table.add_column(say(language, "reasons"), ratio=1)
    for one in found:
        table.add_row(*_cells(one, language))
    return Group(heading(say(language, "criteria", app=app)), table)


def _cells(one: Described, language: Language) -> tuple[str, ...]:
    criterion = one.criterion
    said = _in(language, criterion.statement, criterion.statement_zh)
    rate = "–" if one.rate is None else f"{one.rate.value:.1%}"
    reasons = "\n".join(_reason(reason, language) for reason in one.reasons)
    statement = escape(said) if said else f"[dim]{say(language, 'no_statement')}[/dim]"
    return (f"[bold]{escape(criterion.name)}[/bold]", statement, f"{one.outputs}", rate, reasons)


def _reason(reason: Reason, language: Language) -> str:
    return escape(f"{_in(language, reason.title, reason.title_zh)} {reason.labels}")


def _in(language: Language, english: str, chinese: str) -> str:
    return chinese or english if language == "zh" else english or chinese
