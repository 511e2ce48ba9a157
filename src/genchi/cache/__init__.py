"""Answers that need no model: by id, exact, normalised, and those that a person accepted."""

from __future__ import annotations

from genchi.cache.accounts import Stats
from genchi.cache.asked import Asked, keys_of
from genchi.cache.caching import Answered, Cache
from genchi.cache.choosing import Hit
from genchi.cache.normalised import normalised
from genchi.cache.policy import Policy, WhyNot
from genchi.store import Chosen

__all__ = [
    "Answered",
    "Asked",
    "Cache",
    "Chosen",
    "Hit",
    "Policy",
    "Stats",
    "WhyNot",
    "keys_of",
    "normalised",
]
