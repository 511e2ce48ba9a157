"""What became of a look at the offline embedder, as a table for a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType

from genchi.models.minilm import Found
from genchi.report.tables import heading, plain_table
from genchi.report.trace_tables import size_text
from genchi.report.words import say
from genchi.settings import Language


def embedder_table(found: Found, language: Language) -> RenderableType:
    """Where it is, how large, how fast, and whether its vectors are right."""
    rows = {
        "name": found.name,
        "folder": found.folder,
        "size": size_text(found.bytes),
        "dimensions": str(found.dimensions),
        "difference": f"{found.difference:.1e}",
        "load": f"{found.load_seconds:.2f}",
    }
    if found.documents_per_cpu_second is not None:
        rows["rate"] = f"{found.documents_per_cpu_second:.1f}"
    table = plain_table()
    table.show_header = False
    table.add_column()
    table.add_column(overflow="fold")
    for name, value in rows.items():
        table.add_row(say(language, f"embedder_{name}"), value)
    verdict = say(language, "embedder_right" if found.is_right else "embedder_wrong")
    return Group(heading(say(language, "embedder")), table, verdict)
