"""Whether the model that answered is the one that was asked.

An alias is pinned to a dated id, so that it means the same tomorrow. Providers write an id in
several ways, and an undated id may answer as the version it stands for today.
"""

from __future__ import annotations

import re
from typing import Literal

Pin = Literal["kept", "undated", "other", "unknown"]
"""`undated`: the id stands for a version that may change; `other`: another model answered."""

_VERSION = re.compile(r"[-_@:.]?(v?\d[\w.-]*|latest)$")


class OtherModelWarning(UserWarning):
    """A model answered that is not the one an alias is pinned to."""


def pin_of(asked: str, answered: str | None) -> Pin:
    """How the id that answered stands to the id that was asked.

    >>> pin_of("gpt-5-mini-2025-08-07", "gpt-5-mini-2025-08-07")
    'kept'
    >>> pin_of("gpt-5-mini", "gpt-5-mini-2025-08-07"), pin_of("qwen-max", "qwen-plus")
    ('undated', 'other')
    """
    if not answered:
        return "unknown"
    ours, theirs = _plain(asked), _plain(answered)
    if ours == theirs:
        return "kept"
    rest = theirs.removeprefix(ours.removesuffix("-latest"))
    if rest != theirs and _VERSION.fullmatch(rest):
        return "undated"
    return "other"


def _plain(name: str) -> str:
    """An id without the path that some providers put before it, and in lower case."""
    return name.lower().rsplit("/", 1)[-1].removeprefix("models:")
