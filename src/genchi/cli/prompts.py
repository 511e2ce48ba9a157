"""`genchi prompts`: the prompt files of a project, what changed in them, and advice about them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from genchi.cli.common import (
    json_option,
    remember,
    settings_of,
    shared_options,
    show,
    show_json,
)
from genchi.errors import GenchiError, OutsideError, UsageError
from genchi.settings import Settings

if TYPE_CHECKING:
    from genchi.prompts import Prompts
    from genchi.prompts.convert import Kind

KINDS = ("prompty", "dotprompt", "langchain", "langgpt", "langfuse", "openai")
"""Formats of other tools; written out so that `--help` need not load them."""


@click.group()
@shared_options
@click.pass_context
def prompts(context: click.Context, home: str | None, language: str | None) -> None:
    """List, show, compare and lint the prompts of prompts/, or bring them in from elsewhere."""
    remember(context, home, language)


@prompts.command("list")
@json_option
@shared_options
def list_(as_json: bool, home: str | None, language: str | None) -> None:
    """List prompts: version, model, inputs, examples, owner."""
    from genchi.prompts import FOLDER, Prompt
    from genchi.report.prompt_tables import prompt_json, prompts_table

    settings = settings_of(home, language)
    there = _prompts(settings)
    found: dict[str, Prompt | GenchiError] = {}
    for name in there.names:
        try:
            found[name] = there.get(name)
        except GenchiError as error:
            found[name] = error
    if as_json:
        show_json(
            [
                {"name": name, "error": str(one)}
                if isinstance(one, GenchiError)
                else {**prompt_json(one), "error": None}
                for name, one in found.items()
            ]
        )
    else:
        show(prompts_table(found, FOLDER, settings.language))


@prompts.command("show")
@click.argument("name")
@json_option
@shared_options
def show_(name: str, as_json: bool, home: str | None, language: str | None) -> None:
    """Show what a prompt says: NAME, a path, or NAME@REVISION of git."""
    from genchi.prompts import named
    from genchi.report.prompt_tables import prompt_json, prompt_page

    settings = settings_of(home, language)
    prompt = named(name, _prompts(settings))
    if as_json:
        show_json(prompt_json(prompt))
    else:
        show(prompt_page(prompt, settings.language))


@prompts.command()
@click.argument("before")
@click.argument("after")
@json_option
@shared_options
def diff(before: str, after: str, as_json: bool, home: str | None, language: str | None) -> None:
    """Show what changed from BEFORE to AFTER: each NAME, a path, or NAME@REVISION of git."""
    from genchi.prompts import diff, named
    from genchi.report.prompt_tables import difference_page

    settings = settings_of(home, language)
    there = _prompts(settings)
    found = diff(named(before, there), named(after, there))
    if as_json:
        show_json(found)
    else:
        show(difference_page(found, settings.language))


@prompts.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--strict", is_flag=True, help="Exit code 1 where there is any advice.")
@json_option
@shared_options
def lint(
    names: tuple[str, ...], strict: bool, as_json: bool, home: str | None, language: str | None
) -> None:
    """Give advice about prompts; all of them where none is named.

    Exit code 1 where a file cannot be used at all. Advice itself changes the exit code only with
    --strict: the oddest prompt may be the best one.
    """
    from genchi.prompts import lint_named
    from genchi.report.prompt_tables import advice_page, finding_json

    settings = settings_of(home, language)
    there = _prompts(settings)
    chosen = names or there.names
    found = list(lint_named(there, chosen))
    if as_json:
        show_json([finding_json(one) for one in found])
    else:
        show(advice_page(found, len(chosen), settings.language))
    if any(strict or one.is_error for one in found):
        click.get_current_context().exit(1)


@prompts.command("import")
@click.argument("file", type=click.Path(dir_okay=False))
@click.option("--kind", type=click.Choice(KINDS), help="The format; default: as the file looks.")
@click.option("--as", "name", help="Name of the prompt; default: the one in the file, or its own.")
@click.option("--force", is_flag=True, help="Write over a prompt of this name.")
@json_option
@shared_options
def import_(
    file: str,
    kind: Kind | None,
    name: str | None,
    force: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Bring in a prompt of another tool as prompts/NAME.md, and say what was not carried over."""
    from genchi.prompts import convert, read
    from genchi.prompts.folders import name_of
    from genchi.report.words import say

    settings = settings_of(home, language)
    text = _text_of(Path(file))
    kind = kind or convert.guessed(file, text)
    if kind is None:
        raise UsageError(f"{file} could be of several kinds: say --kind, one of {', '.join(KINDS)}")
    found = convert.read(text, kind)
    name = name or name_of(found.name or "") or name_of(Path(file).stem) or kind
    path = _prompts(settings).path / f"{name}.md"
    if name != name_of(name):
        raise UsageError(f"{name!r} is no name of a prompt: use letters, digits, -, _ and /")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: choose a name with --as, or say --force")
    _write(path, found.prompt_text)
    version = read(path, name=name).version
    if as_json:
        show_json({"name": name, "file": str(path), "version": version, "lost": list(found.lost)})
        return
    told = say(settings.language, "prompt_imported", file=file, path=path, version=version)
    click.echo(told)
    for what in found.lost:
        click.echo("  " + say(settings.language, "prompt_lost", what=what))


@prompts.command("export")
@click.argument("name")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="The format.")
@click.option("--out", type=click.Path(dir_okay=False), help="The file; default: stdout.")
@shared_options
def export_(name: str, kind: Kind, out: str | None, home: str | None, language: str | None) -> None:
    """Write a prompt in the format of another tool; what is not carried over goes to stderr."""
    from genchi.prompts import convert, named
    from genchi.report.words import say

    settings = settings_of(home, language)
    made = convert.write(named(name, _prompts(settings)), kind)
    if out is None:
        click.echo(made.text, nl=False)
    else:
        _write(Path(out), made.text)
        click.echo(say(settings.language, "prompt_exported", name=name, path=out))
    for what in made.lost:
        click.echo("  " + say(settings.language, "prompt_lost", what=what), err=True)


def _prompts(settings: Settings) -> Prompts:
    """The prompts of the project, called as they lie from here."""
    from genchi.prompts import FOLDER, folder

    return folder(os.path.relpath(settings.project / FOLDER))


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise OutsideError(f"{path} cannot be read ({error.strerror})") from error
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8: save it as UTF-8") from None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutsideError(f"{path} cannot be written ({error.strerror})") from error
