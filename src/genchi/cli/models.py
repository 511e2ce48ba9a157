"""`genchi models`: which models a project has, and whether they answer as pinned."""

from __future__ import annotations

import os
import warnings

import click

from genchi.cli.common import (
    THE_ANSWER_IS_NO,
    counting_bar,
    json_option,
    remember,
    settings_of,
    shared_options,
    show,
    show_json,
)


@click.group()
@shared_options
@click.pass_context
def models(context: click.Context, home: str | None, language: str | None) -> None:
    """List the models of genchi.toml, or ask each one small question."""
    remember(context, home, language)


@models.command("list")
@json_option
@shared_options
def list_(as_json: bool, home: str | None, language: str | None) -> None:
    """List aliases: provider, pinned model, whether the key is set, price, fallbacks."""
    from genchi.models import surveying
    from genchi.report.model_tables import models_table

    settings = settings_of(home, language)
    found = surveying.listed(settings.project, os.environ)
    if as_json:
        show_json(found)
    else:
        show(models_table(found, settings.language))


@models.command()
@click.argument("aliases", nargs=-1, metavar="[ALIAS]...")
@json_option
@shared_options
def check(aliases: tuple[str, ...], as_json: bool, home: str | None, language: str | None) -> None:
    """Ask each model one small question: does it answer, and as the model it is pinned to?

    Asks all aliases where none is named. A few tokens of each are charged. Exit code 1 where one
    does not answer, or answers as another model.
    """
    from genchi.models import OtherModelWarning, run, surveying
    from genchi.report.model_tables import checked_models_table

    settings = settings_of(home, language)
    names = aliases or [one.alias for one in surveying.listed(settings.project, os.environ)]
    found = []
    with counting_bar("models") as advance, warnings.catch_warnings():
        warnings.simplefilter("ignore", OtherModelWarning)  # the table says it
        for done, alias in enumerate(names, 1):
            found.append(run(surveying.checked(alias, settings.project)))
            advance(done, len(names))
    if as_json:
        show_json(found)
    else:
        show(checked_models_table(found, settings.language))
    if not all(one.good for one in found):
        raise click.exceptions.Exit(THE_ANSWER_IS_NO)
