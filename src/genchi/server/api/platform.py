"""The endpoints of the app as a whole: its applications, whether anything arrived, its settings."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from genchi import __version__
from genchi.observing.applications import Application, applications
from genchi.observing.pulse import Pulse
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.recorded import APP
from genchi.server.health import stored_bytes
from genchi.server.remembered import Remembered
from genchi.store import ApiKey, Keep, Person


@dataclass(frozen=True, slots=True)
class StoreFile:
    """Where everything is kept, and how much of the disk it takes."""

    path: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Something that is sent away from this machine, and where to."""

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Extras:
    """Which optional parts are installed."""

    lab: bool
    checks: bool
    parquet: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server works. Keys and people are shown to admins; what leaves is empty: nothing."""

    version: str
    store: StoreFile
    url: str
    loopback: bool
    leaves: list[Leaving]
    retention: list[Keep]
    redact: list[str]
    keys: list[ApiKey]
    people: list[Person]
    origins: list[str]
    extras: Extras
    project: str


_MANY = 100_000
"""Spans that take long to count: every page begins with it."""
_KEPT_NS = 5 * 10**9
"""How long the counts of many spans are good for."""
_counts: Remembered[dict[str, int]] = Remembered(8)


def _apps(context: Context, asked: Asked) -> list[Application]:
    return applications(context.store, _spans_by_app(context), asked.asker.app)


def _spans_by_app(context: Context) -> dict[str, int]:
    store = context.store
    if store.arriving.newest().span < _MANY:
        return store.spans.apps()
    return _counts.get(str(store.path), context.clock() // _KEPT_NS, store.spans.apps)


def _pulse(context: Context, asked: Asked) -> Pulse:
    return context.pulses.of(asked.one_app())


def _settings(context: Context, asked: Asked) -> Settings:
    store, serving, admin = context.store, context.serving, asked.asker.may("admin")
    own = asked.asker.app
    return Settings(
        version=__version__,
        store=StoreFile(str(store.path.absolute()), stored_bytes(store.path)),
        url=serving.url,
        loopback=serving.loopback,
        leaves=[],
        retention=[rule for rule in store.retention.list() if own is None or rule.app == own],
        redact=list(serving.redact),
        keys=store.keys.list() if admin else [],
        people=store.people.list() if admin else [],
        origins=list(serving.origins),
        extras=_extras(),
        project=str(context.project.absolute()),
    )


def _extras() -> Extras:
    return Extras(
        lab=_installed("numpy", "scipy"),
        checks=_installed("jsonschema_rs", "sqlglot", "yaml"),
        parquet=_installed("pyarrow"),
    )


def _installed(*modules: str) -> bool:
    return all(find_spec(module) is not None for module in modules)


ENDPOINTS = (
    Endpoint(
        "/api/apps",
        "The applications, those with the newest span first.",
        (),
        _apps,
        list[Application],
    ),
    Endpoint(
        "/api/pulse",
        "Numbers that change when something arrives for an application, and only then.",
        (APP,),
        _pulse,
        Pulse,
    ),
    Endpoint("/api/settings", "How this server works, and what it keeps.", (), _settings, Settings),
)
