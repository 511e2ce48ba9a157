"""Vectors of texts, by the `/embeddings` of OpenAI and of everyone who speaks its language."""

from __future__ import annotations

import base64
import math
import sys
from array import array
from binascii import Error as Base64Error
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.families import Client
from genchi.models.families.failing import unreadable
from genchi.models.families.posting import Body, post_body
from genchi.records import Usage
from genchi.text.token_counts import estimated_tokens
from genchi.tracing.instruments.openai_chat import usage_of
from genchi.tracing.instruments.wire import count, inner, objects, text

_MOST_TOKENS = 200_000
"""Tokens of one call, of which OpenAI takes 300 000: these here are an estimate."""

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A vector for each text, in the order of the texts, the model that made them, its usage."""

    vectors: tuple[Vector, ...]
    model: str | None = None
    usage: Usage = field(default_factory=Usage)


async def embed(
    client: Client, model: str, texts: Sequence[str], *, dimensions: int | None = None
) -> Embedded:
    """The vectors of texts, by one call.

    `dimensions` is for models that can shorten their vectors. Raises `ProviderError`, also where
    the vectors are not what was asked for: another number of them, another length, no numbers.
    """
    if not texts:
        return Embedded(())
    answer = await post_body("openai", client, "/embeddings", _body(model, texts, dimensions))
    made = Embedded(
        tuple(_vectors(answer, len(texts))),
        text(answer.get("model")),
        Usage(input_tokens=_tokens(answer)),
    )
    check_lengths(made.vectors, dimensions)
    return made


def _body(model: str, texts: Sequence[str], dimensions: int | None) -> Body:
    # as numbers: base64 is shorter, but DashScope and others do not give it
    body: Body = {"model": model, "input": list(texts), "encoding_format": "float"}
    return body if dimensions is None else body | {"dimensions": dimensions}


def batches(texts: Sequence[str], most: int) -> Iterator[list[str]]:
    """The texts in groups that fit in a call, each of at most so many texts, and of tokens.

    >>> list(batches(["a", "b", "c"], 2))
    [['a', 'b'], ['c']]
    """
    if most < 1:
        raise UsageError(f"a batch has at least one text, not {most}")
    group: list[str] = []
    tokens = 0
    for words in texts:
        size = estimated_tokens(words)
        if group and (len(group) == most or tokens + size > _MOST_TOKENS):
            yield group
            group, tokens = [], 0
        group.append(words)
        tokens += size
    if group:
        yield group


def _vectors(body: Body, wanted: int) -> list[Vector]:
    """The vectors of one answer, in the order of its texts."""
    items = objects(body.get("data"))
    by_place = {_place(item, at): item for at, item in enumerate(items)}
    if len(items) != wanted or by_place.keys() != set(range(wanted)):
        raise ProviderError(
            f"{wanted} texts were sent, and {len(items)} vectors came, for the places "
            f"{sorted(by_place)[:10]}",
            "unreadable",
        )
    return [_vector(by_place[place].get("embedding")) for place in range(wanted)]


def _place(item: dict[str, Any], at: int) -> int:
    """Which text a vector is for: as it says, else where it stands."""
    place = item.get("index", at)
    if type(place) is not int:
        raise unreadable("has a vector for a place that is none", place)
    return place


def _vector(given: object) -> Vector:
    """Numbers as a list, or as float32 in base64, which some give unasked.

    >>> _vector([1, 0.5]), _vector("AACAPwAAAD8=")
    ((1.0, 0.5), (1.0, 0.5))
    """
    try:
        numbers = _decoded(given) if isinstance(given, str) else tuple(map(float, _list(given)))
    except (TypeError, ValueError) as error:
        raise unreadable("has a vector that is none", given) from error
    if not numbers or not all(map(math.isfinite, numbers)):
        raise unreadable("has a vector without numbers, or with infinite ones", given)
    return numbers


def _list(given: object) -> list[Any]:
    if not isinstance(given, list) or any(isinstance(n, str | bool) for n in given):
        raise TypeError("no list of numbers")
    return given


def _decoded(given: str) -> Vector:
    numbers = array("f")
    try:
        numbers.frombytes(base64.b64decode(given, validate=True))
    except Base64Error as error:
        raise ValueError("no base64") from error
    if sys.byteorder == "big":  # what is sent is little
        numbers.byteswap()
    return tuple(numbers)


def check_lengths(vectors: Sequence[Vector], dimensions: int | None = None) -> None:
    """Raises `ProviderError` where vectors differ in length, or are not as long as asked."""
    lengths = {len(vector) for vector in vectors}
    if len(lengths) > 1:
        raise ProviderError(f"vectors of several lengths came: {sorted(lengths)}", "unreadable")
    if dimensions is not None and lengths and lengths != {dimensions}:
        raise ProviderError(
            f"vectors of {dimensions} dimensions were asked for, and {lengths.pop()} came",
            "unreadable",
        )


def _tokens(body: Body) -> int | None:
    """The tokens of one answer; some give the total alone."""
    known = usage_of(body).input_tokens
    return count(inner(body, "usage", "total_tokens")) if known is None else known
