"""`genchi align`: which checks agree with people, and which to keep."""

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


@click.command()
@app_option
@criterion_option
@click.option(
    "--check",
    "specs",
    multiple=True,
    metavar="SPEC",
    help="Only this check; may be given several times. Default: all that have verdicts.",
)
@click.option(
    "--max-false-failure",
    type=click.FloatRange(0, 1),
    default=0.10,
    show_default=True,
    help="Share of good outputs that a check of the detector set may fail.",
)
@confidence_option
@json_option
@shared_options
def align(
    app: str,
    criterion: str,
    specs: tuple[str, ...],
    max_false_failure: float,
    confidence: float,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Grade checks by people's labels, and choose which to keep."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        alignment = opened.align(
            app,
            criterion,
            specs=specs,
            max_false_failure=max_false_failure,
            confidence=confidence,
        )
    if as_json:
        from genchi.report.alignment_json import alignment_json

        show_json(alignment_json(alignment))
        return
    from genchi.report.alignment_tables import alignment_table

    table = partial(alignment_table, alignment, app, language=settings.language)
    show(lambda width: table(width=width))
