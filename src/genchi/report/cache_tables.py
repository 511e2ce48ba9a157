"""What the cache gave and saved, and the answers that wait for a judgement, for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from genchi.cache import Stats
from genchi.records import Json
from genchi.records.request_json import response_from_json
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.settings import Language
from genchi.store import StoredAnswer, Use

_KINDS = ("reviewed", "id", "exact", "normalised", "shared", "miss")


def cache_table(stats: Stats, language: Language) -> RenderableType:
    """How many questions each way answered, and what that saved."""
    if not stats.uses:
        return say(language, "cache_nothing_asked")
    table = plain_table()
    table.add_column(say(language, "cache_kind"))
    for name in ("cache_n", "cache_saved_cost", "cache_saved_seconds"):
        table.add_column(say(language, name), justify="right")
    for kind in _KINDS:
        uses = [use for use in stats.uses if use.kind == kind]
        if uses:
            table.add_row(say(language, f"cache_{kind}"), *_cells(kind, uses))
    tenant = stats.tenant if stats.tenant is not None else say(language, "cache_everybody")
    below = [say(language, "cache_rate", rate=_share(stats), n=stats.hits + stats.misses)]
    if stats.unpriced:
        below.append(say(language, "cache_unpriced", n=stats.unpriced))
    title = heading(say(language, "cache_stats", tenant=tenant))
    return Group(title, table, *map(Text, below))


def waiting_table(found: Sequence[StoredAnswer], language: Language) -> RenderableType:
    """Answers that nobody judged."""
    if not found:
        return say(language, "cache_none_waiting")
    table = plain_table()
    table.add_column("id", justify="right")
    table.add_column(say(language, "cache_hits"), justify="right")
    for name in ("cache_tenant", "cache_prompt", "cache_question", "cache_answer"):
        table.add_column(say(language, name), overflow="fold")
    for answer in found:
        told = (answer.tenant, answer.prompt or "", answer.asked, answer_text(answer))
        table.add_row(str(answer.id), str(answer.hits), *map(Text, told))
    return Group(heading(say(language, "cache_waiting")), table)


def answer_page(answer: StoredAnswer, language: Language) -> RenderableType:
    """One answer in full, as a person judges it."""
    of = " · ".join(filter(None, (answer.tenant, answer.user, answer.prompt, answer.model)))
    return Group(
        Text(f"{answer.id} · {of} · {say(language, 'cache_hits')} {answer.hits}", style="dim"),
        heading(answer.asked),
        Text(answer_text(answer)),
    )


def answer_json(answer: StoredAnswer) -> Mapping[str, Json]:
    """The same as JSON, without keys."""
    names = ("id", "hits", "tenant", "user", "prompt", "prompt_version", "provider", "model")
    told = {name: getattr(answer, name) for name in (*names, "cost", "seconds", "at_ns")}
    return told | {"question": answer.asked, "answer": answer_text(answer)}


def answer_text(answer: StoredAnswer) -> str:
    """The words of an answer."""
    return response_from_json(answer.response).text


def _cells(kind: str, uses: Sequence[Use]) -> tuple[str, str, str]:
    number = f"{sum(use.n for use in uses):,}"
    if kind == "miss":
        return number, "", ""
    priced = any(use.priced for use in uses)
    cost = f"{sum(use.cost for use in uses):.4f}" if priced else "–"
    return number, cost, f"{sum(use.seconds for use in uses):,.1f}"


def _share(stats: Stats) -> str:
    return "–" if stats.hit_rate is None else f"{stats.hit_rate:.1%}"
