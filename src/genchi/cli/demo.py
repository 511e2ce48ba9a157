"""`genchi demo`: the main job on a sample, every command shown as it would be typed.

At the end the web app shows the same: a server in the background, and how to stop it.
"""

from __future__ import annotations

import os
import shlex
from importlib.resources import as_file, files
from importlib.util import find_spec
from pathlib import Path

import click

from genchi.cli.common import Context, home_of, settings_of, shared_options
from genchi.cli.serving import down_command
from genchi.errors import OutsideError
from genchi.report import say
from genchi.settings import Settings

SAMPLE = "support_desk.jsonl"
CRITERIA = "support_desk.criteria.toml"
APP = "support-desk"
DEMO_HOME = Path("genchi-demo")
STEPS: tuple[tuple[str, ...], ...] = (
    ("quality", "--app", APP, "--criterion", "grounded", "--by", "prompt_version"),
    ("compare", "--app", APP, "--criterion", "grounded", "--by", "prompt_version"),
    ("check", "--app", APP),
)
LAB_STEPS: tuple[tuple[str, ...], ...] = (
    ("suggest", "--app", APP, "--criterion", "helpful"),
    ("report", "--app", APP),
)
"""Steps that need the `lab` extra."""
NEXT: tuple[tuple[str, ...], ...] = (
    ("quality", "--app", APP, "--criterion", "helpful", "--by", "language"),
    ("compare", "--app", APP, "--criterion", "helpful", "--by", "prompt_version"),
    ("checks",),
)


@click.command()
@click.option("--no-serve", is_flag=True, help="Leave the web app out: no server is started.")
@shared_options
@click.pass_context
def demo(context: click.Context, no_serve: bool, home: str | None, language: str | None) -> None:
    """Import a sample, judge it and open the web app (in ./genchi-demo by default)."""
    before = context.find_object(Context) or Context()
    place = home or before.home or os.environ.get("GENCHI_HOME") or str(DEMO_HOME)
    settings = settings_of(place, language)
    group = context.find_root().command
    with as_file(files("genchi") / "samples") as samples:
        given = (
            ("import", str(samples / SAMPLE), "--app", APP),
            ("criteria", "load", str(samples / CRITERIA), "--app", APP),
        )
        for step in (*given, *STEPS, *(LAB_STEPS if has_lab() else ())):
            _run(group, step, place, settings.language)
    if not has_lab():
        click.echo(say(settings.language, "demo_lab"))
    click.echo(say(settings.language, "demo_next", home=place))
    for step in NEXT:
        click.echo(f"  genchi --home {shlex.quote(place)} {shlex.join(step)}")
    if not no_serve:
        _show_app(settings)


def _show_app(settings: Settings) -> None:
    """Say where the web app shows this home; start its server where none is up."""
    with home_of(settings) as home:
        there = home.running() or home.detach(port=_free_port())
        click.echo(say(settings.language, "demo_app", url=there.url))
        click.echo(say(settings.language, "stop_with", command=down_command(home)))


def _free_port() -> int:
    """The usual port, or any where somebody else has it."""
    from genchi import server

    try:
        server.listen(server.HOST, server.PORT).close()
    except OutsideError:
        return 0
    return server.PORT


def has_lab() -> bool:
    """Whether the `lab` extra is installed."""
    return all(find_spec(name) is not None for name in ("numpy", "scipy"))


def _run(group: click.Command, step: tuple[str, ...], home: str, language: str) -> None:
    click.secho(f"$ genchi {shlex.join(step)}", bold=True)
    group.main(["--home", home, "--lang", language, *step], standalone_mode=False)
    click.echo()
