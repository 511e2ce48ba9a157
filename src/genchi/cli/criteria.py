"""`genchi criteria`: what good means, as people see it while they label."""

from __future__ import annotations

from pathlib import Path

import click

from genchi.cli.common import (
    app_option,
    home_of,
    json_option,
    remember,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.report import criteria_table, say


@click.group()
@shared_options
@click.pass_context
def criteria(context: click.Context, home: str | None, language: str | None) -> None:
    """List the criteria of an application, or load their wording from a file."""
    remember(context, home, language)


@criteria.command("list")
@app_option
@json_option
@shared_options
def list_(app: str, as_json: bool, home: str | None, language: str | None) -> None:
    """List what good means, how much is labelled, and the reasons that outputs are bad."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.criteria(app)
    if as_json:
        show_json(found)
    else:
        show(criteria_table(found, app, settings.language))


@criteria.command()
@click.argument("file", type=click.Path(path_type=Path))
@app_option
@json_option
@shared_options
def load(file: Path, app: str, as_json: bool, home: str | None, language: str | None) -> None:
    """Word criteria as a TOML file says. Earlier wordings stay in the history."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        done = opened.load_criteria(file, app)
    if as_json:
        show_json(done)
        return
    if done.worded:
        click.echo(say(settings.language, "criteria_worded", names=", ".join(done.worded)))
    if done.unchanged:
        click.echo(say(settings.language, "criteria_unchanged", names=", ".join(done.unchanged)))
    if done.reasons:
        click.echo(say(settings.language, "reasons_named", n=done.reasons))
