"""How a mock answers: all that the options of `genchi mock` say, in one object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from genchi.errors import UsageError
from genchi.models.mock.faults import Fault, Latency, faults_of, latency_of
from genchi.models.mock.scripts import Line, script_in, script_of

Script = str | Path | Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Seed, latency, faults, script, and whether a key is wanted."""

    seed: int = 0
    latency: Latency = field(default_factory=Latency)
    chunk_seconds: float = 0.0
    faults: tuple[Fault, ...] = ()
    script: tuple[Line, ...] = ()
    require_key: bool = False


def behaviour_of(
    *,
    seed: int = 0,
    latency_ms: str | float = 0,
    chunk_ms: float = 0,
    faults: Mapping[str, str | float] | None = None,
    script: Script = (),
    require_key: bool = False,
) -> Behaviour:
    """The behaviour that options say. Raises `UsageError`, `OutsideError` for a script's file."""
    if not 0 <= chunk_ms < float("inf"):
        raise UsageError(f"chunk_ms must be a number of milliseconds, not {chunk_ms!r}")
    from_file = isinstance(script, str | Path)
    return Behaviour(
        seed=seed,
        latency=latency_of(latency_ms),
        chunk_seconds=chunk_ms / 1000,
        faults=faults_of(faults or {}),
        script=script_in(Path(script)) if from_file else script_of(script),  # type: ignore[arg-type]
        require_key=require_key,
    )
