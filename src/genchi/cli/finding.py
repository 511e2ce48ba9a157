"""`genchi traces`, `show`, `tail` and `sample`: what the application did."""

from __future__ import annotations

import sys
import time
from functools import partial

import click

from genchi.cli.common import (
    home_of,
    json_option,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.exporting import span_json
from genchi.observing import follow
from genchi.records import to_json
from genchi.report import sample_table, say, span_line, trace_view, traces_table

PAUSE = 0.5
"""Seconds between two looks for new spans."""

filter_argument = click.argument("filter_words", metavar="[FILTER]", nargs=-1)
only_app_option = click.option("--app", help="Only this application.")
all_spans_option = click.option(
    "--all-spans", is_flag=True, help="Also spans that stand within others."
)


@click.command()
@filter_argument
@only_app_option
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many."
)
@click.option("--after", metavar="CURSOR", help="Go on where the last answer ended.")
@all_spans_option
@json_option
@shared_options
def traces(
    filter_words: tuple[str, ...],
    app: str | None,
    limit: int,
    after: str | None,
    all_spans: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """List what was recorded, newest first.

    FILTER is such as: model:gpt-4* latency:>2s refund. A FILTER that begins with - stands after --.
    """
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.traces.find(
            " ".join(filter_words), app=app, roots=not all_spans, limit=limit, after=after
        )
        if as_json:
            show_json(list(map(span_json, found.spans)))
            if found.after is not None:
                click.echo(f"--after {found.after}", err=True)
            return
        payloads = opened.traces.payloads([span.key for span in found.spans])
    show(lambda width: traces_table(found, payloads, settings.language, width))


@click.command("show")
@click.argument("trace_id", metavar="TRACE")
@only_app_option
@json_option
@shared_options
def show_(
    trace_id: str, app: str | None, as_json: bool, home: str | None, language: str | None
) -> None:
    """Show one trace: its spans over time, what went in and what came out.

    TRACE is the id, or as much of its beginning as no other trace has.
    """
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        asked = opened.traces
        spans = asked.trace(trace_id, app=app)
        if as_json:
            payloads = asked.payloads([span.key for span in spans])
            show_json([span_json(span, payloads.get(span.key)) for span in spans])
            return
        view = trace_view(spans, asked.payloads, settings.language)
    show(view)


@click.command()
@filter_argument
@only_app_option
@all_spans_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@shared_options
def tail(
    filter_words: tuple[str, ...],
    app: str | None,
    all_spans: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Show spans as they come in, one a line, until Ctrl-C."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        asked = opened.traces
        filter_ = asked.parsed(" ".join(filter_words), roots=not all_spans)
        try:
            new = follow(asked, filter_, app=app, pause=partial(time.sleep, PAUSE))
            click.echo(say(settings.language, "following"), err=True)
            for span in new:
                payload = asked.payloads([span.key]).get(span.key)
                if as_json:
                    click.echo(to_json(span_json(span, payload)))
                else:
                    show(span_line(span, payload))
                sys.stdout.flush()
        except KeyboardInterrupt:
            return


@click.command()
@filter_argument
@only_app_option
@click.option(
    "-n",
    "--number",
    type=click.IntRange(1, 100_000),
    default=20,
    show_default=True,
    help="How many.",
)
@click.option("--by", metavar="FIELD", help="In equal parts from each value of this field.")
@click.option("--seed", type=int, default=0, help="Another seed gives another sample.")
@all_spans_option
@json_option
@shared_options
def sample(
    filter_words: tuple[str, ...],
    app: str | None,
    number: int,
    by: str | None,
    seed: int,
    all_spans: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Choose spans at random, the same ones for the same seed."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.traces.sample(
            number, " ".join(filter_words), app=app, by=by, seed=seed, roots=not all_spans
        )
        if as_json:
            show_json([span_json(one.span) | {"inclusion": one.inclusion} for one in found])
            return
        payloads = opened.traces.payloads([one.span.key for one in found])
    show(lambda width: sample_table(found, payloads, settings.language, width))
