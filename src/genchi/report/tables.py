"""How a table of ours looks."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text


def plain_table() -> Table:
    """A table with one line under its header."""
    return Table(box=box.SIMPLE_HEAD)


def heading(text: str) -> Text:
    """What stands above a table."""
    return Text(text, style="bold")
