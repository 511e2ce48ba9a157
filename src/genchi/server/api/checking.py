"""The endpoints about checks: which there are, saving one, running them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from genchi.checks import FOLDER
from genchi.checks.listing import Listed, listed_checks
from genchi.checks.saving import save_check, spec_of, unsave_check
from genchi.checks.trying import checks_folder, chosen_checks, run_apart
from genchi.checks.using import no_more, use_folder, use_these
from genchi.observing import NotFoundError
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP
from genchi.server.jobs import Progress


@dataclass(frozen=True, slots=True)
class NewCheck:
    """A check to save in the project."""

    app: str
    spec: str
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class SavedCheck:
    """Where a check was saved, and the job that judges with it."""

    spec: str
    file: str
    job: str


@dataclass(frozen=True, slots=True)
class NewRun:
    """Checks to run over all outputs; None: the project's, or the library's defaults."""

    app: str
    specs: list[str] | None = None


@dataclass(frozen=True, slots=True)
class StartedJob:
    """The id of a job in `/api/jobs`."""

    job: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """It is done."""


def _checks(context: Context, asked: Asked) -> list[Listed]:
    return listed_checks(context.store, asked.one_app(), checks_folder(context.project))


def _save(context: Context, asked: Asked) -> SavedCheck:
    body: NewCheck = asked.body
    app = asked.one_app()
    folder = context.project / FOLDER
    saved = save_check(folder, body.spec, replaces=body.replaces)
    if body.replaces is not None and spec_of(body.replaces) != saved.spec:
        no_more(context.store, app, body.replaces, folder, now_ns=context.clock())
    return SavedCheck(saved.spec, str(saved.file), start_run(context, app, [saved.spec]))


def _unsave(context: Context, asked: Asked) -> Nothing:
    app, spec, folder = asked.one_app(), asked.text("spec"), context.project / FOLDER
    if not unsave_check(folder, spec):
        raise NotFoundError(f"no line of {folder} saves {spec}")
    no_more(context.store, app, spec, folder, now_ns=context.clock())
    return Nothing()


def _run(context: Context, asked: Asked) -> StartedJob:
    body: NewRun = asked.body
    app = asked.one_app()
    chosen_checks(context.project, body.specs)  # complains of wrong ones before any work
    return StartedJob(start_run(context, app, body.specs))


def start_run(context: Context, app: str, specs: Sequence[str] | None) -> str:
    """Judge all outputs of an application in the background; the id of the job."""
    if specs is None:
        folder = checks_folder(context.project)
        use_folder(context.store, app, folder, now_ns=context.clock())
    else:
        use_these(context.store, app, [spec_of(spec) for spec in specs])
    return context.jobs.add("check", app, partial(_work, context, app, specs))


def _work(context: Context, app: str, specs: Sequence[str] | None, progress: Progress) -> None:
    run_apart(
        context.store,
        app,
        specs,
        project=context.project,
        now_ns=context.clock(),
        on_progress=progress,
        stop=lambda: progress.stopped,
    )


_SPEC = Parameter("spec", "a check as it is written, such as max_words(120)", required=True)

ENDPOINTS = (
    Endpoint(
        "/api/checks",
        "Every check: those with verdicts first, then the project's, then the library's.",
        (APP,),
        _checks,
        list[Listed],
    ),
    Endpoint(
        "/api/checks",
        "Save a check of the library in checks/from_review.py and judge all outputs with it.",
        (),
        _save,
        SavedCheck,
        method="POST",
        body=NewCheck,
        role="reviewer",
    ),
    Endpoint(
        "/api/checks",
        "Take the line of a saved check back; its verdicts stay, and are not shown any more.",
        (APP, _SPEC),
        _unsave,
        Nothing,
        method="DELETE",
        role="reviewer",
    ),
    Endpoint(
        "/api/checks/run",
        "Judge the outputs that these checks have not judged yet, in the background.",
        (),
        _run,
        StartedJob,
        method="POST",
        body=NewRun,
        role="reviewer",
    ),
)
