"""What came to a mock of model providers, as a table for a terminal."""

from __future__ import annotations

from rich.console import Group, RenderableType

from genchi.models.mock import Tally
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.settings import Language

_ENDINGS = ("answered", "faulted", "disconnected", "open")


def mock_table(tally: Tally, language: Language) -> RenderableType:
    """The accounts: how requests ended, which faults struck, what would have been charged."""
    table = plain_table()
    table.add_column(say(language, "mock_requests"))
    table.add_column("", justify="right")
    table.add_row(say(language, "mock_received"), str(tally.received))
    for ending in _ENDINGS:
        count = getattr(tally, ending)
        if count or ending == "answered":
            table.add_row(f"  {say(language, f'mock_{ending}')}", str(count))
        if ending == "faulted":
            for kind, times in tally.by_fault.items():
                table.add_row(f"    {kind}", str(times))
    table.add_row(say(language, "mock_charged"), str(tally.charged))
    if tally.repeated:
        table.add_row(say(language, "mock_repeated"), str(tally.repeated))
    table.add_row(say(language, "mock_input_tokens"), str(tally.input_tokens))
    table.add_row(say(language, "mock_output_tokens"), str(tally.output_tokens))
    return Group(heading(say(language, "mock_summary", seed=tally.seed)), table)
