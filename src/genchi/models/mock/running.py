"""Running a mock: for as long as a block of Python, or until Ctrl-C."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from genchi.errors import OutsideError
from genchi.listening import listen, url_of
from genchi.models.mock.behaviour import Behaviour, Script, behaviour_of
from genchi.models.mock.counting import SHOWN, Tally

if TYPE_CHECKING:
    import uvicorn

    from genchi.models.mock.app import MockApp

HOST = "127.0.0.1"
PATIENCE = 1.0
"""Seconds to wait for requests that are just ending, before the accounts are shown."""
_CONNECTIONS = 2048
_KEEP_ALIVE_SECONDS = 120
"""Longer than clients keep theirs, so that none meets a connection that is just being closed."""
_STOP_SECONDS = 1
_START_SECONDS = 10


class Mock:
    """A mock that is up."""

    def __init__(self, url: str, app: MockApp) -> None:
        """`url` is where it listens."""
        self.url = url
        self._app = app

    @property
    def openai_url(self) -> str:
        """What `base_url` of OpenAI's client is to be."""
        return f"{self.url}/v1"

    @property
    def anthropic_url(self) -> str:
        """What `base_url` of Anthropic's client is to be."""
        return self.url

    def requests(self, last: int = SHOWN) -> Tally:
        """What came so far, as `GET /mock/requests` tells it, once open requests had a moment."""
        return self._app.accounts.tally(last, patience=PATIENCE)

    def reset(self) -> None:
        """Forget every request and conversation; the next request is number 1."""
        self._app.reset()


@contextmanager
def serving(
    *,
    host: str = HOST,
    port: int = 0,
    seed: int = 0,
    latency_ms: str | float = 0,
    chunk_ms: float = 0,
    faults: Mapping[str, str | float] | None = None,
    script: Script = (),
    require_key: bool = False,
) -> Iterator[Mock]:
    """A mock in a thread of its own, for tests; port 0 takes a free one.

    >>> with serving(faults={"rate_limit": 1}) as mock:
    ...     mock.requests().received
    0
    """
    behaviour = behaviour_of(
        seed=seed,
        latency_ms=latency_ms,
        chunk_ms=chunk_ms,
        faults=faults,
        script=script,
        require_key=require_key,
    )
    listening = listen(host, port, waiting=_CONNECTIONS)
    up = threading.Event()
    app, server = _server_of(behaviour, up.set)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listening]}, name="genchi-mock", daemon=True
    )
    thread.start()
    try:
        if not up.wait(_START_SECONDS):
            raise OutsideError(f"the mock did not start within {_START_SECONDS} s")
        yield Mock(url_of(listening), app)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


def run(behaviour: Behaviour, *, host: str, port: int, on_ready: Callable[[str], None]) -> Tally:
    """Run a mock until SIGINT or SIGTERM; what came until then."""
    listening = listen(host, port, waiting=_CONNECTIONS)
    app, server = _server_of(behaviour, lambda: on_ready(url_of(listening)))
    server.run(sockets=[listening])
    listening.close()
    return app.accounts.tally()


def _server_of(
    behaviour: Behaviour, on_ready: Callable[[], None]
) -> tuple[MockApp, uvicorn.Server]:
    """The application and uvicorn around it, both loaded now and not with the module."""
    import uvicorn
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    from genchi.models.mock.app import MockApp

    app = MockApp(behaviour)
    quiet = logging.Logger("genchi.mock")  # known to nobody: to break an answer is no error here
    quiet.setLevel(logging.CRITICAL)
    quiet.addHandler(logging.NullHandler())

    def protocol(**told: Any) -> asyncio.Protocol:
        made: Any = AutoHTTPProtocol(**told)
        made.logger = quiet
        return made  # type: ignore[no-any-return]

    class Server(uvicorn.Server):
        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            self.should_exit = True  # the process goes on to its summary

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if self.started:
                on_ready()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.leave()
            await super().shutdown(sockets=sockets)

    config = uvicorn.Config(
        app,
        http=protocol,  # type: ignore[arg-type]
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    return app, Server(config)
