"""Documents by how well they answer a query, by the `/rerank` of Jina, Cohere and SiliconFlow.

OpenAI has no such endpoint: its SDK is the transport here, with the same keys and addresses.
DashScope's own endpoint has another path and another body, and is not spoken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.families import Client
from genchi.models.families.failing import unreadable
from genchi.models.families.posting import Body, post_body
from genchi.records import Usage
from genchi.tracing.instruments.wire import count, inner, objects, text


@dataclass(frozen=True, slots=True)
class Reranked:
    """The places of documents in the list that was sent, the best first, each with its score."""

    indices: tuple[int, ...]
    scores: tuple[float, ...]
    model: str | None = None
    usage: Usage = field(default_factory=Usage)


async def rerank(
    client: Client, model: str, query: str, documents: Sequence[str], *, top: int | None = None
) -> Reranked:
    """The documents by their score, all or the best `top`. Raises `ProviderError`."""
    if top is not None and top < 1:
        raise UsageError(f"top must be at least 1, not {top}")
    if not documents:
        return Reranked((), ())
    body: Body = {"model": model, "query": query, "documents": list(documents)}
    if top is not None:
        body["top_n"] = top
    answer = await post_body("openai", client, "/rerank", body)
    ranked = _ranked(answer, len(documents), min(top or len(documents), len(documents)))
    return Reranked(
        tuple(place for place, _ in ranked),
        tuple(score for _, score in ranked),
        text(answer.get("model")),
        _usage(answer),
    )


def _ranked(body: Body, documents: int, wanted: int) -> list[tuple[int, float]]:
    results = objects(body.get("results"))
    ranked = [(_place(item, documents), _score(item)) for item in results]
    places = {place for place, _ in ranked}
    if len(ranked) != wanted or len(places) != wanted:
        raise ProviderError(
            f"scores of {wanted} documents were asked for, and came for {sorted(places)[:10]}",
            "unreadable",
        )
    return sorted(ranked, key=lambda result: -result[1])


def _place(item: dict[str, Any], documents: int) -> int:
    place = item.get("index")
    if type(place) is not int or not 0 <= place < documents:
        raise unreadable(f"ranks a document that is none of the {documents}", item)
    return place


def _score(item: dict[str, Any]) -> float:
    score: Any = item.get("relevance_score")
    numeric = isinstance(score, int | float) and not isinstance(score, bool)
    if not numeric or not math.isfinite(score):
        raise unreadable("has no score for a document", item)
    return float(score)


def _usage(body: Body) -> Usage:
    """Tokens as Jina counts them, or SiliconFlow and Cohere."""
    found = (
        inner(body, "usage", "total_tokens"),
        inner(body, "meta", "tokens", "input_tokens"),
        inner(body, "tokens", "input_tokens"),
    )
    return Usage(input_tokens=next((n for n in map(count, found) if n is not None), None))
