"""The server: OTLP in, the web app and its API out, over one store.

`build` makes the ASGI application, `Server` runs it, `running` finds the one that is up, `detach`
starts one in the background and `stop` ends it.
"""

from __future__ import annotations

from genchi.server.app import build
from genchi.server.background import LOG, detach, stop
from genchi.server.guarding import is_loopback, known_hosts, origin_of
from genchi.server.limits import Limits
from genchi.server.running import (
    BUSY_SECONDS,
    HOST,
    PORT,
    Running,
    Server,
    listen,
    only_one,
    running,
)

__all__ = [
    "BUSY_SECONDS",
    "HOST",
    "LOG",
    "PORT",
    "Limits",
    "Running",
    "Server",
    "build",
    "detach",
    "is_loopback",
    "known_hosts",
    "listen",
    "only_one",
    "origin_of",
    "running",
    "stop",
]
