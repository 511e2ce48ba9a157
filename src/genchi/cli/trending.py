"""`genchi trend`: how measures move over time."""

from __future__ import annotations

import dataclasses
from functools import partial

import click

from genchi.cli.common import home_of, json_option, settings_of, shared_options, show, show_json
from genchi.cli.finding import filter_argument, only_app_option
from genchi.observing import measures_of
from genchi.report import trend_table


@click.command()
@filter_argument
@only_app_option
@click.option("--by", metavar="FIELD", help="One row for each value of model, status, …")
@click.option(
    "--every", metavar="TIME", default="1h", show_default=True, help="Such as 15m, 1h or 1d."
)
@click.option(
    "--of",
    metavar="MEASURES",
    default="count,errors,p50,p95",
    show_default=True,
    help="Of count, errors, p50, p95, p99, tokens and cost.",
)
@json_option
@shared_options
def trend(
    filter_words: tuple[str, ...],
    app: str | None,
    by: str | None,
    every: str,
    of: str,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Show counts, latencies, tokens and cost over time.

    Percentiles are of the latency, and exact. All spans count, also those within others: root:true
    in FILTER leaves those out.
    """
    settings = settings_of(home, language)
    measures = measures_of(of)
    with home_of(settings) as opened:
        points = opened.traces.trend(
            " ".join(filter_words), of=measures, every=every, by=by, app=app
        )
    if as_json:
        show_json([dataclasses.asdict(point) for point in points])
    else:
        table = partial(trend_table, points, measures, by=by, language=settings.language)
        show(lambda width: table(width=width))
