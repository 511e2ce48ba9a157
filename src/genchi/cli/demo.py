"""`genchi demo`: the main job on a sample, every command shown as it would be typed."""

from __future__ import annotations

import os
import shlex
from importlib.resources import as_file, files
from pathlib import Path

import click

from genchi.cli.common import Context, settings_of, shared_options
from genchi.report import say

SAMPLE = "support_desk.jsonl"
APP = "support-desk"
DEMO_HOME = Path("genchi-demo")
STEPS: tuple[tuple[str, ...], ...] = (
    ("quality", "--app", APP, "--criterion", "grounded", "--by", "prompt_version"),
    ("compare", "--app", APP, "--criterion", "grounded", "--by", "prompt_version"),
    ("compare", "--app", APP, "--criterion", "helpful", "--by", "prompt_version"),
)
NEXT: tuple[tuple[str, ...], ...] = (
    ("quality", "--app", APP, "--criterion", "helpful", "--by", "language"),
    ("imports",),
)


@click.command()
@shared_options
@click.pass_context
def demo(context: click.Context, home: str | None, language: str | None) -> None:
    """Import a sample and show its quality and comparison (in ./genchi-demo by default)."""
    before = context.find_object(Context) or Context()
    place = home or before.home or os.environ.get("GENCHI_HOME") or str(DEMO_HOME)
    settings = settings_of(place, language)
    group = context.find_root().command
    with as_file(files("genchi") / "samples" / SAMPLE) as sample:
        _run(group, ("import", str(sample), "--app", APP), place, settings.language)
        for step in STEPS:
            _run(group, step, place, settings.language)
    click.echo(say(settings.language, "demo_next", home=place))
    for step in NEXT:
        click.echo(f"  genchi --home {shlex.quote(place)} {shlex.join(step)}")


def _run(group: click.Command, step: tuple[str, ...], home: str, language: str) -> None:
    click.secho(f"$ genchi {shlex.join(step)}", bold=True)
    group.main(["--home", home, "--lang", language, *step], standalone_mode=False)
    click.echo()
