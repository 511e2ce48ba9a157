"""`genchi people`: who may sign in to the web app, and what each may do there."""

from __future__ import annotations

import dataclasses

import click

from genchi.cli.common import (
    home_of,
    json_option,
    remember,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.report import people_table, say
from genchi.store import ROLES


@click.group()
@shared_options
@click.pass_context
def people(context: click.Context, home: str | None, language: str | None) -> None:
    """Add, list and remove people who sign in to the web app."""
    remember(context, home, language)


@people.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="reviewer",
    show_default=True,
    help="viewer looks, reviewer judges as well, admin may do everything.",
)
@json_option
@shared_options
def add(name: str, role: str, as_json: bool, home: str | None, language: str | None) -> None:
    """Let somebody sign in. Their token is shown this one time."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        token, person = opened.add_person(name, role)
        running = opened.running()
    if as_json:
        show_json({"token": token} | dataclasses.asdict(person))
        return
    said = {"name": person.name, "role": say(settings.language, f"role_{person.role}")}
    click.echo(say(settings.language, "person_added", **said), err=True)
    click.echo(token)
    hint = "sign_in_at" if running else "sign_in_later"
    url = running.url if running else ""
    click.echo(say(settings.language, hint, url=url), err=True)


@people.command("list")
@json_option
@shared_options
def list_(as_json: bool, home: str | None, language: str | None) -> None:
    """List who may sign in, with what each may do and how each token ends."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.people()
    if as_json:
        show_json(found)
    else:
        show(people_table(found, settings.language))


@people.command()
@click.argument("name")
@json_option
@shared_options
def remove(name: str, as_json: bool, home: str | None, language: str | None) -> None:
    """End somebody's token: they are signed out everywhere. What they judged stays."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        person = opened.remove_person(name)
    if as_json:
        show_json(person)
    else:
        click.echo(say(settings.language, "person_removed", name=person.name, hint=person.hint))
