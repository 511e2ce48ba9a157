"""The endpoints that help somebody who types a filter."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.errors import UsageError
from genchi.observing.fields import FIELDS, FilterField
from genchi.records.filter_text import FilterError
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.recorded import FILTER


@dataclass(frozen=True, slots=True)
class CheckedFilter:
    """Whether a filter can be read; else why not, and from where to where (code points)."""

    ok: bool
    error: str | None = None
    start: int | None = None
    end: int | None = None


def _fields(context: Context, asked: Asked) -> tuple[FilterField, ...]:
    return FIELDS


def _check(context: Context, asked: Asked) -> CheckedFilter:
    try:
        context.traces.parsed(asked.text("filter"))
    except FilterError as error:
        return CheckedFilter(False, str(error), error.start, error.end)
    except UsageError as error:
        return CheckedFilter(False, str(error))
    return CheckedFilter(True)


ENDPOINTS = (
    Endpoint("/api/filter/fields", "The fields of filters.", (), _fields, tuple[FilterField, ...]),
    Endpoint(
        "/api/filter/check",
        "Whether a filter can be read, and where not.",
        (FILTER,),
        _check,
        CheckedFilter,
    ),
)
