"""Suggested checks, as a table for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.report.pictures import rate_picture
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.review.suggestions import SuggestedCheck
from genchi.settings import Language
from genchi.stats import Interval


def suggestions_table(
    found: Sequence[SuggestedCheck], app: str, criterion: str, *, language: Language, width: int
) -> RenderableType:
    """Each suggested check, ready to paste, with what it does held out."""
    title = heading(say(language, "suggest", app=app, criterion=criterion))
    if not found:
        return Group(title, Text(say(language, "suggest_none")))
    wide = width >= 100
    table = plain_table()
    table.add_column(say(language, "check"), overflow="fold", min_width=24, style="cyan")
    for key, style in (("catches", "green"), ("wrongly_fails", "red")):
        table.add_column(say(language, key), justify="right", no_wrap=True)
        if wide:
            table.add_column(say(language, "held_out"), no_wrap=True, style=style)
    for item in found:
        held = item.suggestion.held_out
        cells = [escape(item.suggestion.check.spec)]
        for interval in (held.coverage, held.false_failure):
            cells += _cells(interval, wide, language)
        table.add_row(*cells)
    return Group(title, table, Text(say(language, "suggest_note"), style="dim"))


def suggestions_json(found: Sequence[SuggestedCheck]) -> list[dict[str, Any]]:
    """What `genchi suggest --json` prints."""
    return [_json(item) for item in found]


def _cells(interval: Interval | None, wide: bool, language: Language) -> list[str]:
    if interval is None:
        return [say(language, "not_measurable"), *([""] if wide else [])]
    picture = [rate_picture(interval.value, interval.low, interval.high, 15)] if wide else []
    return [f"{interval.value:.0%}", *picture]


def _json(item: SuggestedCheck) -> dict[str, Any]:
    suggestion = item.suggestion
    held = suggestion.held_out
    limits = {
        name: None if interval is None else [interval.low, interval.high]
        for name, interval in (("coverage", held.coverage), ("false_failure", held.false_failure))
    }
    return {
        "check": suggestion.check.spec,
        "catches": suggestion.catches,
        "wrongly_fails": suggestion.wrongly_fails,
        "held_out": {
            "coverage": None if held.coverage is None else held.coverage.value,
            "false_failure": None if held.false_failure is None else held.false_failure.value,
            "intervals": limits,
            "folds": held.folds,
            "repeats": held.repeats,
        },
        "examples": [key.span_id for key in item.caught],
    }
