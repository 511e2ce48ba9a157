"""The models of a project as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from genchi.models.price import Price
from genchi.models.surveying import Checked, Listed
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.settings import PROJECT_FILE, Language


def models_table(found: Sequence[Listed], language: Language) -> RenderableType:
    """Aliases with their provider, model, key, price and fallbacks."""
    if not found:
        return Text(say(language, "no_models", file=PROJECT_FILE))
    table = plain_table()
    for name in ("alias", "provider", "model", "key"):
        table.add_column(say(language, f"model_{name}"), no_wrap=name != "model")
    table.add_column(say(language, "model_price"), justify="right")
    table.add_column(say(language, "model_fallback"))
    for one in found:
        table.add_row(
            f"[bold]{escape(one.alias)}[/bold]",
            escape(one.provider),
            escape(one.model),
            _key(one, language),
            _price(one.price, language),
            escape(", ".join(one.fallback)) or "–",
        )
    return Group(heading(say(language, "models_of", file=PROJECT_FILE)), table)


def checked_models_table(found: Sequence[Checked], language: Language) -> RenderableType:
    """What came of asking each alias."""
    if not found:
        return Text(say(language, "no_models", file=PROJECT_FILE))
    table = plain_table()
    table.add_column(say(language, "model_alias"), no_wrap=True)
    table.add_column(say(language, "model_asked"))
    table.add_column(say(language, "model_answered"), ratio=1)
    table.add_column(say(language, "model_seconds"), justify="right", no_wrap=True)
    table.add_column(say(language, "model_cost"), justify="right", no_wrap=True)
    for one in found:
        seconds = "–" if one.seconds is None else f"{one.seconds:.2f} s"
        table.add_row(
            f"[bold]{escape(one.alias)}[/bold]",
            escape(one.asked),
            _answer(one, language),
            seconds,
            _cost(one, language),
        )
    return table


def _key(one: Listed, language: Language) -> str:
    if one.key is None:
        return say(language, "key_not_needed")
    known = "key_set" if one.key_set else "key_missing"
    colour = "green" if one.key_set else "red"
    return f"{escape(one.key)} [{colour}]{say(language, known)}[/{colour}]"


def _price(price: Price | None, language: Language) -> str:
    if price is None:
        return f"[dim]{say(language, 'price_unknown')}[/dim]"
    return f"{price.input:g} / {price.output:g}"


def _answer(one: Checked, language: Language) -> str:
    if one.error is not None:
        return f"[red]{escape(one.error)}[/red]"
    answered = escape(one.answered or say(language, "model_unnamed"))
    if one.pin == "other":
        return f"[red]{answered}[/red]  {say(language, 'pin_other')}"
    if one.pin == "undated":
        return f"[yellow]{answered}[/yellow]  {say(language, 'pin_undated')}"
    return f"[green]{answered}[/green]"


def _cost(one: Checked, language: Language) -> str:
    if one.usage is None:
        return "–"
    return say(language, "price_unknown") if one.usage.cost is None else f"${one.usage.cost:.6f}"
