"""Stores of a size, for questions about them: the same spans for the same number.

Traces of five (an agent, a retrieval, a model call that asks for a tool, the tool, a model call
that answers) of 30 days, 12 models, 500 users; 15 % of the conversations are in Chinese and 3 % of
the spans failed. Texts are slices of a long one whose words come as often as words do (Zipf 1949:
the n-th word 1/n times as often as the first), so that rare words are rare. Beside them are one
trace of many spans and one span with a large payload, of another application.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from genchi.records import (
    Message,
    Passage,
    Payload,
    Span,
    SpanKey,
    Text,
    ToolCall,
    ToolResult,
    Usage,
)
from genchi.store import Store, open_store

END_NS = 1_796_083_200_000_000_000
"""1 December 2026: the spans are of the 30 days before."""
LONG_TRACE = SpanKey("batch", "a" * 32, "0" * 15 + "1")
"""The first span of a trace of `LONG` spans."""
LONG = 20_000
LARGE = SpanKey("batch", "b" * 32, "0" * 15 + "1")
"""A span whose output has `LARGE_BYTES`."""
LARGE_BYTES = 10_000_000
COMMON, RARE, CHINESE, PHRASE = "refund", "zephyrine", "退款", "refund policy"
"""Words that were put among the others, by how often they come: 30th, 20,000th, 40th, 300th."""
MODELS = tuple(
    f"{name}-{size}" for name in ("acme", "qwen", "nova", "tiny") for size in ("xl", "m", "s")
)
_DAYS_NS = 30 * 86_400 * 10**9
_BATCH, _TOGETHER = 512, 8
_TRACES_TO_A_TEXT = 10_000
_TEXT_WORDS = 300_000
_VOCABULARY = 50_000
_SYSTEM = Message("system", (Text("You are the support assistant of a shop. " * 8),))


def filled(home: Path, number: int) -> Store:
    """The store at `home` with `number` spans and the two large things, made where it is not."""
    store = open_store(home, create=True)
    there = store.spans.count()
    wanted = number + LONG + 1
    if there not in (0, wanted):
        raise SystemExit(f"{home} has {there:,} spans, not {wanted:,}: give another --store")
    if there == 0:
        for some in _batches(itertools.chain(_large_things(), spans(number)), _BATCH * _TOGETHER):
            with store.together():
                for batch in _batches(iter(some), _BATCH):
                    store.spans.add(batch)
    return store


def spans(number: int) -> Iterator[Span]:
    """`number` spans in order of time."""
    generator = random.Random(number)
    traces = -(-number // 5)
    texts = _Texts(generator)
    step = _DAYS_NS // traces
    endless = (
        span
        for place in range(traces)
        for span in _trace(generator, texts.at(place), END_NS - _DAYS_NS + place * step)
    )
    return itertools.islice(endless, number)


def _batches(rest: Iterator[Span], size: int) -> Iterator[list[Span]]:
    while batch := list(itertools.islice(rest, size)):
        yield batch


class _Text:
    """A long text to take slices of."""

    def __init__(self, generator: random.Random, words: list[str], space: str) -> None:
        weights = list(itertools.accumulate(1 / place for place in range(1, len(words) + 1)))
        self._words = generator.choices(words, cum_weights=weights, k=_TEXT_WORDS)
        self._space, self._random = space, generator.random

    def some(self, number: int) -> str:
        """So many words in a row from any place."""
        start = int(self._random() * (_TEXT_WORDS - number))
        return self._space.join(self._words[start : start + number])


class _Texts:
    """The texts that traces are written from, new ones from time to time."""

    def __init__(self, generator: random.Random) -> None:
        self._generator = generator
        self._english = _english()
        self._chinese = _chinese(generator)
        self._now: tuple[_Text, _Text] | None = None

    def at(self, place: int) -> _Text:
        """The text for the trace with this number: English or Chinese."""
        if place % _TRACES_TO_A_TEXT == 0 or self._now is None:
            self._now = (
                _Text(self._generator, self._english, " "),
                _Text(self._generator, self._chinese, ""),
            )
        return self._now[self._generator.random() < 0.15]


def _english() -> list[str]:
    """Words by how often they come: made of syllables, in an order that is no alphabet."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "er", "an")]
    words = ["".join(parts) for parts in itertools.product(syllables, repeat=3)]
    random.Random(1).shuffle(words)
    del words[_VOCABULARY:]
    words[29], words[299], words[19_999] = COMMON, PHRASE, RARE
    return words


