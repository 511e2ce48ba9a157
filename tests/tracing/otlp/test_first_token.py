"""When the first piece of a streamed answer came: an attribute tells it, or an event."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from genchi.records import Event, Payload, Span

Understood = Callable[..., tuple[Span, Payload]]
PIECES = ["First Token Stream Event", "gen_ai.content.completion.chunk"]


@pytest.mark.parametrize("name", PIECES)
def test_the_first_event_of_a_stream_tells_it(understood: Understood, name: str) -> None:
    start = understood({})[0].start_ns
    pieces = (Event(name, start + 250_000_000), Event(name, start + 900_000_000))
    span, payload = understood({}, (Event("note", start), *pieces))
    assert span.usage.first_token == 0.25
    assert payload.events[1:] == pieces


@pytest.mark.parametrize("name", PIECES)
def test_an_event_before_the_start_tells_nothing(understood: Understood, name: str) -> None:
    start = understood({})[0].start_ns
    assert understood({}, (Event(name, start - 1),))[0].usage.first_token is None


@pytest.mark.parametrize(
    "name",
    ["gen_ai.response.time_to_first_chunk", "gen_ai.client.operation.time_to_first_chunk"],
)
def test_an_attribute_is_believed_before_an_event(understood: Understood, name: str) -> None:
    late = Event(PIECES[0], understood({})[0].start_ns + 900_000_000)
    assert understood({name: 0.25}, (late,))[0].usage.first_token == 0.25
