"""Two answers to the same question, for a reviewer to prefer one of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from genchi.records import Span, SpanKey

Item = tuple[SpanKey, ...]
"""One output, or two to compare."""
_TRACE, _SPAN = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{16}")
_EACH = 3
"""Pairs of one question."""


def pairs_of(spans: Iterable[Span]) -> list[Item]:
    """Pairs of outputs to the same inputs, those of different variants first, in random order.

    Each output is in one pair at most; a question asked very often gives a few.
    """
    asked: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        asked[span.inputs_hash].append(span)
    found = [
        (a.key, b.key, _variant(a) == _variant(b))
        for group in asked.values()
        for a, b in _matched(sorted(group, key=lambda span: _hash(item_id((span.key,)))))
    ]
    found.sort(key=lambda pair: (pair[2], _hash(item_id(pair[:2]))))
    return [(a, b) for a, b, _ in found]


def item_id(item: Sequence[SpanKey]) -> str:
    """The name of an item: `trace.span`, and `trace.span~trace.span` for a pair."""
    return "~".join(f"{key.trace_id}.{key.span_id}" for key in item)


def is_key(key: SpanKey) -> bool:
    """Whether a span can have these ids: 32 and 16 hexadecimal digits."""
    return bool(_TRACE.fullmatch(key.trace_id) and _SPAN.fullmatch(key.span_id))


def keys_of(app: str, name: str) -> Item:
    """The outputs of an item by its id; none where it is no id."""
    parts = [part.split(".") for part in name.split("~")]
    if len(parts) > 2 or any(len(part) != 2 for part in parts):
        return ()
    keys = tuple(SpanKey(app, trace_id, span_id) for trace_id, span_id in parts)
    return keys if all(map(is_key, keys)) else ()


def flipped(item: Sequence[SpanKey]) -> bool:
    """Whether the second output of a pair stands on the left; the same whoever looks."""
    return len(item) == 2 and bool(_hash(item_id(item)) & 1)


def _matched(group: Sequence[Span]) -> list[tuple[Span, Span]]:
    """Each with the first after it of another variant, else of its own."""
    left, matched = list(group), list[tuple[Span, Span]]()
    while len(left) > 1 and len(matched) < _EACH:
        a = left.pop(0)
        other = next((b for b in left if _variant(b) != _variant(a)), left[0])
        left.remove(other)
        matched.append((a, other))
    return matched


def _variant(span: Span) -> tuple[str | None, str | None]:
    return span.prompt_version, span.model


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
