"""How a table of ours looks."""

from __future__ import annotations

from rich import box
from rich.markup import escape
from rich.table import Table


def plain_table(title: str) -> Table:
    """A table with a bold title on the left and one line under its header."""
    return Table(title=escape(title), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
