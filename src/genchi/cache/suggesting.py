"""Questions to offer somebody who types: only those whose answer a person accepted.

Spelling is forgiven here and nowhere else: a person sees what is offered before it is asked, while
in a key "Johnson" must never become "Johnston".
"""

from __future__ import annotations

from genchi.store import Answers
from genchi.text import edit_distance, normalise

_SLIPS_FROM = 5
"""Characters from which on one wrong one is forgiven; in less, anything is one slip away."""
_LOOKED_THROUGH = 1000
"""Accepted questions that are looked through for slips, those asked most often."""


def folded(question: str) -> str:
    """A question as it is searched: in any case and width."""
    return normalise(question)


def suggested(answers: Answers, prefix: str, n: int, *, tenant: str, user: str | None) -> list[str]:
    """Up to `n` questions that begin like this, then that have it inside, then with one slip."""
    typed = folded(prefix)
    found = answers.accepted(tenant, user, typed, n, inside=False)
    if typed and len(found) < n:
        found += answers.accepted(tenant, user, typed, n, inside=True)
    if len(found) < n and len(typed) >= _SLIPS_FROM:
        known = answers.accepted(tenant, user, "", _LOOKED_THROUGH, inside=False)
        found += [question for question in known if _is_a_slip(typed, folded(question))]
    return list(dict.fromkeys(found))[:n]


def _is_a_slip(typed: str, question: str) -> bool:
    size = len(typed)
    heads = (question[:length] for length in (size - 1, size, size + 1))
    return any(edit_distance(typed, head) == 1 for head in heads)
