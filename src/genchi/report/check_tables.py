"""What checks said, and which checks there are, as tables for a terminal."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.checks import Check, CheckRun
from genchi.report.pictures import share_picture
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.settings import Language


def check_runs_table(runs: Sequence[CheckRun], app: str, language: Language) -> RenderableType:
    """How many outputs each check passes, fails, skips and breaks on."""
    table = plain_table()
    table.add_column(say(language, "check"), overflow="fold")
    for key in ("pass", "fail", "skip", "error"):
        table.add_column(say(language, key), justify="right", no_wrap=True)
    table.add_column(say(language, "failing"), no_wrap=True, style="red")
    for run in runs:
        judged = run.passed + run.failed
        share = run.failed / judged if judged else 0.0
        errors = f"[yellow]{run.errors}[/yellow]" if run.errors else "0"
        counts = (f"{run.passed}", f"{run.failed}", f"{run.skipped}", errors)
        table.add_row(escape(run.check), *counts, share_picture(share, 20))
    reasons = [
        Text(say(language, "error_reason", check=run.check, n=n, reason=reason), style="yellow")
        for run in runs
        for reason, n in run.reasons
    ]
    return Group(heading(say(language, "check_runs", app=app)), table, *reasons)


def checks_table(checks: Sequence[Check], language: Language) -> RenderableType:
    """Every check with its parameters and what it passes."""
    table = plain_table()
    table.add_column(say(language, "check"), overflow="fold")
    table.add_column(say(language, "passes_if"), overflow="fold")
    for check in sorted(checks, key=lambda check: check.name):
        table.add_row(escape(check.signature), escape(check.description))
    return Group(heading(say(language, "checks")), table)


def check_page(check: Check) -> RenderableType:
    """All that a check's docstring says."""
    text = inspect.getdoc(check.function) or ""
    return Group(Text(check.signature, style="bold"), Text(""), Text(text))
