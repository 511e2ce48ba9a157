"""A real server over a real store, and a way to speak to it."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from genchi import server
from genchi.records import Message, Payload, Span, SpanKey, Text
from genchi.store import Store, open_store

PROTOBUF = "application/x-protobuf"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Up:
    """A server that is up, and its store."""

    host: str
    port: int
    store: Store
    headers: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            connection.request(method, path, body, self.headers | (headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, response.read(), found)
        finally:
            connection.close()

    def get(self, path: str, headers: dict[str, str] | None = None, **query: object) -> Answer:
        """What a GET gives; `query` are its parameters."""
        text = f"?{urlencode(query)}" if query else ""
        return self.ask("GET", path + text, headers=headers)

    def write(
        self,
        path: str,
        body: object = None,
        method: str = "POST",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """A write as the web app sends it: a JSON body, and the header that no form can send."""
        told = {"x-genchi": "1"}
        if body is not None:
            told["content-type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        return self.ask(method, path, data, told | (headers or {}))

    def signed_in(self, name: str, role: str) -> Up:
        """The same server, asked by a new person with this role."""
        token, _ = self.store.people.add(name, role, 1)
        return replace(self, headers={"authorization": f"Bearer {token}"})

    def send(self, body: bytes, kind: str = PROTOBUF, **headers: str) -> Answer:
        """Send a body of spans."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.ask("POST", "/v1/traces", body, {"content-type": kind} | named)

    def health(self) -> dict[str, Any]:
        """The accounts, which have to add up whenever they are read."""
        told: dict[str, Any] = self.ask("GET", "/api/health").json
        parts = ("stored", "duplicate", "rejected", "refused")
        assert told["received"] == sum(told[name] for name in parts)
        return told


@contextmanager
def serving(home: Path, **options: Any) -> Iterator[Up]:
    """Run a server in a thread until the block ends."""
    store = open_store(home, create=True, busy_seconds=2)
    with server.listen("127.0.0.1", 0) as listening:
        ready = threading.Event()
        limits = options.get("limits", server.Limits())
        running = server.Server(server.build(store, **options), ready.set, limits)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert ready.wait(10)
            yield Up("127.0.0.1", listening.getsockname()[1], store)
        finally:
            running.should_exit = True
            thread.join()
            store.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Up]]:
    """A function that starts a server with options and gives a way to speak to it."""
    open_ones: list[Any] = []

    def start(home: Path = tmp_path, **options: Any) -> Up:
        context = serving(home, **options)
        open_ones.append(context)
        return context.__enter__()

    yield start
    for context in reversed(open_ones):
        context.__exit__(None, None, None)


@pytest.fixture
def up(serve: Callable[..., Up]) -> Up:
    """A server with the usual options."""
    return serve()


@pytest.fixture
def spans() -> Callable[..., list[Span]]:
    """Makes `count` spans of an application, with ids from `first` on."""

    def make(count: int, first: int = 1, app: str = "shop", size: int = 40) -> list[Span]:
        return [
            Span(
                SpanKey(app, f"{number // 5 + 1:032x}", f"{number:016x}"),
                start_ns=1_700_000_000_000_000_000 + number,
                duration_ns=1_000_000,
                name="answer",
                payload=Payload(
                    messages=(Message("user", (Text(f"怎么退款 {number} " + "x" * size),)),),
                    output_messages=(Message("assistant", (Text("三十天内"),)),),
                    output="三十天内",
                ),
            )
            for number in range(first, first + count)
        ]

    return make


@pytest.fixture(scope="session")
def judged() -> Any:
    """The module `judged.py`: a store with judged outputs, and what asks about them."""
    specification = spec_from_file_location("judged", Path(__file__).with_name("judged.py"))
    assert specification is not None
    assert specification.loader is not None
    module = module_from_spec(specification)
    specification.loader.exec_module(module)
    return module
