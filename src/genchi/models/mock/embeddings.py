"""POST /v1/embeddings: vectors of length one, by hashing.

Each word of a text adds to eight places of its vector. Equal texts have equal vectors, and texts
that share words are near each other, in Chinese too: enough for a search to find something.
"""

from __future__ import annotations

import base64
import hashlib
import math
from array import array
from collections.abc import Iterable
from typing import Any

from genchi.models.mock.exchange import Json, Spent
from genchi.models.mock.fields import count_at, invalid, text_at, wrong
from genchi.text import tokens
from genchi.text.token_counts import estimated_tokens

_DIMENSIONS = {
    "text-embedding-3-large": 3072,
    "text-embedding-3-small": 1536,
    "text-embedding-ada-002": 1536,
}
USUAL = 1024
"""Dimensions of a model that is not known."""
_MOST_INPUTS = 2048
_MOST_DIMENSIONS = 8192
_STEP = 4


def embedded(body: Json, model: str) -> tuple[dict[str, Any], Spent]:
    """The answer of a model, and what it cost. Raises `Refused`."""
    texts = _texts(body)
    known = _DIMENSIONS.get(text_at(body, "model"), USUAL)
    dimensions = count_at(body, "dimensions", most=_MOST_DIMENSIONS) or known
    coding = body.get("encoding_format") or "float"
    if coding not in ("float", "base64"):
        raise invalid("encoding_format", f"{coding!r} is none of float, base64.")
    data = [
        {"object": "embedding", "index": n, "embedding": _coded(vector(words, dimensions), coding)}
        for n, (words, _) in enumerate(texts)
    ]
    used = sum(size for _, size in texts)
    usage = {"prompt_tokens": used, "total_tokens": used}
    return {"object": "list", "data": data, "model": model, "usage": usage}, Spent(used)


def vector(words: Iterable[str], dimensions: int) -> array[float]:
    """The vector of some words, of length one."""
    made = array("f", bytes(_STEP * dimensions))
    for word in words:
        digest = hashlib.blake2b(word.encode(), digest_size=8 * _STEP).digest()
        for start in range(0, len(digest), _STEP):
            number = int.from_bytes(digest[start : start + _STEP], "big")
            made[(number >> 1) % dimensions] += 1.0 if number & 1 else -1.0
    length = math.sqrt(sum(value * value for value in made))
    if not length:  # everything cancelled out, which a vector of few places can do
        made[0] = length = 1.0
    return array("f", (value / length for value in made))


def _texts(body: Json) -> list[tuple[list[str], int]]:
    """The words of each input, and its tokens."""
    told = body.get("input")
    if told is None:
        raise wrong("input", "a string or an array", None)
    inputs = told if isinstance(told, list) and not _is_tokens(told) else [told]
    if not 0 < len(inputs) <= _MOST_INPUTS:
        raise invalid("input", f"it must have between 1 and {_MOST_INPUTS} items.")
    return [_text(item) for item in inputs]


def _text(item: Any) -> tuple[list[str], int]:
    if isinstance(item, str):
        if not item:
            raise invalid("input", "it cannot be an empty string.")
        return tokens(item) or [item], estimated_tokens(item)
    if isinstance(item, list) and _is_tokens(item):
        return [str(number) for number in item], len(item)
    raise wrong("input", "a string, an array of strings, or an array of tokens", item)


def _is_tokens(told: list[Any]) -> bool:
    return bool(told) and all(type(item) is int for item in told)


def _coded(made: array[float], coding: str) -> list[float] | str:
    if coding == "float":
        return made.tolist()
    little = array("f", made)
    if array("H", [1]).tobytes() != b"\x01\x00":
        little.byteswap()
    return base64.b64encode(little.tobytes()).decode()
