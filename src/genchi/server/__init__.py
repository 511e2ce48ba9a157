"""The server: OTLP in, accounts out, over one store.

`build` makes the ASGI application, `Server` runs it, `running` finds the one that is up.
"""

from __future__ import annotations

from genchi.server.app import build
from genchi.server.guarding import is_loopback, known_hosts
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
    url_of,
)

__all__ = [
    "BUSY_SECONDS",
    "HOST",
    "PORT",
    "Limits",
    "Running",
    "Server",
    "build",
    "is_loopback",
    "known_hosts",
    "listen",
    "only_one",
    "running",
    "url_of",
]
