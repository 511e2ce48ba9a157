"""What tests of the instruments share: a provider, and the list that spans go to."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from genchi import tracing
from genchi.records import Span


def _provider_module() -> Any:
    path = Path(__file__).with_name("provider.py")
    spec = importlib.util.spec_from_file_location("genchi_test_provider", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_Provider = _provider_module().Provider


@pytest.fixture
def provider() -> Iterator[Any]:
    """A provider on 127.0.0.1: see provider.py for the models it has."""
    server = _Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.closing.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def spans() -> Iterator[list[Span]]:
    """Every span that ends is in this list at once."""
    sink = tracing.ListSink()
    tracing.start(app="app", sink=sink)
    yield sink.spans
    tracing.stop()
