"""`genchi import`: recorded outputs from files."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from genchi.app import Home
from genchi.cli.common import (
    app_option,
    home_of,
    json_option,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.intake import FORMATS, Preview, Summary
from genchi.intake import Progress as OnProgress
from genchi.report import import_report, preview_report, record_fields

NOTHING_USABLE = 1
"""Exit code where every record of a file was rejected."""
PATIENCE = 1.0
"""Seconds before a progress bar is worth showing."""


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
                show(import_report(summaries[-1], settings.language))
        if as_json:
            show_json(summaries)
    if any(summary.rejected == summary.read > 0 for summary in summaries):
        raise click.exceptions.Exit(NOTHING_USABLE)


def _import(
    home: Home, path: Path, app: str, format_name: str | None, mapping: tuple[str, ...]
) -> Summary:
    with _progress(path.name) as on_progress:
        return home.import_file(
            path, app, format_name=format_name, mapping=mapping, on_progress=on_progress
        )


@contextmanager
def _progress(name: str) -> Iterator[OnProgress]:
    """A bar on stderr, from the moment that it takes long."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task(name)
    started = time.monotonic()

    def on_progress(done: int, total: int) -> None:
        if not bar.live.is_started and time.monotonic() - started > PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield on_progress if sys.stderr.isatty() else lambda done, total: None
    finally:
        bar.stop()


def _preview_json(preview: Preview) -> dict[str, object]:
    return {
        "file": preview.file,
        "format": preview.format,
        "mapping": preview.mapping,
        "records": [record_fields(record) for record in preview.records],
        "rejects": [{"place": r.place, "reason": r.reason} for r in preview.rejects],
    }
