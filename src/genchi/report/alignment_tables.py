"""Checks against people, as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.report.pictures import rate_picture
from genchi.report.preference_tables import preference_table
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.review.aligning import Alignment, CheckAgreement, ChosenSet
from genchi.settings import Language
from genchi.stats import Interval

_SHOWN = 10
"""Uncaught outputs and alike pairs a terminal shows."""


def alignment_table(
    alignment: Alignment, app: str, *, language: Language, width: int
) -> RenderableType:
    """Each check's catch and false-failure rate, the chosen sets, and what nothing catches."""
    return Group(
        heading(say(language, "align", app=app, criterion=alignment.criterion)),
        *_facts(alignment, language),
        *(_graded(alignment, language, width) if alignment.outputs else ()),
        *_preferences(alignment, language),
    )


def _graded(alignment: Alignment, language: Language, width: int) -> Iterator[RenderableType]:
    """What labels of whole outputs say."""
    yield _checks_table(alignment, language, width)
    yield _set_table(alignment.detector, "detector_set", language)
    yield _set_table(alignment.minimal, "minimal_set", language)
    yield from _notes(alignment, language)


def _preferences(alignment: Alignment, language: Language) -> Iterator[RenderableType]:
    found = alignment.preferences
    if found is not None:
        yield preference_table(found, confidence=alignment.confidence, language=language)


def _facts(alignment: Alignment, language: Language) -> Iterator[Text]:
    facts = say(language, "align_facts", labelled=alignment.labelled, bad=alignment.bad)
    yield Text(facts, style="dim")
    if alignment.disputed:
        yield Text(say(language, "align_disputed", n=alignment.disputed), style="dim")


def _checks_table(alignment: Alignment, language: Language, width: int) -> RenderableType:
    table = plain_table()
    table.add_column(say(language, "check"), overflow="fold", min_width=18)
    table.add_column(say(language, "catches"), justify="right", no_wrap=True)
    if width >= 100:
        table.add_column("0 … 100 %", no_wrap=True, style="green")
    table.add_column(say(language, "wrongly_fails"), justify="right", no_wrap=True)
    if width >= 100:
        table.add_column("0 … 100 %", no_wrap=True, style="red")
    table.add_column(say(language, "mcc"), justify="right", no_wrap=True)
    table.add_column(say(language, "in_sets"))
    for check in sorted(alignment.checks, key=_best_first):
        table.add_row(*_check_cells(check, alignment, language, width))
    return table


def _best_first(check: CheckAgreement) -> tuple[float, str]:
    mcc = check.grade.mcc
    return (-mcc.value if mcc is not None else 2.0, check.check)


def _check_cells(
    check: CheckAgreement, alignment: Alignment, language: Language, width: int
) -> Iterator[str]:
    grade = check.grade
    yield escape(check.check)
    for interval in (grade.coverage, grade.false_failure):
        yield _rate(interval, language)
        if width >= 100:
            yield rate_picture(interval.value, interval.low, interval.high, 15) if interval else ""
    yield f"{grade.mcc.value:+.2f}" if grade.mcc else "–"
    sets = (("detector", alignment.detector), ("minimal", alignment.minimal))
    yield ", ".join(say(language, name) for name, chosen in sets if check.check in chosen.checks)


def _set_table(chosen: ChosenSet, key: str, language: Language) -> RenderableType:
    table = plain_table()
    for name in ("", "catches", "wrongly_fails"):
        table.add_column(say(language, name) if name else "", no_wrap=True)
    sample = chosen.in_sample
    table.add_row(
        say(language, "in_sample"),
        _share(sample.coverage, language),
        _share(sample.false_failure, language),
    )
    table.add_row(
        say(language, "held_out"),
        _with_interval(chosen.held_out.coverage, language),
        _with_interval(chosen.held_out.false_failure, language),
    )
    names = ", ".join(chosen.checks) or say(language, "no_checks")
    return Group(heading(say(language, key)), Text(f"  {names}", style="cyan"), table)


def _notes(alignment: Alignment, language: Language) -> Iterator[Text]:
    for a, b, _ in alignment.alike[:_SHOWN]:
        yield Text(say(language, "alike", a=a, b=b), style="dim")
    if alignment.uncaught:
        yield Text(say(language, "uncaught", n=len(alignment.uncaught)), style="yellow")
        yield from (Text(f"  {key.span_id}") for key in alignment.uncaught[:_SHOWN])


def _rate(interval: Interval | None, language: Language) -> str:
    return say(language, "not_measurable") if interval is None else f"{interval.value:.0%}"


def _share(value: float | None, language: Language) -> str:
    return say(language, "not_measurable") if value is None else f"{value:.0%}"


def _with_interval(interval: Interval | None, language: Language) -> str:
    if interval is None:
        return say(language, "not_measurable")
    return f"{interval.value:.0%}   {interval.low:.0%} … {interval.high:.0%}"
