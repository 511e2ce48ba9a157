"""The checks that come with genchi."""

from __future__ import annotations

__all__: list[str] = []
