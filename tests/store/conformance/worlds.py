"""Spans at random, as odd as they come: what questions are asked of."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from random import Random

from genchi.records import Json, Message, Payload, Span, SpanKey, Text, ToolCall, Usage

APPS = ("shop", "客服", "a*b")
START = 1_700_000_000 * 10**9
HOUR = 3600 * 10**9
_ODD = (
    "",
    "a?b",
    "aXb",
    "[ab]",
    "a",
    "it's",
    'say "x"',
    "退款政策",
    "退款",
    "A",
    "é",
    "😀",
    "%",
    "_",
)
_MODELS = (None, None, "gpt-4o", "gpt-4o-mini", "Gpt-4o", "通义", "m[1]", "m?1")
_SAYINGS = ("refund policy", "退款政策如下", "Refunds are slow", "订单 42", "nothing", "café")
_METADATA: tuple[dict[str, Json], ...] = (
    {},
    {"lang": "zh", "score": 0.5},
    {"lang": ["zh", "en"], "score": 3},
    {"lang": None, "score": True},
    {"lang": {"a": 1}, "score": "3"},
    {"lang": ""},
)


def world(seed: int, number: int) -> list[Span]:
    """Spans of several applications, some of which share ids, with values missing, tied and odd."""
    random = Random(seed)
    spans: list[Span] = []
    for place in range(number):
        if spans and random.random() < 0.1:
            spans.append(_twin(random, spans))
        else:
            spans.append(_span(random, place, number))
    known: dict[SpanKey, Span] = {}
    return [span for span in spans if known.setdefault(span.key, span) is span]


def _twin(random: Random, spans: Sequence[Span]) -> Span:
    """The same ids in another application."""
    span = random.choice(spans)
    key = dataclasses.replace(span.key, app=random.choice(APPS))
    return dataclasses.replace(_span(random, 0, len(spans) + 1), key=key, start_ns=span.start_ns)


def _span(random: Random, place: int, number: int) -> Span:
    pick = random.choice
    failed = random.random() < 0.2
    return Span(
        SpanKey(pick(APPS), f"{place % (number // 4 + 1) * 0x1357:032x}", f"{place + 1:016x}"),
        start_ns=pick([0, -5, START])
        if random.random() < 0.01
        else START + random.randrange(number // 2 + 1) * HOUR // 7,
        duration_ns=pick([None, 0, 10**9, random.randrange(10**10)]),
        parent_id=None if random.random() < 0.3 else f"{random.randrange(place + 1) + 1:016x}",
        operation=pick(["chat", "execute_tool"]),
        name=pick(_ODD),
        model=pick(_MODELS),
        response_model=pick(_MODELS),
        prompt_version=pick([None, "v1", "v2"]),
        user=pick([None, "u1", "u2", "用户", "u*"]),
        session=pick([None, *(f"s{n}" for n in range(number // 10 + 1))]),
        status="error" if failed else "ok",
        status_message=pick([None, "timeout", "超时 [429]"]) if failed else None,
        usage=_usage(random),
        payload=_payload(random, place),
    )


def _usage(random: Random) -> Usage:
    count, share = random.randrange(200), random.random()
    return Usage(
        random.choice([None, count]),
        random.choice([None, 0, count // 2]),
        random.choice([None, 7]),
        random.choice([None, count // 3]),
        random.choice([None, share, 0.0]),
        random.choice([None, share * 2]),
    )


def _payload(random: Random, place: int) -> Payload | None:
    if random.random() < 0.1:
        return None
    said = random.choice(_SAYINGS)
    return Payload(
        inputs=random.choice([{}, {"question": said, "n": place}]),
        output=random.choice([None, random.choice(_SAYINGS), {"answer": said}]),
        messages=random.choice([(), (Message("user", (Text(said * random.choice([1, 40])),)),)]),
        output_messages=random.choice(
            [(), (Message("assistant", (ToolCall("c", "find_order", {"q": said}),)),)]
        ),
        metadata=random.choice(_METADATA),
        attributes=random.choice([{}, {"gen_ai.n": place % 5}, {"gen_ai.n": "many"}]),
    )
