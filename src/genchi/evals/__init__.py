"""Evaluations: which of several variants is better, said only as far as it is known."""

from __future__ import annotations

from genchi.evals.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
