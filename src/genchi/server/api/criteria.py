"""`/api/criteria`: what good means, in every wording, and the named ways to be bad."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

import msgspec

from genchi import records
from genchi.errors import UsageError
from genchi.observing import NotFoundError
from genchi.records import FailureMode
from genchi.review import described
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP
from genchi.stats import Interval

Title = Annotated[str, msgspec.Meta(max_length=200)]
Sentence = Annotated[str, msgspec.Meta(max_length=10_000)]
Markdown = Annotated[str, msgspec.Meta(max_length=100_000)]
_MOST_STEPS = 20
NAME = Parameter("name", "the name of the criterion", place="path")


@dataclass(frozen=True, slots=True)
class Step:
    """One yes/no question on the way to a verdict; an answer `bad_when` makes the output bad."""

    question: Sentence
    question_zh: Sentence = ""
    bad_when: Literal["yes", "no"] = "no"
    reason: Title | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A way to be bad, and how many labels name it."""

    name: str
    title: str
    title_zh: str
    description: str
    labels: int


@dataclass(frozen=True, slots=True)
class Wording:
    """What a criterion said from a time on."""

    statement: str
    created_ns: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with what is known of it. `rate` is made of fair labels only."""

    name: str
    title: str
    title_zh: str
    statement: str
    statement_zh: str
    guidelines: str
    steps: list[Step]
    reasons: list[Reason]
    labels: int
    outputs: int
    comparisons: int
    people: list[str]
    rate: Interval | None
    wordings: list[Wording]


@dataclass(frozen=True, slots=True)
class NewWording:
    """A criterion as it shall be worded from now on."""

    statement: Sentence
    title: Title = ""
    title_zh: Title = ""
    statement_zh: Sentence = ""
    guidelines: Markdown = ""
    steps: Annotated[list[Step], msgspec.Meta(max_length=_MOST_STEPS)] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewReason:
    """A way to be bad, to be named."""

    title: Title
    title_zh: Title = ""
    description: Sentence = ""


def require(context: Context, app: str, name: str) -> records.Criterion:
    """A criterion of an application. Raises `NotFoundError` where there is none of that name."""
    found = described.find(context.store, app, name)
    if found is None:
        known = ", ".join(sorted(context.store.labels.counts(app))) or "none yet"
        raise NotFoundError(f"{app} has no criterion {name!r}: those with labels are {known}")
    return found


def _criteria(context: Context, asked: Asked) -> list[Criterion]:
    return [_json(one) for one in described.described(context.store, asked.one_app())]


def _word(context: Context, asked: Asked) -> Criterion:
    body: NewWording = asked.body
    if not body.statement.strip():
        raise UsageError("a criterion needs a statement: one sentence that says what good means")
    criterion = records.Criterion(
        app=asked.one_app(),
        name=asked.text("name"),
        statement=body.statement.strip(),
        created_ns=context.clock(),
        title=body.title.strip(),
        guidelines=body.guidelines,
        steps=tuple(
            records.Question(step.question, step.bad_when, step.reason, step.question_zh)
            for step in body.steps
        ),
        title_zh=body.title_zh.strip(),
        statement_zh=body.statement_zh.strip(),
    )
    described.word(context.store, criterion)
    return _json(described.describe(context.store, criterion))


def _name_reason(context: Context, asked: Asked) -> Criterion:
    body: NewReason = asked.body
    criterion = require(context, asked.one_app(), asked.text("name"))
    mode = FailureMode(
        app=criterion.app,
        criterion=criterion.name,
        name="",
        title=body.title,
        title_zh=body.title_zh.strip(),
        description=body.description.strip(),
        first_seen_ns=context.clock(),
    )
    described.name_reason(context.store, mode)
    return _json(described.describe(context.store, criterion))


def _json(found: described.Described) -> Criterion:
    criterion = found.criterion
    return Criterion(
        name=criterion.name,
        title=criterion.title or criterion.name,
        title_zh=criterion.title_zh,
        statement=criterion.statement,
        statement_zh=criterion.statement_zh,
        guidelines=criterion.guidelines,
        steps=[Step(s.text, s.text_zh, s.bad_when, s.reason) for s in criterion.steps],
        reasons=[
            Reason(one.name, one.title, one.title_zh, one.description, one.labels)
            for one in found.reasons
        ],
        labels=found.labels,
        outputs=found.outputs,
        comparisons=found.comparisons,
        people=list(found.people),
        rate=found.rate,
        wordings=[Wording(statement, at_ns) for statement, at_ns in found.wordings],
    )


ENDPOINTS = (
    Endpoint(
        "/api/criteria",
        "The criteria of an application: what good means, and how many labels say so.",
        (APP,),
        _criteria,
        list[Criterion],
    ),
    Endpoint(
        "/api/criteria/{name}",
        "Make a criterion, or word it anew; its earlier wordings stay.",
        (NAME, APP),
        _word,
        Criterion,
        method="PUT",
        body=NewWording,
        role="reviewer",
    ),
    Endpoint(
        "/api/criteria/{name}/reasons",
        "Name a way to be bad; its name is made of its title.",
        (NAME, APP),
        _name_reason,
        Criterion,
        method="POST",
        body=NewReason,
        role="reviewer",
    ),
)
