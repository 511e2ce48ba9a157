"""`genchi keys`: who may send to a server that other machines can reach."""

from __future__ import annotations

import dataclasses

import click

from genchi.cli.common import (
    app_option,
    home_of,
    json_option,
    remember,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.report import keys_table, say


@click.group()
@shared_options
@click.pass_context
def keys(context: click.Context, home: str | None, language: str | None) -> None:
    """Make, list and revoke API keys."""
    remember(context, home, language)


@keys.command()
@app_option
@click.option("--feedback", is_flag=True, help="It may send feedback and nothing else.")
@json_option
@shared_options
def add(app: str, feedback: bool, as_json: bool, home: str | None, language: str | None) -> None:
    """Make a key for an application. It is shown this one time."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        secret, key = opened.create_key(app, scope="feedback" if feedback else "app")
    if as_json:
        show_json({"key": secret} | dataclasses.asdict(key))
        return
    click.echo(say(settings.language, "key_made", id=key.id, app=key.app), err=True)
    click.echo(secret)


@keys.command("list")
@click.option("--app", help="Only this application's keys.")
@json_option
@shared_options
def list_(app: str | None, as_json: bool, home: str | None, language: str | None) -> None:
    """List the keys: for which application, and how each ends."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        found = opened.keys(app)
    if as_json:
        show_json(found)
    else:
        show(keys_table(found, settings.language))


@keys.command()
@click.argument("key_id", metavar="ID", type=int)
@json_option
@shared_options
def revoke(key_id: int, as_json: bool, home: str | None, language: str | None) -> None:
    """End a key: requests with it are refused from now on."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        key = opened.revoke_key(key_id)
    if as_json:
        show_json(key)
    else:
        click.echo(say(settings.language, "key_revoked", id=key.id, app=key.app, hint=key.hint))
