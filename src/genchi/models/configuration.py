"""The models of a project: `[models.ALIAS]` and `[providers.NAME]` of genchi.toml.

The file is the truth: nothing is read from a server, and a mistake in it is one sentence that says
where. Keys are named by their environment variable and never written down.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from genchi.errors import UsageError
from genchi.models.providers import FAMILIES, PRESETS, Provider
from genchi.records import Json
from genchi.settings import PROJECT_FILE

OFFLINE = ("extractive", "local", "minilm", "scripted")
"""Providers that are no server: their models answer in this process."""


class PriceTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """USD for a million tokens."""

    input: float
    output: float
    cached_input: float | None = None


class ProviderTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[providers.NAME]`: a preset changed, or a provider of one's own."""

    family: str | None = None
    base_url: str | None = None
    key: str | None = None
    schemas: str | None = None
    batch: int | None = None
    concurrency: int | None = None
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None


class ModelTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[models.ALIAS]`: which model an alias is, and what it is asked with."""

    provider: str
    model: str = ""
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    reasoning_effort: str | None = None
    extra: dict[str, Json] = {}
    timeout: float | None = None
    deadline: float | None = None
    retries: int | None = None
    backoff: float | None = None
    most_backoff: float | None = None
    longest_retry_after: float | None = None
    hedge_after: float | None = None
    failures_to_open: int | None = None
    open_seconds: float | None = None
    fallback: tuple[str, ...] = ()
    price: PriceTable | None = None
    dimensions: int | None = None
    script: str | None = None
    replay: str | None = None


class Configuration(msgspec.Struct, frozen=True):
    """All of it, and where it was read."""

    path: Path
    models: dict[str, ModelTable] = {}
    providers: dict[str, ProviderTable] = {}

    def model(self, alias: str) -> ModelTable:
        """What an alias stands for. `PROVIDER:MODEL` needs no entry."""
        if alias in self.models:
            return self.models[alias]
        provider, colon, model = alias.partition(":")
        if colon and model and self.knows(provider):
            return ModelTable(provider, model)
        raise UsageError(self._unknown(alias))

    def knows(self, provider: str) -> bool:
        """Whether there is a provider of this name."""
        return provider in self.providers or provider in PRESETS or provider in OFFLINE

    def provider(self, name: str) -> Provider:
        """A provider, as the preset and the file say it together."""
        table = self.providers.get(name, ProviderTable())
        preset = PRESETS.get(name)
        if preset is None and table.base_url is None:
            known = ", ".join(sorted({*PRESETS, *self.providers, *OFFLINE}))
            raise UsageError(
                f"there is no provider {name!r}: choose one of {known}, or describe it in "
                f"{self.path.name} with base_url under [providers.{name}]"
            )
        return _joined(preset or Provider(name), table)

    def _unknown(self, alias: str) -> str:
        there = f"it has {', '.join(sorted(self.models))}" if self.models else "it has none"
        if not self.path.is_file():
            there = "it does not exist"
        return (
            f"there is no model {alias!r} in {self.path} ({there}): "
            f"add [models.{alias}], or name one as PROVIDER:MODEL"
        )


def _joined(preset: Provider, table: ProviderTable) -> Provider:
    if table.family is not None and table.family not in FAMILIES:
        raise UsageError(
            f"provider {preset.name!r} has family {table.family!r}: "
            f"choose one of {', '.join(FAMILIES)}"
        )
    family = table.family or preset.family
    dialect = dict(preset.dialect) if family == preset.family else {}
    if table.schemas is not None:
        dialect["schemas"] = table.schemas
    return replace(
        preset,
        family=family,
        base_url=table.base_url or preset.base_url,
        keys=(table.key,) if table.key else preset.keys,
        dialect=dialect,
        batch=table.batch or preset.batch,
    )


def configuration_of(project: Path) -> Configuration:
    """The models of the project in a folder; none where it has no genchi.toml."""
    path = project / PROJECT_FILE
    if not path.is_file():
        return Configuration(path)
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML file: {error}") from None
    return Configuration(
        path,
        _read(tables, "models", ModelTable, path),
        _read(tables, "providers", ProviderTable, path),
    )


def _read(tables: dict[str, Any], section: str, kind: type[Any], path: Path) -> dict[str, Any]:
    found = tables.get(section, {})
    if not isinstance(found, dict):
        raise UsageError(f"{path}: {section} is not a table, write [{section}.NAME]")
    return {name: _entry(table, kind, f"[{section}.{name}]", path) for name, table in found.items()}


def _entry(table: object, kind: type[Any], where: str, path: Path) -> Any:
    try:
        return msgspec.convert(table, kind, strict=True)
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(kind))
        raise UsageError(f"{path}, {where}: {error}; it may have {known}") from None
