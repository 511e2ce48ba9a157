"""POST /v1/rerank and /v2/rerank, in the shape of Jina and Cohere: documents by shared words."""

from __future__ import annotations

import math
from typing import Any

from genchi.models.mock.exchange import Json, Spent
from genchi.models.mock.fields import count_at, flag_at, invalid, list_at, text_at, wrong
from genchi.text import tokens
from genchi.text.token_counts import estimated_tokens


def reranked(body: Json, model: str) -> tuple[dict[str, Any], Spent]:
    """The documents of a request, the likest first, and what it cost. Raises `Refused`."""
    text_at(body, "model")
    query = text_at(body, "query")
    documents = [_text(item, place) for place, item in enumerate(list_at(body, "documents"))]
    if not documents:
        raise invalid("documents", "it must have at least one document.")
    scores = [(round(overlap(query, text), 6), place) for place, text in enumerate(documents)]
    scores.sort(key=lambda scored: (-scored[0], scored[1]))
    most = count_at(body, "top_n") or len(documents)
    shown = flag_at(body, "return_documents", otherwise=False)
    results = []
    for score, place in scores[:most]:
        result: dict[str, Any] = {"index": place, "relevance_score": score}
        results.append(result | ({"document": {"text": documents[place]}} if shown else {}))
    used = sum(map(estimated_tokens, (query, *documents)))
    usage = {"total_tokens": used, "prompt_tokens": used}
    meta = {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}}
    return {"model": model, "results": results, "usage": usage, "meta": meta}, Spent(used)


def overlap(one: str, other: str) -> float:
    """How many words two texts share: 1 where all, 0 where none.

    >>> overlap("退款", "怎么退款") > overlap("退款", "怎么发货")
    True
    """
    ours, theirs = set(tokens(one)), set(tokens(other))
    shared = len(ours & theirs)
    return shared / math.sqrt(len(ours) * len(theirs)) if shared else 0.0


def _text(item: Any, place: int) -> str:
    text = item.get("text") if isinstance(item, dict) else item
    if not isinstance(text, str):
        raise wrong(f"documents[{place}]", "a string or an object with a text", item)
    return text
