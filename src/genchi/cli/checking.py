"""`genchi check` runs checks over recorded outputs; `genchi checks` lists the checks there are."""

from __future__ import annotations

import inspect

import click

from genchi.cli.common import (
    app_option,
    counting_bar,
    home_of,
    json_option,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.errors import UsageError
from genchi.report import check_page, check_runs_table, checks_table

checks_from_option = click.option(
    "--checks-from",
    type=click.Path(file_okay=False),
    help="Folder with checks; default checks/ beside genchi.toml.",
)


@click.command()
@app_option
@click.option(
    "--check",
    "specs",
    multiple=True,
    metavar="SPEC",
    help="A check as it is written in Python, for example 'max_words(120)'. Several may be given; "
    "default: those in the checks folder, else a set that fits any application.",
)
@checks_from_option
@json_option
@shared_options
def check(
    app: str,
    specs: tuple[str, ...],
    checks_from: str | None,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Judge recorded outputs with checks; only what is new is judged again."""
    settings = settings_of(home, language)
    with home_of(settings) as opened, counting_bar(app) as on_batch:
        runs = opened.check(app, specs, checks_from=checks_from, on_batch=on_batch)
    if as_json:
        show_json(
            [
                {
                    "check": run.check,
                    "version": run.version,
                    "pass": run.passed,
                    "fail": run.failed,
                    "skip": run.skipped,
                    "error": run.errors,
                }
                for run in runs
            ]
        )
    else:
        show(check_runs_table(runs, app, settings.language))


@click.command()
@click.argument("name", required=False)
@checks_from_option
@json_option
@shared_options
def checks(
    name: str | None,
    checks_from: str | None,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """List the checks there are, or explain the one called NAME."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        known = opened.known_checks(checks_from)
    if name is not None and name not in known:
        raise UsageError(f"there is no check {name!r}: `genchi checks` lists all")
    chosen = known if name is None else {name: known[name]}
    if as_json:
        show_json(
            [
                {"name": c.name, "signature": c.signature, "text": inspect.getdoc(c.function)}
                for c in chosen.values()
            ]
        )
    elif name is None:
        show(checks_table(list(chosen.values()), settings.language))
    else:
        show(check_page(chosen[name]))
