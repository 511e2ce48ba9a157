"""The command line: thin commands that read options, call a `Home` and print what it gives."""

from __future__ import annotations

from genchi.cli.main import main

__all__ = ["main"]
