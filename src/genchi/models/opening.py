"""From an alias to a model that can be asked: the file, the presets and the keys, put together."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from genchi.errors import UsageError
from genchi.models.building import offline_target, target_of_table
from genchi.models.configuration import OFFLINE, Configuration, ModelTable, configuration_of
from genchi.models.door import Model
from genchi.models.embedders import Embedder, Hosted, Offline
from genchi.models.families import Client
from genchi.models.offline.extractive import Extractive
from genchi.models.offline.replay import MODE, Recording, Replay, mode_of
from genchi.models.offline.scripted import Script, Scripted
from genchi.models.rerankers import Reranker
from genchi.models.targets import Lent, ModelTarget
from genchi.settings import settings_from

EMBEDDER = "embedder"
"""The alias that is meant where no embedder is named. Without an entry it is the offline one."""
DEFAULT = "default"
"""The alias that is meant where none is named. Without an entry for it, it is `extractive`."""


def open(  # noqa: A001 - `models.open` is what it is called
    alias: str = DEFAULT, *, client: Client = None, project: Path | None = None
) -> Model:
    """The model that an alias stands for in genchi.toml, or `PROVIDER:MODEL` without an entry.

    `client` is an SDK's async client of your own, for clouds and proxies that need one; `project`
    is the folder of genchi.toml, by default the nearest one upwards. Raises `UsageError` where the
    alias or its entry is wrong.
    """
    return Model(alias, _chain(alias, _known(project), client, ()))


def alone(alias: str, project: Path) -> Model:
    """The model of an alias without its fallbacks, retries and recordings: asked once, as it is."""
    known = configuration_of(project)
    target = target_of_table(alias, known.model(alias), known, None)
    policy = replace(target.policy, retries=0, hedge_after=None)
    return Model(alias, [replace(target, policy=policy)])


def open_embedder(
    alias: str = EMBEDDER, *, client: Client = None, project: Path | None = None
) -> Embedder:
    """The embedder that an alias stands for, or `PROVIDER:MODEL` without an entry.

    Without an entry for `embedder`, that alias is the offline one (English), which
    `genchi embedder install` installs.
    """
    known = _known(project)
    if alias == EMBEDDER and alias not in known.models:
        return Embedder(Offline())
    table = known.model(alias)
    if table.provider == "minilm":
        return Embedder(Offline())
    target = _speaking_openai(alias, table, known, client)
    batch = known.provider(table.provider).batch
    return Embedder(Hosted(target, dimensions=table.dimensions, batch=batch))


def open_reranker(alias: str, *, client: Client = None, project: Path | None = None) -> Reranker:
    """The reranker that an alias stands for, or `PROVIDER:MODEL` without an entry."""
    known = _known(project)
    table = known.model(alias)
    targets = [_speaking_openai(alias, table, known, client)]
    targets += [_speaking_openai(name, known.model(name), known, None) for name in table.fallback]
    return Reranker(alias, targets)


def scripted(script: Script, *, model: str = "scripted") -> Model:
    """A model that says what a script says: answers in order, lines, a file, or a function.

    >>> scripted(["七天内退款。"]).run("怎么退款？").text
    '七天内退款。'
    """
    return Model(model, [offline_target(model, model, Scripted(script))])


def extractive() -> Model:
    """The model that quotes the best sentences of `Request.passages`, or of the messages.

    >>> extractive().run("We ship daily. A refund takes 7 days.\\n\\nHow long is a refund?").text
    'A refund takes 7 days.'
    """
    return Model("extractive", [offline_target("extractive", "extractive", Extractive())])


def replay(model: Model, path: str | Path, mode: str | None = None) -> Model:
    """A model whose answers are recorded in a file, and given from there.

    `mode` is `record`, `replay` (by default; asks what is missing) or `refuse`; else the variable
    GENCHI_REPLAY says it.
    """
    chosen = mode_of(mode or os.environ.get(MODE))
    recording = Recording(Path(path))
    targets = [
        replace(
            target,
            family=Replay(recording, chosen, target.family, target.clients.get),
            clients=Lent(),
        )
        for target in model.targets
    ]
    return Model(model.alias, targets)


def _known(project: Path | None) -> Configuration:
    return configuration_of(project or settings_from(os.environ, Path.cwd()).project)


def _speaking_openai(
    alias: str, table: ModelTable, known: Configuration, client: Client
) -> ModelTarget:
    if table.provider in OFFLINE or known.provider(table.provider).family != "openai":
        raise UsageError(
            f"{alias} is a model of {table.provider}, which makes no vectors or rankings: name a "
            "provider of the family openai, or minilm for vectors of English texts"
        )
    return target_of_table(alias, table, known, client)


def _chain(
    alias: str, known: Configuration, client: Client, before: tuple[str, ...]
) -> list[ModelTarget]:
    """An alias's own target and those of its fallbacks, in turn."""
    if alias in before:
        raise UsageError(f"{known.path}: {' → '.join([*before, alias])} is a circle of fallbacks")
    if alias == DEFAULT and alias not in known.models:
        return list(extractive().targets)
    table = known.model(alias)
    targets = [target_of_table(alias, table, known, client)]
    for fallback in table.fallback:
        targets += _chain(fallback, known, None, (*before, alias))
    if table.replay is None:
        return targets
    return list(replay(Model(alias, targets), known.path.parent / table.replay).targets)
