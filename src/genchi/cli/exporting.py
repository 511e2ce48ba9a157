"""`genchi export`: spans out to a file."""

from __future__ import annotations

from pathlib import Path

import click

from genchi.cli.common import (
    counting_bar,
    home_of,
    json_option,
    settings_of,
    shared_options,
    show_json,
)
from genchi.cli.finding import filter_argument, only_app_option
from genchi.exporting import FORMATS, ExportFormat
from genchi.report import say


@click.command()
@filter_argument
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), required=True, help="Format of the file."
)
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; it is there whole or not at all.",
)
@only_app_option
@json_option
@shared_options
def export(
    filter_words: tuple[str, ...],
    format_name: ExportFormat,
    out: Path,
    app: str | None,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Write spans to a file: OTLP for other tools, JSON Lines, or Parquet.

    All spans that FILTER means are written, oldest first, also those within others.
    """
    settings = settings_of(home, language)
    asked = " ".join(filter_words)
    with home_of(settings) as opened, counting_bar(out.name) as on_progress:
        total = opened.traces.count(asked, app=app)
        written = opened.export(
            out, format_name, asked, app=app, on_span=lambda done: on_progress(done, total)
        )
    if as_json:
        show_json({"spans": written, "path": str(out), "format": format_name})
    else:
        click.echo(say(settings.language, "exported", n=written, path=out))
