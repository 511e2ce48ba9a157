"""`genchi suggest`: checks that the labels themselves suggest."""

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
from genchi.cli.quality import criterion_option


@click.command()
@app_option
@criterion_option
@json_option
@shared_options
def suggest(
    app: str, criterion: str, as_json: bool, home: str | None, language: str | None
) -> None:
    """Propose checks from labelled outputs alone, without a model."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.suggest(app, criterion)
    from genchi.report.suggestion_tables import suggestions_json, suggestions_table

    if as_json:
        show_json(suggestions_json(found))
        return
    table = partial(suggestions_table, found, app, criterion, language=settings.language)
    show(lambda width: table(width=width))
