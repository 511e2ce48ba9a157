"""`genchi import`: recorded outputs from files."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn

from genchi.app import Home
from genchi.cli.common import (
    app_option,
    home_of,
    json_option,
    progress_bar,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.intake import FORMATS, Preview, Summary
from genchi.report import import_lines, preview_report, record_fields

NOTHING_USABLE = 1
"""Exit code where every record of a file was rejected."""


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@app_option
@click.option(
    "--format", "format_name", type=click.Choice(FORMATS), help="File format; default: looked at."
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="KEY=JMESPATH",
    help="Where a value comes from, for example output=answer or 'label.grounded=score > `3`'. "
    "Keys: output, inputs.NAME, label.CRITERION (true = good), "
    "spans.CRITERION (bad pieces), check.NAME, model, "
    "prompt_version, metadata.NAME, passages, reference, id, user, session, time, latency "
    "(seconds), cost (USD), annotator.",
)
@click.option("--dry-run", is_flag=True, help="Show the first mapped records; store nothing.")
@json_option
@shared_options
def import_(
    files: tuple[Path, ...],
    app: str,
    format_name: str | None,
    mapping: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Store recorded outputs (and labels) from FILES; the same file twice adds nothing.

    Reads JSON Lines, JSON, CSV and TSV (plain or gzipped), OpenAI chat logs, Inspect eval logs and
    tau-bench trajectories. Fields with common names are found by themselves.
    """
    settings = settings_of(home, language)
    options = {"format_name": format_name, "mapping": mapping}
    with home_of(settings) as opened:
        if dry_run:
            previews = [opened.preview_file(path, app, **options) for path in files]  # type: ignore
            if as_json:
                show_json([_preview_json(preview) for preview in previews])
            for preview in () if as_json else previews:
                show(preview_report(preview, settings.language))
            return
        summaries = []
        for path in files:
            summaries.append(_import(opened, path, app, format_name, mapping))
            if not as_json:
                for line in import_lines(summaries[-1], settings.language):
                    click.echo(line)
        if as_json:
            show_json(summaries)
    if any(summary.rejected == summary.read > 0 for summary in summaries):
        raise click.exceptions.Exit(NOTHING_USABLE)


def _import(
    home: Home, path: Path, app: str, format_name: str | None, mapping: tuple[str, ...]
) -> Summary:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with progress_bar(path.name, *columns) as on_progress:
        return home.import_file(
            path, app, format_name=format_name, mapping=mapping, on_progress=on_progress
        )


def _preview_json(preview: Preview) -> dict[str, object]:
    return {
        "file": preview.file,
        "format": preview.format,
        "mapping": preview.mapping,
        "records": [record_fields(record) for record in preview.records],
        "rejects": [{"place": r.place, "reason": r.reason} for r in preview.rejects],
    }
