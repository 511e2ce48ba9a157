"""`/api/review/queue` and `release`: what a reviewer is given, and what goes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Annotated, Literal

import msgspec

from genchi.exporting import span_json
from genchi.records import Json, Passage, Span, message_to_json
from genchi.review import viewing
from genchi.review.pairing import flipped, item_id
from genchi.review.queueing import GOAL, LEASE_SECONDS, QueueItem, Wanted
from genchi.review.recipe import Why
from genchi.server.api import criteria
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.feedback import Feedback, shown
from genchi.server.api.schemas import MessageJson, SpanJson
from genchi.server.api.shapes import Key, Label, Verdict, key_of, label_of, verdict_of

MOST_ITEMS = 24
MOST_IDS = 200
_PAGE = 200
Ids = Annotated[list[str], msgspec.Meta(max_length=MOST_IDS)]


@dataclass(frozen=True, slots=True)
class QueueWanted:
    """What a reviewer asks for; `have` are ids of items they still hold, which are leased on."""

    app: str
    criterion: str
    limit: Annotated[int, msgspec.Meta(ge=0, le=MOST_ITEMS)]
    reviewer: str | None = None
    mode: Literal["single", "pair"] = "single"
    source: Literal["recipe", "picked", "second", "filter"] = "recipe"
    filter: str | None = None
    have: Ids = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A tool that the application used."""

    name: str
    arguments: Json
    result: Json
    duration_ns: int | None
    error: bool


@dataclass(frozen=True, slots=True)
class View:
    """All that a reviewer sees of an output."""

    span: SpanJson
    asked: str
    system: str | None
    messages: list[MessageJson]
    tools: list[ToolUse]
    passages: list[Passage]
    output: Json
    output_text: str
    sentences: list[tuple[int, int]]
    reference: Json
    metadata: dict[str, Json]
    verdicts: list[Verdict]
    labels: list[Label]
    feedback: list[Feedback]
    cut: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One output, or two to compare, and why it is shown."""

    id: str
    key: Key
    other: Key | None
    why: Why
    inclusion: float | None
    flip: bool
    view: View
    other_view: View | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many outputs the reviewer has labelled today, of how many, and how many wait."""

    done_today: int
    goal: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Parts:
    """Which part of the queue each share of the recipe has."""

    random: float
    likely_bad: float
    uncertain: float
    unlike: float


@dataclass(frozen=True, slots=True)
class QueueBatch:
    """The next items; `ended` says that there are no more now. `plan` is null without a guess."""

    items: list[Item]
    progress: Progress
    ended: bool
    lease_seconds: int
    plan: Parts | None


@dataclass(frozen=True, slots=True)
class Released:
    """Items that a reviewer gives back."""

    app: str
    criterion: str
    ids: Ids
    reviewer: str | None = None


@dataclass(frozen=True, slots=True)
class Freed:
    """The leases are given back."""


def _queue(context: Context, asked: Asked) -> QueueBatch:
    body: QueueWanted = asked.body
    app = asked.one_app()
    criteria.require(context, app, body.criterion)
    context.traces.parsed(body.filter or "")  # what it cannot mean is told before anything is held
    wanted = Wanted(
        app=app,
        criterion=body.criterion,
        reviewer=asked.reviewer(body.reviewer),
        limit=body.limit,
        mode=body.mode,
        source=body.source,
        have=tuple(body.have),
        matching=lambda: _matching(context, app, body.filter or ""),
    )
    batch = context.queue.next(wanted)
    parts = None if batch.parts is None else Parts(**{str(k): v for k, v in batch.parts.items()})
    return QueueBatch(
        items=[_item(one) for one in batch.items],
        progress=Progress(batch.done_today, GOAL, batch.waiting),
        ended=batch.ended,
        lease_seconds=LEASE_SECONDS,
        plan=parts,
    )


def _matching(context: Context, app: str, text: str) -> Iterator[Span]:
    """The roots that a filter means, newest first."""
    after = None
    while True:
        page = context.traces.find(text, app=app, roots=True, limit=_PAGE, after=after)
        yield from page.spans
        after = page.after
        if after is None:
            return


def _item(one: QueueItem) -> Item:
    views = [_view(view) for view in one.views]
    pair = len(one.item) == 2
    return Item(
        id=item_id(one.item),
        key=key_of(one.item[0]),
        other=key_of(one.item[1]) if pair else None,
        why=one.why,
        inclusion=one.inclusion,
        flip=flipped(one.item),
        view=views[0],
        other_view=views[1] if pair else None,
    )


def _view(view: viewing.View) -> View:
    return View(
        span=span_json(view.span),
        asked=view.asked,
        system=view.system,
        messages=[message_to_json(message) for message in view.messages],
        tools=[ToolUse(**asdict(tool)) for tool in view.tools],
        passages=list(view.passages),
        output=view.output,
        output_text=view.output_text,
        sentences=list(view.sentences),
        reference=view.reference,
        metadata=dict(view.metadata),
        verdicts=[verdict_of(spec, verdict) for spec, verdict in view.verdicts],
        labels=[label_of(label) for label in view.labels],
        feedback=[shown(one) for one in view.feedback],
        cut=view.cut,
    )


def _release(context: Context, asked: Asked) -> Freed:
    body: Released = asked.body
    reviewer = asked.reviewer(body.reviewer)
    context.queue.release(asked.one_app(), body.criterion, reviewer, body.ids)
    return Freed()


ENDPOINTS = (
    Endpoint(
        "/api/review/queue",
        "The next outputs to look at, leased to the reviewer for some minutes.",
        (),
        _queue,
        QueueBatch,
        method="POST",
        body=QueueWanted,
        role="reviewer",
    ),
    Endpoint(
        "/api/review/release",
        "Give leases back, when the page is left.",
        (),
        _release,
        Freed,
        method="POST",
        body=Released,
        role="reviewer",
    ),
)
