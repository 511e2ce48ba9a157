"""`genchi up`: the server."""

from __future__ import annotations

import logging

import click

from genchi import __version__
from genchi.cli.common import home_of, settings_of, shared_options
from genchi.report import say


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
@shared_options
def up(
    host: str, port: int, allow_hosts: tuple[str, ...], home: str | None, language: str | None
) -> None:
    """Run the server: it takes OpenTelemetry traces and stores every one.

    A sender has its answer once its spans are on disk. Beyond this machine (--host 0.0.0.0) every
    request needs an API key: genchi keys add --app NAME.
    """
    settings = settings_of(home, language)
    logging.basicConfig(format="%(asctime)s %(name)s: %(message)s", level=logging.WARNING)

    def tell(url: str) -> None:
        told = {"version": __version__, "url": url, "path": settings.home / "genchi.db"}
        for key in ("is_up", "send_here", "stored_in", "how_to_stop"):
            click.echo(say(settings.language, key, **told))

    with home_of(settings) as opened:
        opened.serve(host=host, port=port, allow_hosts=allow_hosts, on_ready=tell)
    click.echo(say(settings.language, "is_down"))
