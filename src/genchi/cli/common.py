"""What every command shares: options, output, and the door at which errors become sentences."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson
from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from genchi.app import Home
from genchi.records import clean
from genchi.settings import LANGUAGES, Settings, settings_from

WIDE = 120
"""Columns of a table where the output is not a terminal."""

THE_ANSWER_IS_NO = 1
"""The exit code of a command that did what it was asked, where what came out is a no."""
PATIENCE = 1.0
"""Seconds before a progress bar is worth showing."""

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclasses.dataclass(slots=True)
class Context:
    """What the options before the command said."""

    home: str | None = None
    language: str | None = None


def shared_options(command: Command) -> Command:
    """`--home`, `--lang` and `--help`, taken before or after the command."""
    for option in (
        click.option(
            "--lang",
            "language",
            type=click.Choice(LANGUAGES),
            help="Language of tables; default from LANG.",
        ),
        click.option(
            "--home",
            type=click.Path(file_okay=False),
            help="Directory of the store; default GENCHI_HOME, else .genchi of the project.",
        ),
    ):
        command = option(command)
    return command


def remember(context: click.Context, home: str | None, language: str | None) -> None:
    """Keep what stood before the command of a group; what stands nearer to the command wins."""
    before = context.find_object(Context) or Context()
    context.obj = Context(home or before.home, language or before.language)


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON value and nothing else."
)
app_option = click.option("--app", required=True, help="Name of the application.")


def settings_of(home: str | None, language: str | None) -> Settings:
    """The settings of this run: options after the command win over those before it."""
    before = click.get_current_context().find_object(Context) or Context()
    return settings_from(
        os.environ,
        Path.cwd(),
        home=home or before.home,
        language=language or before.language,
    )


def home_of(settings: Settings) -> Home:
    """The home the settings name."""
    return Home(settings.home)


def show(thing: RenderableType | Callable[[int], RenderableType]) -> None:
    """Print a table or a text on stdout; a function makes one for the columns there are."""
    console = Console(highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDE
    console.print(thing(console.width) if callable(thing) else thing)


def show_json(value: Any) -> None:
    """Print one JSON value on stdout."""
    sys.stdout.write(orjson.dumps(clean(_plain(value)), option=orjson.OPT_INDENT_2).decode() + "\n")


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


@contextmanager
def counting_bar(name: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, from the moment that a run takes long."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with progress_bar(name, *columns) as advance:
        yield advance


@contextmanager
def progress_bar(name: str, *columns: ProgressColumn) -> Iterator[Callable[[int, int], None]]:
    """A function of (done, total) that shows a bar on stderr once it has taken `PATIENCE`."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(name)
    started = time.monotonic()

    def advance(done: int, total: int) -> None:
        if not bar.live.is_started and time.monotonic() - started > PATIENCE:
            bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield advance
    finally:
        bar.stop()
