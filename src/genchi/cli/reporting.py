"""`genchi report`: all that is known about an application, as a page and in the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import RenderableType

from genchi.cli.common import app_option, home_of, settings_of, shared_options, show
from genchi.cli.demo import APP as SAMPLE_APP
from genchi.errors import OutsideError
from genchi.report import comparison_table, quality_table, say
from genchi.settings import Language

if TYPE_CHECKING:
    from genchi.report.findings import CriterionFindings


@click.command()
@app_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the HTML page; default reports/NAME.html in the home directory.",
)
@shared_options
def report(app: str, out: Path | None, home: str | None, language: str | None) -> None:
    """Write an HTML report, and show its tables here."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        findings = opened.findings(app)
    from genchi.report.page import report_page

    spoken = settings.language
    for found in findings.criteria:
        for table in _tables(found, app, spoken):
            show(table)
    path = out or settings.home / "reports" / f"{app.replace('/', '_')}.html"
    _write(path, report_page(findings, spoken, sample=app == SAMPLE_APP))
    click.echo(say(spoken, "report_written", path=path))


def _tables(
    found: CriterionFindings, app: str, language: Language
) -> Iterator[Callable[[int], RenderableType]]:
    """What a terminal shows of a criterion: functions of the columns there are."""
    from genchi.report.alignment_tables import alignment_table

    name, alignment = found.criterion, found.alignment
    groups = found.groups or (found.overall,)
    yield partial(_sized, partial(quality_table, groups, app, name, language=language))
    if found.comparisons:
        compared = partial(comparison_table, found.comparisons, app, name, by=found.by or "")
        yield partial(_sized, partial(compared, language=language))
    if alignment is not None and alignment.bad:
        yield partial(_sized, partial(alignment_table, alignment, app, language=language))


def _sized(table: Callable[..., RenderableType], width: int) -> RenderableType:
    return table(width=width)


def _write(path: Path, page: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be written ({error.strerror}): name another --out"
        ) from error
