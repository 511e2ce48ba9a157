"""What tests of OTLP share: spans with given attributes as a sender would post them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from genchi.records import Event, Payload, Span
from genchi.tracing import otlp
from genchi.tracing.otlp.encoding import delimited, key_values, varint

START = 1_700_000_000_000_000_000
Understood = Callable[..., tuple[Span, Payload]]


@pytest.fixture
def understood() -> Understood:
    """A function that posts one span with attributes (and events) and reads it again.

    It also checks that what was read is read again once it has been written, in both encodings.
    """
    return _understood


def _understood(
    attributes: Mapping[str, Any], events: tuple[Event, ...] = (), *, failed: bool = False
) -> tuple[Span, Payload]:
    body = _body(attributes, events, failed)
    [span] = otlp.read(body, "protobuf", app="desk")
    assert isinstance(span, Span)
    assert span.payload is not None
    assert list(otlp.read(otlp.write([span]), "protobuf")) == [span]
    assert list(otlp.read(otlp.write_json([span]), "json")) == [span]
    return span, span.payload


def _body(attributes: Mapping[str, Any], events: tuple[Event, ...], failed: bool) -> bytes:
    times = (START.to_bytes(8, "little"), (START + 10**9).to_bytes(8, "little"))
    span = b"".join(
        [
            delimited(b"\x0a", b"\xab" * 16),
            delimited(b"\x12", b"\xcd" * 8),
            delimited(b"\x2a", b"a span"),
            b"\x39" + times[0] + b"\x41" + times[1],
            key_values(b"\x4a", attributes.items()),
            *[delimited(b"\x5a", _event(event)) for event in events],
            delimited(b"\x7a", b"\x18" + varint(2)) if failed else b"",
        ]
    )
    return delimited(b"\x0a", delimited(b"\x12", delimited(b"\x12", span)))


def _event(event: Event) -> bytes:
    time = b"\x09" + event.time_ns.to_bytes(8, "little")
    name = delimited(b"\x12", event.name.encode())
    return time + name + key_values(b"\x1a", event.attributes.items())
