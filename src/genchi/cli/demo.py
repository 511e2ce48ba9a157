"""`genchi demo`: the main job on a sample, every command shown as it would be typed."""

from __future__ import annotations

import os
import shlex
from importlib.resources import as_file, files
from importlib.util import find_spec
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
        for step in (*STEPS, *(LAB_STEPS if has_lab() else ())):
            _run(group, step, place, settings.language)
    if not has_lab():
        click.echo(say(settings.language, "demo_lab"))
    click.echo(say(settings.language, "demo_next", home=place))
    for step in NEXT:
        click.echo(f"  genchi --home {shlex.quote(place)} {shlex.join(step)}")


def has_lab() -> bool:
    """Whether the `lab` extra is installed."""
    return all(find_spec(name) is not None for name in ("numpy", "scipy"))


def _run(group: click.Command, step: tuple[str, ...], home: str, language: str) -> None:
    click.secho(f"$ genchi {shlex.join(step)}", bold=True)
    group.main(["--home", home, "--lang", language, *step], standalone_mode=False)
    click.echo()
