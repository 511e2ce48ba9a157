"""From an entry of genchi.toml to a target that can be asked, with what all targets share.

One account has one gate, one model one circuit, and one provider its connections, however often and
under however many aliases they are opened.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from genchi.errors import UsageError
from genchi.models.bounds import Circuit, Gate, Policy
from genchi.models.configuration import Configuration, ModelTable
from genchi.models.families import Client, Family
from genchi.models.families.clients import FAMILIES, client_of
from genchi.models.offline.extractive import Extractive
from genchi.models.offline.scripted import Scripted
from genchi.models.price import Price
from genchi.models.prices import listed_price
from genchi.models.providers import Provider
from genchi.models.targets import Clients, Lent, ModelTarget, OwnClients

if TYPE_CHECKING:
    from genchi.models.local import LocalModel

_SETTINGS = ("temperature", "top_p", "max_tokens", "seed", "stop", "reasoning_effort", "extra")
_POLICY = (
    "timeout",
    "deadline",
    "retries",
    "backoff",
    "most_backoff",
    "longest_retry_after",
    "hedge_after",
    "failures_to_open",
    "open_seconds",
)


def target_of_table(
    alias: str, table: ModelTable, known: Configuration, client: Client
) -> ModelTarget:
    """The target of an alias; `client` is the user's own, or None for one that is made here.

    Raises `UsageError` where the entry is wrong, or is not one of a model that answers.
    """
    if table.provider in _OFFLINE:
        return _OFFLINE[table.provider](alias, table, known)
    if not table.model:
        raise UsageError(f"{known.path}, [models.{alias}]: model is missing: name a dated id")
    provider = known.provider(table.provider)
    policy = Policy(**_given(table, _POLICY))
    return ModelTarget(
        name=f"{alias} ({provider.name}:{table.model})",
        provider=provider.name,
        model=table.model,
        family=FAMILIES[provider.family](provider.dialect),
        clients=_clients_of(provider) if client is None else Lent(client),
        policy=policy,
        gate=_gate(provider.name, provider.base_url, *_limits(known, table.provider)),
        circuit=_circuit(provider.name, provider.base_url, table.model, policy),
        price=price_of(table, provider),
        defaults=_given(table, _SETTINGS),
    )


def offline_target(alias: str, model: str, family: Family) -> ModelTarget:
    """The target of a model in this process: nothing to wait for, nothing to pay."""
    policy = Policy(retries=0)
    return ModelTarget(
        name=alias,
        provider="offline",
        model=model,
        family=family,
        clients=Lent(),
        policy=policy,
        gate=Gate(),
        circuit=Circuit(policy),
        price=Price(0.0, 0.0),
    )


def price_of(table: ModelTable, provider: Provider) -> Price | None:
    """What a model costs: as the file says, else as the table of prices does, else unknown."""
    if table.price is not None:
        return Price(table.price.input, table.price.output, table.price.cached_input)
    return listed_price(provider.name, table.model, provider.base_url)


def _extractive(alias: str, table: ModelTable, known: Configuration) -> ModelTarget:
    return offline_target(alias, table.model or "extractive", Extractive())


def _scripted(alias: str, table: ModelTable, known: Configuration) -> ModelTarget:
    if table.script is None:
        raise UsageError(
            f"{known.path}, [models.{alias}]: script is missing: name a JSON Lines file"
        )
    return offline_target(alias, table.model or alias, Scripted(known.path.parent / table.script))


def _local(alias: str, table: ModelTable, known: Configuration) -> ModelTarget:
    from genchi.models.local.opening import PATIENCE, target_of

    if not table.model:
        raise UsageError(f"{known.path}, [models.{alias}]: model is missing: name its folder")
    folder = known.path.parent / table.model
    loaded = _loaded(str(folder) if folder.is_dir() else table.model)
    policy = Policy(**{"timeout": PATIENCE, "retries": 0, **_given(table, _POLICY)})
    return replace(target_of(loaded, alias, policy), defaults=_given(table, _SETTINGS))


def _minilm(alias: str, table: ModelTable, known: Configuration) -> ModelTarget:
    raise UsageError(f"{alias} is an embedder: open it with models.open_embedder({alias!r})")


_OFFLINE: Mapping[str, Callable[[str, ModelTable, Configuration], ModelTarget]] = {
    "extractive": _extractive,
    "local": _local,
    "minilm": _minilm,
    "scripted": _scripted,
}


def _given(table: ModelTable, names: tuple[str, ...]) -> Mapping[str, Any]:
    found = {name: getattr(table, name) for name in names}
    return {name: value for name, value in found.items() if value not in (None, (), {})}


def _limits(known: Configuration, provider: str) -> tuple[int | None, float | None, float | None]:
    table = known.providers.get(provider)
    if table is None:
        return (None, None, None)
    return (table.concurrency, table.requests_per_minute, table.tokens_per_minute)


@cache
def _loaded(name: str) -> LocalModel:
    """A model of this machine, in memory once under however many aliases."""
    from genchi.models.local.loading import load

    return load(name)


def _clients_of(provider: Provider) -> Clients:
    return _clients(provider.name, provider.family, provider.base_url, provider.keys)


@cache
def _clients(name: str, family: str, base_url: str | None, keys: tuple[str, ...]) -> Clients:
    return OwnClients(partial(client_of, Provider(name, family, base_url, keys), os.environ))


@cache
def _gate(
    provider: str,
    base_url: str | None,
    concurrency: int | None,
    requests: float | None,
    tokens: float | None,
) -> Gate:
    return Gate(concurrency, requests, tokens)


@cache
def _circuit(provider: str, base_url: str | None, model: str, policy: Policy) -> Circuit:
    return Circuit(policy)
