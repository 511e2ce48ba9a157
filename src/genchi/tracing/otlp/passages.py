"""Retrieved documents, as each vocabulary carries them, to passages and back."""

from __future__ import annotations

import math
from typing import Any

from genchi.records import Json, Passage
from genchi.tracing.otlp.rules import Attributes, structure

_TEXTS = ("content", "text", "page_content")


def documents(value: Json, _: Attributes) -> tuple[Passage, ...] | None:
    """`gen_ai.retrieval.documents`: a list of `{id, score}`, with whatever else a sender adds."""
    found = structure(value)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        return None
    return tuple(map(_document, found))


def unflattened(items: dict[int, dict[str, Json]]) -> tuple[Passage, ...]:
    """The passages of a flattened list of documents, by their numbers."""
    return tuple(_document(items[index]) for index in sorted(items))


def own(value: Json, _: Attributes) -> tuple[Passage, ...] | None:
    """`genchi.passages`: passages with all their fields, as `to_own` wrote them."""
    found = structure(value)
    if not isinstance(found, list) or not all(map(_is_own, found)):
        return None
    return tuple(Passage(**item) for item in found)


def to_own(passage: Passage) -> dict[str, Json]:
    """The fields of a passage that say something."""
    said: dict[str, Json] = {
        "text": passage.text,
        "id": passage.id,
        "document": passage.document,
        "scores": dict(passage.scores),
        "metadata": dict(passage.metadata),
        "tenant": passage.tenant,
    }
    return {name: value for name, value in said.items() if value or name == "text"}


def is_plain(passage: Passage) -> bool:
    """Whether id and score are all that a passage says."""
    more = passage.text or passage.document or passage.metadata or passage.tenant
    return bool(passage.id) and not more and set(passage.scores) <= {"score"}


def to_document(passage: Passage) -> dict[str, Json]:
    """A plain passage as OpenTelemetry has it."""
    return {"id": passage.id, **passage.scores}


def _document(fields: dict[str, Any]) -> Passage:
    rest = dict(fields)
    words, id_, scores = "", "", {}
    for name in _TEXTS:
        if isinstance(rest.get(name), str):
            words = rest.pop(name)
            break
    named, score = rest.get("id"), rest.get("score")
    if isinstance(named, str) or _is_whole(named):
        id_ = str(rest.pop("id"))
    if _is_whole(score) or (isinstance(score, float) and math.isfinite(score)):
        scores = {"score": float(rest.pop("score"))}
    return Passage(words, id_, "", scores, _metadata(rest) if rest else rest)


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _metadata(rest: dict[str, Json]) -> dict[str, Json]:
    """What else a document says; what stands under `metadata` comes first."""
    said = rest.pop("metadata", None)
    nested = structure(said)
    if isinstance(nested, dict):
        return nested | rest
    return rest if said is None else {"metadata": said} | rest


def _is_own(item: Json) -> bool:
    return (
        isinstance(item, dict)
        and isinstance(item.get("text"), str)
        and item.keys() <= {"text", "id", "document", "scores", "metadata", "tenant"}
        and all(isinstance(item.get(name, ""), str) for name in ("id", "document", "tenant"))
        and all(isinstance(item.get(name, {}), dict) for name in ("scores", "metadata"))
        and all(
            isinstance(score, int | float) and not isinstance(score, bool)
            for score in item.get("scores", {}).values()
        )
    )
