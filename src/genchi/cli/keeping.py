"""`genchi keep`, `forget` and `vacuum`: what stays, what goes, and its space."""

from __future__ import annotations

import sys

import click

from genchi.app import Home
from genchi.cli.common import home_of, json_option, settings_of, shared_options, show, show_json
from genchi.cli.finding import only_app_option
from genchi.errors import UsageError
from genchi.records import SpanKey
from genchi.report import keeps_table, say, size_text
from genchi.settings import Language
from genchi.store import Keep

GIGABYTE = 10**9


@click.command()
@click.option("--days", type=click.FloatRange(0, min_open=True), help="Delete what is older.")
@click.option(
    "--max-gb",
    type=click.FloatRange(0, min_open=True),
    help="Delete the oldest while there is more.",
)
@click.option("--labelled", is_flag=True, help="Delete spans with labels too.")
@click.option("--app", help="For this application; without it for all.")
@click.option("--remove", is_flag=True, help="Take the rule back.")
@json_option
@shared_options
def keep(
    days: float | None,
    max_gb: float | None,
    labelled: bool,
    app: str | None,
    remove: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Rule how long spans are kept; without --days and --max-gb, list the rules."""
    settings = settings_of(home, language)
    wanted = days is not None or max_gb is not None
    if (remove and wanted) or (labelled and not wanted):
        raise UsageError(
            "a rule has --days, --max-gb or both, and may be --labelled; --remove stands without"
        )
    with home_of(settings) as opened:
        said = ""
        if remove:
            opened.unkeep(app)
            said = say(settings.language, "unkept_rule", app=_app(app, settings.language))
        elif wanted:
            size = None if max_gb is None else round(max_gb * GIGABYTE)
            rule = opened.keep(app=app, days=days, max_bytes=size, labelled=labelled)
            said = _told(rule, settings.language)
        rules = opened.keeps()
    if as_json:
        show_json(rules)
    elif said:
        click.echo(said)
    else:
        show(keeps_table(rules, settings.language))


@click.command()
@click.option("--user", metavar="ID", help="All that this person asked.")
@click.option("--trace", "trace_ids", metavar="ID", multiple=True, help="A trace; repeatable.")
@only_app_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@shared_options
def forget(
    user: str | None,
    trace_ids: tuple[str, ...],
    app: str | None,
    yes: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Delete a person's spans, or traces, for good, with all that was said about them."""
    settings = settings_of(home, language)
    if not user and not trace_ids:
        raise UsageError("say what to forget: --user ID, or --trace ID")
    with home_of(settings) as opened:
        keys = _meant(opened, user, trace_ids, app)
        count, traces = len(keys), len({key.trace_id for key in keys})
        if keys and not yes and sys.stdin.isatty():
            question = say(settings.language, "forget_ask", n=count, traces=traces)
            click.confirm(question, abort=True, err=True)
        gone = opened.forget(keys, user=user, app=app)
    if as_json:
        show_json(gone)
        return
    if gone.answers:
        click.echo(say(settings.language, "forgotten_answers", n=gone.answers))
    if not keys and not gone.feedback and not gone.answers:
        click.echo(say(settings.language, "forget_none"))
    elif keys or gone.feedback:
        click.echo(
            say(
                settings.language,
                "forgotten",
                spans=gone.spans,
                labels=gone.labels,
                verdicts=gone.verdicts,
                feedback=gone.feedback,
            )
        )


@click.command()
@json_option
@shared_options
def vacuum(as_json: bool, home: str | None, language: str | None) -> None:
    """Delete what the rules no longer keep, and give its space back to the disk.

    While it runs nothing can be stored: a server answers 503, and senders try again.
    """
    settings = settings_of(home, language)
    click.echo(say(settings.language, "vacuum_pauses"), err=True)
    with home_of(settings) as opened:
        done = opened.vacuum()
    if as_json:
        show_json(done)
        return
    freed, size = size_text(done.freed), size_text(done.size)
    click.echo(say(settings.language, "vacuumed", spans=done.spans, freed=freed, size=size))


def _meant(
    opened: Home, user: str | None, trace_ids: tuple[str, ...], app: str | None
) -> list[SpanKey]:
    keys = opened.traces.of_person(user, app=app) if user else []
    return list(dict.fromkeys([*keys, *opened.traces.of_traces(trace_ids, app=app)]))


def _app(app: str | None, language: Language) -> str:
    return say(language, "all_apps") if app is None else app


def _told(rule: Keep, language: Language) -> str:
    limits = []
    if rule.days is not None:
        limits.append(say(language, "for_days", days=f"{rule.days:g}"))
    if rule.max_bytes is not None:
        limits.append(say(language, "up_to_gb", gigabytes=f"{rule.max_bytes / GIGABYTE:g}"))
    joined = say(language, "and").join(limits)
    return say(language, "kept_rule", app=_app(rule.app, language), limits=joined)
