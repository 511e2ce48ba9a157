"""The backends that must answer every question alike: one line for each in `BACKENDS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from genchi.records import Span
from genchi.store import open_store
from genchi.store.database import Database
from genchi.store.finding import SqliteSpans
from genchi.store.interface import SpanStore
from genchi.store.text_index import TextIndex

Backend = Callable[[Path], AbstractContextManager[SpanStore]]
"""Opens an empty store in a folder of its own."""


@contextmanager
def _sqlite(folder: Path) -> Iterator[SpanStore]:
    store = open_store(folder, create=True)
    yield store.spans
    store.close()


class _HalfIndexed(SqliteSpans):
    """After each addition, the index of words has reached half of what it lacked."""

    def __init__(self, database: Database) -> None:
        self._text = TextIndex(database)
        super().__init__(database, self._text)

    def add(self, spans: Sequence[Span], import_id: int | None = None) -> list[bool]:
        new = super().add(spans, import_id)
        self._text.catch_up(max_spans=sum(new) // 2)
        return new


@contextmanager
def _sqlite_with_words(folder: Path) -> Iterator[SpanStore]:
    store = open_store(folder, create=True)
    yield _HalfIndexed(store.database)
    store.close()


BACKENDS: dict[str, Backend] = {"sqlite": _sqlite, "sqlite with words": _sqlite_with_words}


@pytest.fixture(params=BACKENDS)
def new_backend(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[], SpanStore]]:
    """Makes empty stores of one backend."""
    with ExitStack() as opened:
        number = iter(range(1000))
        yield lambda: opened.enter_context(
            BACKENDS[request.param](tmp_path / f"store {next(number)}")
        )


@pytest.fixture
def backend(new_backend: Callable[[], SpanStore]) -> SpanStore:
    """An empty store."""
    return new_backend()
