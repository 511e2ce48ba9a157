"""The checks that come with genchi."""

from __future__ import annotations

from genchi.checks.checking import Check

__all__: list[str] = []

DEFAULTS: tuple[Check, ...] = ()
"""What runs where nothing else is named: checks that need no parameters and fit any application."""
