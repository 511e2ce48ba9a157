"""`genchi up`: the server."""

from __future__ import annotations

import gc
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
@click.option(
    "--redact",
    metavar="KIND",
    multiple=True,
    help="Take this kind of personal data (email, phone, …) out before storing; may be repeated.",
)
@shared_options
def up(
    host: str,
    port: int,
    allow_hosts: tuple[str, ...],
    redact: tuple[str, ...],
    home: str | None,
    language: str | None,
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
        _collect_seldom()

    with home_of(settings) as opened:
        opened.serve(host=host, port=port, allow_hosts=allow_hosts, redact=redact, on_ready=tell)
    click.echo(say(settings.language, "is_down"))


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
