"""`genchi count`: how much is stored."""

from __future__ import annotations

import click

from genchi.cli.common import home_of, json_option, settings_of, shared_options, show_json
from genchi.report import say


@click.command()
@click.option("--app", help="Only this application.")
@json_option
@shared_options
def count(app: str | None, as_json: bool, home: str | None, language: str | None) -> None:
    """How many spans and traces are stored."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.count(app)
    if as_json:
        show_json(found)
    else:
        click.echo(say(settings.language, "counted", spans=found.spans, traces=found.traces))
