"""`genchi compare`: which variant is better, and whether that is known or only looks so."""

from __future__ import annotations

from functools import partial

import click

from genchi.cli.common import (
    app_option,
    home_of,
    json_option,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.cli.quality import confidence_option, criterion_option
from genchi.report import comparison_table


@click.command()
@app_option
@criterion_option
@click.option(
    "--by", required=True, metavar="FIELD", help="What tells the variants apart: model, …"
)
@confidence_option
@json_option
@shared_options
def compare(
    app: str,
    criterion: str,
    by: str,
    confidence: float,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Compare variants on the inputs that both answered and people labelled."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        rows = opened.compare(app, criterion, by=by, confidence=confidence)
    if as_json:
        show_json(rows)
    else:
        table = partial(comparison_table, rows, app, criterion, by=by, language=settings.language)
        show(lambda width: table(width=width))
