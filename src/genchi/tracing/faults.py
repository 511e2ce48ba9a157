"""What goes wrong inside tracing: counted, logged once per kind, never raised into the program."""

from __future__ import annotations

import logging
from collections import Counter

logger = logging.getLogger("genchi")
_counts: Counter[str] = Counter()


def note(where: str, error: BaseException) -> None:
    """Count a failure of tracing itself, and log the first of its kind. Never raises."""
    try:
        kind = f"{where}: {type(error).__name__}"
        _counts[kind] += 1
        if _counts[kind] == 1:
            logger.warning("tracing went on after an error (%s): %s", where, _said(error))
    except Exception:  # a handler of the program's own logging may raise
        _counts["logging"] += 1


def say_once(kind: str, message: str) -> None:
    """Log a warning about the world outside, the first time for each kind. Never raises."""
    try:
        _counts[kind] += 1
        if _counts[kind] == 1:
            logger.warning("%s", message)
    except Exception:
        _counts["logging"] += 1


def counted() -> dict[str, int]:
    """How often each kind of failure happened in this process."""
    return dict(_counts)


def _said(error: BaseException) -> str:
    try:
        return str(error)[:500]
    except Exception:
        return "(an error that cannot be shown)"
