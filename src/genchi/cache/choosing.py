"""Which of the answers that were found is given, and what kind of hit that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from genchi.store import AnswerKeys, StoredAnswer

Hit = Literal["id", "exact", "normalised", "reviewed"]
_ORDER = ("by_id", "exact", "normalised", "question")
"""By certainty. A verified semantic lookup comes after these: it finds answers of other questions,
and is to say `semantic` only where its own test of the pair holds."""
_KINDS: dict[str, Hit] = {"by_id": "id", "exact": "exact", "normalised": "normalised"}


def choose(
    found: Sequence[StoredAnswer], keys: AnswerKeys, oldest_ns: int | None
) -> tuple[StoredAnswer, Hit] | None:
    """The answer to give: one that a person accepted, else the surest key, else the newest.

    None where there is none that is not older than `oldest_ns`.
    """
    ranked = sorted(found, key=lambda answer: (_rank(answer, keys), -answer.at_ns))
    for answer in ranked:
        if answer.is_accepted:
            return answer, "reviewed"
    for answer in ranked:
        kind = _KINDS.get(_ORDER[_rank(answer, keys)])
        is_fresh = oldest_ns is None or answer.at_ns >= oldest_ns
        if kind is not None and answer.review is None and is_fresh:
            return answer, kind
    return None


def is_banned(found: Sequence[StoredAnswer]) -> bool:
    """Whether a person said that no kept answer is to be given here, and accepted none."""
    banned = any(answer.review == "banned" for answer in found)
    return banned and not any(answer.is_accepted for answer in found)


def _rank(answer: StoredAnswer, keys: AnswerKeys) -> int:
    for rank, name in enumerate(_ORDER):
        wanted = getattr(keys, name)
        if wanted is not None and getattr(answer.keys, name) == wanted:
            return rank
    return len(_ORDER) - 1
