"""A model on this machine behind the door that all models have: spans, budgets, `parse`."""

from __future__ import annotations

from pathlib import Path

from genchi.models.bounds import Circuit, Gate, Policy
from genchi.models.door import Model
from genchi.models.local.family import Transformers
from genchi.models.local.loading import LocalModel, load
from genchi.models.price import Price
from genchi.models.targets import Lent, ModelTarget

PATIENCE = 600.0
"""Seconds that an answer may take where nothing else is said: a CPU is slow."""


def open(  # noqa: A001 - as `models.open`
    path_or_name: str | Path,
    device: str | None = None,
    download: bool = False,
    *,
    timeout: float = PATIENCE,
) -> Model:
    """The model in a folder, or of a name, loaded now: see `load`.

    `timeout` is the seconds that an answer may take, its wait for others included.
    """
    loaded = load(path_or_name, device, download)
    return Model(loaded.name, [target_of(loaded, loaded.name, Policy(timeout=timeout, retries=0))])


def target_of(loaded: LocalModel, alias: str, policy: Policy) -> ModelTarget:
    """A loaded model as what an alias stands for. Nobody charges for it."""
    return ModelTarget(
        name=alias,
        provider="local",
        model=loaded.name,
        family=Transformers(),
        clients=Lent(loaded),
        policy=policy,
        gate=Gate(),
        circuit=Circuit(policy),
        price=Price(0.0, 0.0),
    )
