"""`genchi imports`: what was imported, and taking it back."""

from __future__ import annotations

import sys

import click

from genchi.cli.common import home_of, json_option, settings_of, shared_options, show, show_json
from genchi.report import imports_table, say


@click.command()
@click.option("--app", help="Only this application's imports.")
@click.option("--undo", metavar="ID", type=int, help="Take this import back.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@shared_options
def imports(
    app: str | None,
    undo: int | None,
    yes: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """List imports, or take one back with --undo."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        if undo is None:
            runs = opened.imports(app)
            if as_json:
                show_json(runs)
            else:
                show(imports_table(runs, settings.language))
            return
        lost = opened.labels_on_import(undo)
        if lost and not yes and sys.stdin.isatty():
            click.confirm(say(settings.language, "labels_lost", n=lost), abort=True, err=True)
        run = opened.undo_import(undo)
        if as_json:
            show_json(run)
        else:
            click.echo(
                say(settings.language, "was_undone", id=run.id, added=run.added, source=run.source)
            )
