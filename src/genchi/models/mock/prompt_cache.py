"""Anthropic's prompt cache: what is marked with `cache_control` is written once, then read.

It is kept by model and by all that stands before the mark, until the mock is reset. A real cache
has a least size and forgets; this one does neither.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from genchi.models.mock.anthropic_reading import blocks_of, text_of
from genchi.models.mock.exchange import Answer, Json
from genchi.text.token_counts import estimated_tokens


class PromptCache:
    """What was written so far."""

    def __init__(self) -> None:
        self._written: set[bytes] = set()

    def settle(self, answer: Answer, body: Json) -> Answer:
        """The answer to a request, with the tokens read from the cache and written to it."""
        read, marked = 0, 0
        new = set()
        for digest, so_far, is_mark in _prefixes(body):
            if digest in self._written:
                read = so_far
            if is_mark:
                marked = so_far
                new.add(digest)
        self._written |= new
        most = answer.spent.input
        read = min(read, most)
        written = max(0, min(marked, most) - read)
        return replace(answer, spent=replace(answer.spent, cached=read, written=written))

    def forget(self) -> None:
        """Know nothing any more."""
        self._written.clear()


def _prefixes(body: Json) -> Iterator[tuple[bytes, int, bool]]:
    """Each prefix of the prompt: its digest, its tokens, and whether its end is marked."""
    parts = list(_parts(body))
    if not any(marked for _, _, marked in parts) and not body.get("cache_control"):
        return
    running = hashlib.blake2b(str(body.get("model")).encode(), digest_size=16)
    so_far = 0
    for place, (told, tokens, marked) in enumerate(parts):
        running.update(told)
        so_far += tokens
        last = bool(body.get("cache_control")) and place == len(parts) - 1
        yield running.digest(), so_far, marked or last


def _parts(body: Json) -> Iterator[tuple[bytes, int, bool]]:
    """The blocks of a prompt in the order in which it is cached."""
    for tool in body.get("tools") or []:
        yield _part(
            tool, estimated_tokens(json.dumps(tool.get("input_schema"), ensure_ascii=False))
        )
    if body.get("system") is not None:
        for block in blocks_of(body["system"], "system"):
            yield _part(block, estimated_tokens(text_of(block, "system")))
    for message in body["messages"]:
        for block in blocks_of(message["content"], "content"):
            yield _part(
                {"role": message["role"], **block}, estimated_tokens(text_of(block, "content"))
            )


def _part(block: Any, tokens: int) -> tuple[bytes, int, bool]:
    told = {key: value for key, value in block.items() if key != "cache_control"}
    return json.dumps(told, sort_keys=True).encode(), tokens, bool(block.get("cache_control"))
