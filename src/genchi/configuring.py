"""`genchi.configure`: say once where traced calls go. It joins tracing with the store."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genchi import tracing
from genchi.errors import UsageError
from genchi.settings import settings_from

if TYPE_CHECKING:
    from genchi.records import Span
    from genchi.store import Store
    from genchi.tracing.decorating import Captured
    from genchi.tracing.redaction import Rule

OPENTELEMETRY = "opentelemetry"

Destination = str | Path | list[Any] | None


class StoreSink:
    """Spans into the store of a home, written by this process itself."""

    def __init__(self, home: Path) -> None:
        """The store is opened, and made where it is missing, when the first spans arrive."""
        self._home = home
        self._store: Store | None = None

    def deliver(self, spans: Sequence[Span]) -> None:
        """Commit the spans."""
        from genchi.store import open_store

        if self._store is None:
            self._store = open_store(self._home, create=True)
        self._store.spans.add(spans)

    def renewed(self) -> StoreSink:
        """A sink of its own for the child of a fork."""
        return StoreSink(self._home)

    def close(self) -> None:
        """Close the store."""
        if self._store is not None:
            self._store.close()
            self._store = None


def configure(
    *,
    app: str | None = None,
    to: Destination = None,
    api_key: str | None = None,
    capture: Captured = True,
    sample: float = 1.0,
    redact: Sequence[Rule] = (),
    spool: str | Path | None = None,
) -> None:
    """Record traced calls of this process from now on; a second call replaces the first.

    `app` names the application; without it GENCHI_APP. `to` is where spans go: the URL of a server,
    the directory of a home, a list (for tests), or `"opentelemetry"` for the OpenTelemetry SDK that
    the program has set up itself; without it GENCHI_TO, else the home of this directory. `api_key`
    goes with a URL; without it GENCHI_API_KEY. `capture` is True, False, "inputs" or "outputs",
    `sample` the share of traces that are recorded, `redact` what is taken out of every text before
    it leaves the process, `spool` the directory where spans for a server wait.

    Raises `UsageError` where something of this cannot be meant.
    """
    app = app or os.environ.get("GENCHI_APP")
    if not app:
        raise UsageError('name the application: genchi.configure(app="NAME"), or set GENCHI_APP')
    chosen = to if to is not None else os.environ.get("GENCHI_TO")
    sink = _sink(chosen, app, api_key or os.environ.get("GENCHI_API_KEY"), spool)
    tracing.start(app=app, sink=sink, capture=capture, sample=sample, redact=redact)


def _sink(to: object, app: str, api_key: str | None, spool: str | Path | None) -> tracing.Sink:
    if isinstance(to, list):
        return tracing.ListSink(to)
    if to == OPENTELEMETRY:
        from genchi.tracing.opentelemetry import OpenTelemetrySink

        return OpenTelemetrySink()
    if isinstance(to, str) and "://" in to:
        from genchi.tracing.sending import OtlpSink

        return OtlpSink(to, app, api_key=api_key, spool=spool)
    if to is None or isinstance(to, str | Path):
        return StoreSink(settings_from(os.environ, Path.cwd(), home=to).home)
    kind = type(to).__name__
    raise UsageError(f"to is a URL, a directory, a list or {OPENTELEMETRY!r}, not a {kind}")
