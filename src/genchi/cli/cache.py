"""`genchi cache`: what it saved, which of its answers people accept, and what is to go."""

from __future__ import annotations

import getpass
import sys
import time
from typing import TYPE_CHECKING

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
from genchi.errors import UsageError
from genchi.settings import Language

if TYPE_CHECKING:
    from genchi.cache import Cache
    from genchi.store import StoredAnswer

DAY_NS = 86_400 * 10**9
tenant_option = click.option("--tenant", metavar="NAME", help="Of this tenant; default: of all.")


@click.group()
@shared_options
@click.pass_context
def cache(context: click.Context, home: str | None, language: str | None) -> None:
    """See what the cache saves, judge its answers, and clear it."""
    remember(context, home, language)


@cache.command()
@tenant_option
@json_option
@shared_options
def stats(tenant: str | None, as_json: bool, home: str | None, language: str | None) -> None:
    """Show hits by kind, misses, and what the hits saved."""
    from genchi.report.cache_tables import cache_table

    settings = settings_of(home, language)
    with home_of(settings) as opened, opened.cache() as kept:
        found = kept.stats(tenant)
    if as_json:
        show_json(found)
    else:
        show(cache_table(found, settings.language))


@cache.command()
@tenant_option
@click.option("--n", type=click.IntRange(1), default=20, help="At most so many; 20 unless given.")
@click.option("--approve", type=int, metavar="ID", help="This answer is right.")
@click.option("--correct", type=int, metavar="ID", help="This answer should be --text.")
@click.option("--text", help="The right answer.")
@click.option("--ban", type=int, metavar="ID", help="Ask the model in its place every time.")
@click.option(
    "--independent",
    is_flag=True,
    help="It stays right whatever the versions of prompt, model and documents.",
)
@click.option("--by", metavar="NAME", help="Who judges; default: your name on this machine.")
@json_option
@shared_options
def review(
    tenant: str | None,
    n: int,
    approve: int | None,
    correct: int | None,
    text: str | None,
    ban: int | None,
    independent: bool,
    by: str | None,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Judge answers one by one, those given most often first; without a terminal, list them."""
    settings = settings_of(home, language)
    named = [name for name in (approve, correct, ban) if name is not None]
    if len(named) > 1 or (correct is None) != (text is None) or (independent and ban is not None):
        raise UsageError(
            "say one of --approve ID, --correct ID with --text, and --ban ID; "
            "--independent goes with the first two"
        )
    by = by or getpass.getuser()
    with home_of(settings) as opened, opened.cache() as kept:
        if approve is not None:
            kept.reviews.approve(approve, by=by, independent=independent)
            _told("approved", approve, as_json, settings.language)
        elif correct is not None and text is not None:
            kept.reviews.correct(correct, text, by=by, independent=independent)
            _told("corrected", correct, as_json, settings.language)
        elif ban is not None:
            kept.reviews.ban(ban, by=by)
            _told("banned", ban, as_json, settings.language)
        else:
            found = kept.reviews.waiting(n, tenant=tenant)
            _listed(kept, found, by, independent, as_json, settings.language)


@cache.command()
@tenant_option
@click.option("--user", metavar="ID", help="For this user alone.")
@click.option("--prompt", metavar="NAME", help="Of this prompt, by its name or a version.")
@click.option("--model", metavar="ID", help="Of this model.")
@click.option("--document", metavar="NAME", help="That rest on this document.")
@click.option("--version", metavar="V", help="Of the document; default: any.")
@click.option("--older-than", type=click.FloatRange(0), metavar="DAYS", help="Kept before that.")
@click.option("--all", "everything", is_flag=True, help="All answers.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@shared_options
def clear(
    tenant: str | None,
    user: str | None,
    prompt: str | None,
    model: str | None,
    document: str | None,
    version: str | None,
    older_than: float | None,
    everything: bool,
    yes: bool,
    as_json: bool,
    home: str | None,
    language: str | None,
) -> None:
    """Delete answers for good: those that all options hold for."""
    from genchi.report.words import say
    from genchi.store import Chosen

    settings = settings_of(home, language)
    before = None if older_than is None else time.time_ns() - round(older_than * DAY_NS)
    chosen = Chosen(tenant, user, prompt, model, document, version, before)
    if (chosen == Chosen()) != everything or (version is not None and document is None):
        raise UsageError(
            "say which answers: --tenant, --user, --prompt, --model, --document (with --version) "
            "or --older-than; or --all of them"
        )
    with home_of(settings) as opened, opened.cache() as kept:
        if not yes and sys.stdin.isatty():
            question = say(settings.language, "cache_clear_ask", n=kept.count(chosen))
            click.confirm(question, abort=True, err=True)
        gone = kept.clear(chosen)
    if as_json:
        show_json({"deleted": gone})
    else:
        click.echo(say(settings.language, "cache_cleared", n=gone))


def _listed(
    kept: Cache,
    found: list[StoredAnswer],
    by: str,
    independent: bool,
    as_json: bool,
    language: Language,
) -> None:
    from genchi.report.cache_tables import answer_json, waiting_table

    if as_json:
        show_json([answer_json(answer) for answer in found])
    elif not found or not sys.stdin.isatty():
        show(waiting_table(found, language))
    else:
        for answer in found:
            if not _judged(kept, answer, by, independent, language):
                break


def _judged(
    kept: Cache, answer: StoredAnswer, by: str, independent: bool, language: Language
) -> bool:
    """Ask a person for one judgement; False where they have had enough."""
    from genchi.report.cache_tables import answer_page
    from genchi.report.words import say

    show(answer_page(answer, language))
    said = click.prompt(say(language, "cache_ask"), type=click.Choice(list("acbsq")), default="s")
    if said == "a":
        kept.reviews.approve(answer.id, by=by, independent=independent)
    elif said == "c":
        text = click.prompt(say(language, "cache_correction"))
        kept.reviews.correct(answer.id, text, by=by, independent=independent)
    elif said == "b":
        kept.reviews.ban(answer.id, by=by)
    return bool(said != "q")


def _told(what: str, id_: int, as_json: bool, language: Language) -> None:
    from genchi.report.words import say

    if as_json:
        show_json({"id": id_, "review": what})
    else:
        click.echo(say(language, f"cache_{what}", id=id_))
