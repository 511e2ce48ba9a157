"""What endpoints answer from: the store, the project, work in the background, and the server."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from genchi.observing import Traces
from genchi.observing.pulse import Pulses
from genchi.review.queueing import Queue
from genchi.server.jobs import Jobs
from genchi.server.rate_limit import RateLimit
from genchi.store import Store
from genchi.tracing.redaction import Redactor


@dataclass(frozen=True, slots=True)
class Serving:
    """How this server was started, for the page that tells it."""

    url: str = ""
    loopback: bool = True
    origins: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every endpoint. `project` is the folder of genchi.toml, datasets and checks.

    `redactor` is applied to texts before they are stored, `feedback_rate` bounds who sends
    feedback. `beside` has threads for the second half of a long question: those that answer may
    not wait for each other.
    """

    store: Store
    traces: Traces
    project: Path
    clock: Callable[[], int]
    jobs: Jobs
    pulses: Pulses
    feedback_rate: RateLimit
    queue: Queue
    beside: Executor
    redactor: Redactor | None = None
    serving: Serving = Serving()
