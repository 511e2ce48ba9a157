"""What the tests of the door share: a project whose models are at a mock, and what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from genchi import tracing
from genchi.models.mock import Mock
from genchi.records import Span


def project(folder: Path, up: Mock, text: str) -> Path:
    """A folder with a genchi.toml, in which MOCK and CLAUDE stand for the addresses of a mock."""
    told = text.replace("MOCK", up.openai_url).replace("CLAUDE", up.anthropic_url)
    (folder / "genchi.toml").write_text(told, encoding="utf-8")
    return folder


@contextmanager
def recorded() -> Iterator[Callable[[], list[Span]]]:
    """The spans that ended within, as a function that waits for them."""
    sink = tracing.ListSink()
    tracing.start(app="door", sink=sink)

    def spans() -> list[Span]:
        tracing.flush()
        return list(sink.spans)

    try:
        yield spans
    finally:
        tracing.stop()
