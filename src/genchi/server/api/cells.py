"""`/api/alignment/items`: the outputs behind a number of a check's table, or of the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from genchi.errors import UsageError
from genchi.records import Verdict
from genchi.review.items import Said, said_of
from genchi.review.matrix import reasons_of
from genchi.review.outputs import only_labelled
from genchi.server.api.aligning import CHECK, CRITERION, verdicts_on
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.item_refs import ItemRef, item_refs
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP

Cell = Literal["tp", "fp", "fn", "tn", "unmeasured"]
_MEASURED: dict[tuple[str, bool], Cell] = {
    ("fail", False): "tp",
    ("fail", True): "fp",
    ("pass", False): "fn",
    ("pass", True): "tn",
}


@dataclass(frozen=True, slots=True)
class CellItems:
    """How many outputs are in a cell, and the first of them, oldest first."""

    n: int
    items: tuple[ItemRef, ...]


def _items(context: Context, asked: Asked) -> CellItems:
    app, criterion, check = asked.one_app(), asked.text("criterion"), asked.text("check")
    cell, failure = asked.text("cell"), asked.values["failure"]
    if cell not in get_args(Cell):
        raise UsageError(f"cell={cell[:80]} is none of {', '.join(get_args(Cell))}")
    keys = [one.span for one in only_labelled(context.store, app, criterion) if one.label != 0.5]
    said = said_of(context.store.labels.current(app, criterion))
    verdicts = verdicts_on(context, app, check, keys)
    chosen = [
        key
        for key in keys
        if _cell_of(said[key], verdicts.get(key)) == cell
        and (failure is None or failure in reasons_of(said[key]))
    ]
    most = asked.number("limit")
    refs = item_refs(context, app, criterion, chosen, check=check, verdicts=verdicts, most=most)
    return CellItems(len(chosen), tuple(refs))


def _cell_of(said: Said, verdict: Verdict | None) -> Cell:
    """Where an output that is not disputed stands in the table of a check."""
    outcome = "none" if verdict is None else verdict.outcome
    return _MEASURED.get((outcome, said.value > 0.5), "unmeasured")


ENDPOINTS = (
    Endpoint(
        "/api/alignment/items",
        "The labelled outputs in one cell of a check's table, or of a row of the matrix: `tp` with "
        "the name of a failure.",
        (
            APP,
            CRITERION,
            CHECK,
            Parameter("cell", "tp, fp, fn, tn or unmeasured; tp is caught", required=True),
            Parameter(
                "failure",
                "only bad outputs for which somebody named this reason; empty: those without one",
            ),
            Parameter("limit", "how many at most", "integer", default=200, least=1, most=1000),
        ),
        _items,
        CellItems,
    ),
)
