"""`genchi up` and `genchi down`: the server."""

from __future__ import annotations

import gc
import logging
import shlex
from dataclasses import asdict
from typing import Any

import click

from genchi import __version__
from genchi.app import Home
from genchi.cli.common import home_of, json_option, settings_of, shared_options, show_json
from genchi.report import say
from genchi.settings import Settings

NO, YES = 1, 0
"""Exit codes of `genchi down`: whether there was a server to stop."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4318,
    show_default=True,
    help="Port; 0 takes a free one.",
)
@click.option(
    "--allow-host",
    "allow_hosts",
    metavar="NAME",
    multiple=True,
    help="A further name the server goes by, such as that of a proxy; may be repeated.",
)
@click.option(
    "--allow-origin",
    "allow_origins",
    metavar="URL",
    multiple=True,
    help="Pages of this origin may send feedback (https://shop.example); may be repeated.",
)
@click.option(
    "--redact",
    metavar="KIND",
    multiple=True,
    help="Take this kind of personal data (email, phone, …) out before storing; may be repeated.",
)
@click.option(
    "--detach", is_flag=True, help="Run in the background: returns once the server answers."
)
@shared_options
def up(
    detach: bool,
    home: str | None,
    language: str | None,
    **options: Any,
) -> None:
    """Run the server: the web app, and a place to send OpenTelemetry traces to.

    A sender has its answer once its spans are on disk. Beyond this machine (--host 0.0.0.0) every
    request needs an API key (genchi keys add --app NAME) or a person who signed in.
    """
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        if detach:
            url = opened.detach(**options).url
            tell_up(url, settings, stop_with=down_command(opened))
            return
        _serve(opened, settings, options)
    click.echo(say(settings.language, "is_down"))


@click.command()
@json_option
@shared_options
def down(as_json: bool, home: str | None, language: str | None) -> int:
    """Stop the server of a home, wherever it was started. Exit code 1: there was none."""
    settings = settings_of(home, language)
    with home_of(settings) as opened:
        stopped = opened.down()
    if as_json:
        show_json({"stopped": None if stopped is None else asdict(stopped)})
    elif stopped is None:
        click.echo(say(settings.language, "nothing_up", home=settings.home))
    else:
        click.echo(say(settings.language, "is_down"))
    return NO if stopped is None else YES


def tell_up(url: str, settings: Settings, *, stop_with: str | None = None) -> None:
    """Say where the web app is, where to send traces, and how to stop the server."""
    told = {"version": __version__, "url": url, "path": settings.home / "genchi.db"}
    for key in ("is_up", "send_here", "stored_in"):
        click.echo(say(settings.language, key, **told))
    if stop_with is None:
        click.echo(say(settings.language, "how_to_stop"))
    else:
        click.echo(say(settings.language, "stop_with", command=stop_with))


def down_command(home: Home) -> str:
    """What to type to stop the server of a home."""
    return shlex.join(["genchi", "--home", str(home.path), "down"])


def _serve(home: Home, settings: Settings, options: dict[str, Any]) -> None:
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", level=logging.WARNING)

    def tell(url: str) -> None:
        tell_up(url, settings)
        _collect_seldom()

    home.serve(**options, on_ready=tell)


def _collect_seldom() -> None:
    """Let the garbage collector look for cycles in what requests leave behind, and seldom.

    Spans have no cycles, but thousands are alive at a time, and to look through them again and
    again was a tenth of what receiving one costs. A connection leaves a few small cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, 10, 10)


_OBJECTS_BETWEEN_COLLECTIONS = 100_000
"""More than the spans of one transaction are made of at a time, some tens of megabytes at most."""
