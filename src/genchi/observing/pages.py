"""All the pages of an answer, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from genchi.records import Filter, Span, SpanKey
from genchi.store import Store

_PAGE = 500


def pages(
    store: Store,
    filter_: Filter,
    *,
    app: str | None = None,
    oldest_first: bool = False,
    ids: Sequence[SpanKey] | None = None,
) -> Iterator[tuple[Span, ...]]:
    """The spans a filter means, without payloads, page by page."""
    after: str | None = None
    while True:
        page = store.spans.page(
            filter_, app=app, limit=_PAGE, after=after, oldest_first=oldest_first, ids=ids
        )
        yield page.spans
        after = page.after
        if after is None:
            return
