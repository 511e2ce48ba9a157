"""The questions that are asked of a large store, and how long each may take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from filled import CHINESE, COMMON, END_NS, LARGE, LONG_TRACE, MODELS, PHRASE, RARE
from genchi.records import parse_filter
from genchi.store import Store
from genchi.store.interface import Measure

_HOUR_NS = 3600 * 10**9
_PAGE = 50
_MEASURES: tuple[Measure, ...] = ("p50", "p95", "p99", "count", "tokens", "cost")
LIST_MS, WORDS_MS, CHART_MS = 10, 100, 100


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `ask` says how many things it found; the budget is of ms, None for none."""

    text: str
    ask: Callable[[Store], int]
    budget: int | None


def _filter(text: str, budget: int | None = LIST_MS) -> Question:
    """The latest spans that a filter means."""

    def ask(store: Store) -> int:
        page = store.spans.page(parse_filter(text, now_ns=END_NS), limit=_PAGE)
        return len(page.spans)

    return Question(f"latest {_PAGE}: {text}", ask, budget)


def _words(text: str) -> Question:
    """The latest spans with some words, with payloads."""

    def ask(store: Store) -> int:
        page = store.spans.page(parse_filter(text, now_ns=END_NS), limit=_PAGE)
        return len(store.spans.payloads([span.key for span in page.spans]))

    return Question(f"{text}: {_PAGE} with payloads", ask, WORDS_MS)


def _count(text: str) -> Question:
    """How many spans a filter means."""

    def ask(store: Store) -> int:
        [facet] = store.spans.facets(parse_filter(text, now_ns=END_NS), ["status"])
        return facet.other + facet.missing + sum(number for _, number in facet.values)

    return Question(f"{text}: how many", ask, WORDS_MS)


def _facets(text: str, fields: Sequence[str]) -> Question:
    def ask(store: Store) -> int:
        found = store.spans.facets(parse_filter(text, now_ns=END_NS), fields)
        return sum(len(facet.values) for facet in found)

    return Question(f"facets {', '.join(fields)}: {text or 'all'}", ask, None)


def _trend(text: str, budget: int | None) -> Question:
    def ask(store: Store) -> int:
        filter_ = parse_filter(text, now_ns=END_NS)
        return len(store.spans.trend(filter_, _MEASURES, by="model", every_ns=_HOUR_NS))

    return Question(f"6 measures by model by hour: {text}", ask, budget)


def _sample(store: Store) -> int:
    return len(store.spans.sample(parse_filter("", now_ns=END_NS), 100, by="model"))


def _one_trace(store: Store) -> int:
    """The latest trace; the look for its id is on the clock too, and costs little."""
    [latest] = store.spans.page(parse_filter("app:support", now_ns=END_NS), limit=1).spans
    spans = store.spans.trace(latest.key.trace_id)
    return len(store.spans.payloads([span.key for span in spans]))


def _long_trace(store: Store) -> int:
    return len(store.spans.trace(LONG_TRACE.trace_id))


def _large_payload(store: Store) -> int:
    span = store.spans.get(LARGE)
    return 0 if span is None or span.payload is None else len(str(span.payload.output))


_OFTEN, _SELDOM = MODELS[3].partition("-")[0], MODELS[-1].partition("-")[0]
QUESTIONS = (
    _filter("root:true"),
    _filter("status:error"),
    _filter(f"model:{_OFTEN}* latency:>2s"),
    _filter(f"model:{_SELDOM}* latency:>2s"),
    _filter(f"model:{MODELS[0]} latency:>2s"),
    _filter(f"model:{_OFTEN}* latency:>2h"),
    _filter("user:u123"),
    Question("one trace with payloads", _one_trace, LIST_MS),
    _words(RARE),
    _words(COMMON),
    _words(CHINESE),
    _words(f'"{PHRASE}"'),
    _count(RARE),
    _count(COMMON),
    _count(CHINESE),
    _count(f'"{PHRASE}"'),
    _facets("", ("model", "status")),
    _facets("time:>-7d", ("model", "status")),
    _trend("time:>-7d", CHART_MS),
    _trend("time:>-7d model:*", CHART_MS),
    Question("sample of 100 by model", _sample, None),
    Question("spans of a trace of 20,000", _long_trace, None),
    Question("one payload of 10 MB", _large_payload, None),
)
