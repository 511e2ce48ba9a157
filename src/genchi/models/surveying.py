"""Which models a project has, and whether each answers as the one it is pinned to."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from genchi.errors import GenchiError
from genchi.models.building import price_of
from genchi.models.configuration import OFFLINE, Configuration, ModelTable, configuration_of
from genchi.models.opening import alone
from genchi.models.pins import Pin, pin_of
from genchi.models.price import Price
from genchi.records import Request, Usage

QUESTION = "Answer with the one word: ok"
"""What `check` asks."""
_MOST_TOKENS = 256
"""Room for models that think first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An alias. `key` is the environment variable that is used, `key_set` whether it has a value.

    Both are None where no key is needed. `price` is USD for a million tokens, None where unknown.
    """

    alias: str
    provider: str
    model: str
    base_url: str | None
    key: str | None
    key_set: bool | None
    price: Price | None
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of asking an alias: seconds, tokens, and who answered; or what went wrong."""

    alias: str
    asked: str
    answered: str | None = None
    pin: Pin = "unknown"
    seconds: float | None = None
    usage: Usage | None = None
    error: str | None = None

    @property
    def good(self) -> bool:
        """Whether it answered, and no other model did."""
        return self.error is None and self.pin != "other"


def listed(project: Path, environment: Mapping[str, str]) -> list[Listed]:
    """The aliases of a project, in the order of its file. Raises `UsageError` for a wrong one."""
    known = configuration_of(project)
    return [_listed(alias, table, known, environment) for alias, table in known.models.items()]


def _listed(
    alias: str, table: ModelTable, known: Configuration, environment: Mapping[str, str]
) -> Listed:
    if table.provider in OFFLINE:
        return Listed(alias, table.provider, table.model, None, None, None, Price(0, 0), ())
    provider = known.provider(table.provider)
    given = next((key for key in provider.keys if environment.get(key)), None)
    return Listed(
        alias=alias,
        provider=provider.name,
        model=table.model,
        base_url=provider.base_url,
        key=given or next(iter(provider.keys), None),
        key_set=bool(given) if provider.keys else None,
        price=price_of(table, provider),
        fallback=table.fallback,
    )


async def checked(alias: str, project: Path) -> Checked:
    """Ask an alias one small question, without its fallbacks, retries and recordings."""
    table = configuration_of(project).model(alias)
    asked = f"{table.provider}:{table.model}" if table.model else table.provider
    try:
        model = alone(alias, project)
        began = time.perf_counter()
        response = await model.complete(replace(Request.of(QUESTION), max_tokens=_MOST_TOKENS))
    except GenchiError as error:
        return Checked(alias, asked, error=str(error))
    seconds = time.perf_counter() - began
    pin = pin_of(model.targets[0].model, response.model)
    return Checked(alias, asked, response.model, pin, seconds, response.usage)