def _chinese(generator: random.Random) -> list[str]:
    """Words of two characters, from the 3,000 that are first in Unicode."""
    characters = [chr(0x4E00 + n) for n in range(3_000)]
    words = ["".join(generator.choices(characters, k=2)) for _ in range(_VOCABULARY)]
    words[39] = CHINESE
    return words


def _trace(generator: random.Random, text: _Text, start: int) -> Iterator[Span]:
    """Five spans in the order in which they end."""
    draw = generator.random
    digits = f"{generator.getrandbits(448):0112x}"
    trace_id, ids = digits[:32], [digits[32 + 16 * n : 48 + 16 * n] for n in range(5)]
    duration = int(generator.lognormvariate(8.5, 0.6) * 1e6)
    user, session = f"u{int(draw() * 500)}", f"s{int(draw() * 100_000)}"
    model = MODELS[min(int(generator.expovariate(0.45)), len(MODELS) - 1)]
    question, answer = text.some(12), text.some(50)
    call = ToolCall(ids[3], "find_order", {"order": int(draw() * 100_000)})
    asked = (_SYSTEM, Message("user", (Text(question),)))
    calling = Message("assistant", (call,), finish_reason="tool_call")
    result = {"state": text.some(4)}
    told = (*asked, calling, Message("tool", (ToolResult(ids[3], result),)))
    said = Message("assistant", (Text(answer),), finish_reason="stop")
    passages = tuple(Passage(text.some(40), f"p{n}") for n in range(2))
    steps = (
        ("retrieval", "search", 0.02, 0.2, Payload({"query": question}, passages=passages)),
        ("chat", "", 0.25, 0.3, Payload(messages=asked, output_messages=(calling,))),
        ("execute_tool", "find_order", 0.57, 0.1, Payload({"order": call.arguments}, result)),
        ("chat", "", 0.7, 0.29, Payload(messages=told, output_messages=(said,))),
        ("invoke_agent", "support", 0.0, 1.0, Payload({"question": question}, answer)),
    )
    for place, (operation, name, begin, part, payload) in enumerate(steps):
        failed, chat = draw() < 0.03, operation == "chat"
        yield Span(
            SpanKey("support", trace_id, ids[place]),
            start_ns=start + int(begin * duration),
            duration_ns=int(part * duration),
            parent_id=ids[4] if place < 4 else None,
            operation=operation,
            name=name or f"chat {model}",
            model=model if chat else None,
            user=user,
            session=session,
            status="error" if failed else "ok",
            status_message="upstream timeout 上游超时" if failed else None,
            usage=_usage(draw) if chat else Usage(),
            payload=payload,
        )


def _usage(draw: Callable[[], float]) -> Usage:
    read, written = 150 + int(draw() * 750), 50 + int(draw() * 350)
    return Usage(input_tokens=read, output_tokens=written, cost=(read + 4 * written) / 1e6)


def _large_things() -> Iterator[Span]:
    start = END_NS - _DAYS_NS
    for number in range(1, LONG + 1):
        payload = Payload({"step": number}, f"item {number} was read and is as it should be")
        key = SpanKey(LONG_TRACE.app, LONG_TRACE.trace_id, f"{number:016x}")
        parent = LONG_TRACE.span_id if number > 1 else None
        yield Span(key, start + number, 10**6, parent, "execute_tool", name="read", payload=payload)
    output = "0123456789 报告 " * (LARGE_BYTES // 18)
    yield Span(LARGE, start, 10**9, name="report", payload=Payload({}, output))
