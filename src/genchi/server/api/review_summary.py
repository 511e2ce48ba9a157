"""`/api/review/summary`: what a session of reviewing came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from genchi.review import session_summary
from genchi.server.api import criteria
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import LATEST_MS, Parameter
from genchi.server.api.recorded import APP
from genchi.server.api.shapes import Key, key_of
from genchi.stats import Interval


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two people say the same of one output, and beyond chance."""

    n: int
    agree: Interval | None
    kappa: Interval | None


@dataclass(frozen=True, slots=True)
class CheckAgreed:
    """How often a check says the same as the reviewer."""

    check: str
    n: int
    agree: Interval | None


@dataclass(frozen=True, slots=True)
class SessionReason:
    """A reason that the reviewer gave, how often, and whether for the first time."""

    name: str
    title: str
    title_zh: str
    n: int
    new: bool


@dataclass(frozen=True, slots=True)
class LookAgain:
    """An output of which the reviewer said one thing, and a person or a check another."""

    key: Key
    output_preview: str
    you: float
    other: str
    said: float


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """What a session came to. `rate` is of the random share of everybody, of the last 30 days."""

    labelled: int
    good: int
    bad: int
    unsure: int
    seconds_each: float | None
    rate: Interval | None
    random_labels: int
    agreement: Agreement
    checks: list[CheckAgreed]
    reasons: list[SessionReason]
    look_again: list[LookAgain]


def _summary(context: Context, asked: Asked) -> SessionSummary:
    app, criterion = asked.one_app(), asked.text("criterion")
    criteria.require(context, app, criterion)
    found = session_summary.summary(
        context.store,
        app,
        criterion,
        asked.reviewer(asked.text("reviewer")),
        since_ns=asked.number("since_ms") * 10**6,
        now_ns=context.clock(),
    )
    together = found.agreement
    return SessionSummary(
        *(found.labelled, found.good, found.bad, found.unsure, found.seconds_each),
        rate=found.rate,
        random_labels=found.random_labels,
        agreement=Agreement(together.n, together.agree, together.kappa),
        checks=[CheckAgreed(one.check, one.n, one.agree) for one in found.checks],
        reasons=[SessionReason(**asdict(one)) for one in found.reasons],
        look_again=[
            LookAgain(key_of(one.key), one.output_preview, one.you, one.other, one.said)
            for one in found.look_again
        ],
    )


ENDPOINTS = (
    Endpoint(
        "/api/review/summary",
        "What a session of reviewing came to.",
        (
            APP,
            Parameter("criterion", "the criterion", required=True),
            Parameter("reviewer", "who reviewed; the person who signed in, if somebody did"),
            Parameter(
                "since_ms",
                "when the session began, in ms since 1970",
                "integer",
                default=0,
                least=0,
                most=LATEST_MS,
            ),
        ),
        _summary,
        SessionSummary,
    ),
)
