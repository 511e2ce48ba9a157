"""`genchi quality`: what share of the outputs is good, with an honest interval."""

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
from genchi.report import quality_table

criterion_option = click.option(
    "--criterion", required=True, help="What was labelled, for example grounded."
)
confidence_option = click.option(
    "--confidence",
    type=click.FloatRange(0.5, 0.9999),
    default=0.95,
    show_default=True,
    help="Share of intervals that hold the truth.",
)


@click.command()
@app_option
@criterion_option
@click.option("--by", metavar="FIELD", help="Group by model, prompt_version, metadata.X, …")
@click.option(
    "--check",
    metavar="SPEC",
    help="Use this check's verdicts on every output together with the labels (PPI++).",
)
@confidence_option
@json_option
@shared_options
def quality(
    app: str,
    criterion: str,
    by: str | None,
    check: str | None,
    confidence: float,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """The true rate of good outputs, from few labels."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        rows = opened.quality(app, criterion, by=by, check=check, confidence=confidence)
    if as_json:
        show_json(rows)
    else:
        table = partial(quality_table, rows, app, criterion, language=settings.language)
        show(lambda width: table(width=width))
