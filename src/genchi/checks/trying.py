"""Judge recorded outputs apart: a trial that stores nothing, and a run over all of them.

Both happen in a process that can be killed (`genchi.checks.apart`), because a check that somebody
has just written may never end. The last functions are what that process does.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from genchi.checks.apart import Progress, apart
from genchi.checks.checking import Check
from genchi.checks.discovery import FOLDER, known_checks
from genchi.checks.recorded import recorded_spans, recorded_subject
from genchi.checks.running import CheckRun, run_checks, verdict_on
from genchi.checks.saving import checks_to_run
from genchi.checks.specs import find_check
from genchi.errors import RunError, UsageError
from genchi.records import Evidence, Json, SpanKey, Verdict
from genchi.store import Store, open_store

SECONDS = 30.0
"""How long a trial may take."""
_SILENCE = 300.0
"""How long a run may be silent. It tells its progress after every 256 outputs."""

_NICE = 10
"""A run stands back for the server, and for whoever waits for a trial."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a check said of some outputs; of those that are not there any more it says nothing."""

    spec: str
    version: str
    verdicts: dict[SpanKey, Verdict]


def try_check(
    store: Store,
    app: str,
    spec: str,
    keys: Sequence[SpanKey],
    *,
    project: Path,
    seconds: float = SECONDS,
) -> Trial:
    """Judge these outputs with a check that need not be saved; nothing is stored.

    Raises `UsageError` for a spec that cannot be meant, and for a check that takes too long.
    """
    asked = {
        "home": str(store.path.parent),
        "project": str(project),
        "app": app,
        "spec": spec,
        "keys": [[key.trace_id, key.span_id] for key in keys],
    }
    try:
        told = apart(f"{__name__}:trial", asked, seconds=seconds)
    except RunError as error:
        raise UsageError(f"{spec} takes too long: {error}; make it simpler") from error
    verdicts = {SpanKey(app, t, s): _verdict(row) for t, s, *row in told["verdicts"]}
    return Trial(told["spec"], told["version"], verdicts)


def run_apart(
    store: Store,
    app: str,
    specs: Sequence[str] | None,
    *,
    project: Path,
    now_ns: int,
    on_progress: Progress = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
    silence: float = _SILENCE,
) -> list[CheckRun]:
    """`run_checks` in a process of its own; None means the folder's checks, else the defaults.

    Raises `RunError` where it makes no progress for `silence` seconds, or when `stop` says so; what
    it had judged is kept.
    """
    asked = {
        "home": str(store.path.parent),
        "project": str(project),
        "app": app,
        "specs": None if specs is None else list(specs),
        "now_ns": now_ns,
    }
    try:
        work = f"{__name__}:run"
        told = apart(work, asked, silence=silence, nice=_NICE, stop=stop, on_progress=on_progress)
    except RunError as error:
        names = "the checks" if specs is None else ", ".join(specs)
        raise RunError(f"running {names}: {error}; what was judged is kept") from error
    return [CheckRun(**{**run, "reasons": tuple(map(tuple, run["reasons"]))}) for run in told]


def chosen_checks(project: Path, specs: Sequence[str] | None) -> list[Check]:
    """The checks of these specs; for None what runs where no check is named."""
    folder = checks_folder(project)
    if specs is not None:
        known = known_checks(folder)
        return [find_check(spec, known) for spec in specs]
    return checks_to_run(folder)


def checks_folder(project: Path) -> Path | None:
    """The folder of a project's own checks, where it has one."""
    folder = project / FOLDER
    return folder if folder.is_dir() else None


def trial(asked: Json, progress: Progress) -> Json:
    """What the process of `try_check` does."""
    (check,) = chosen_checks(Path(asked["project"]), [asked["spec"]])
    keys = [SpanKey(asked["app"], *ids) for ids in asked["keys"]]
    store = open_store(Path(asked["home"]), create=False)
    rows = list[list[Json]]()
    progress(0, len(keys))
    for span in recorded_spans(store, asked["app"], keys):
        verdict = verdict_on(check, span, recorded_subject(store, span))
        rows.append([span.key.trace_id, span.key.span_id, *dataclasses.astuple(verdict)])
        progress(len(rows), len(keys))
    return {"spec": check.spec, "version": check.version, "verdicts": rows}


def run(asked: Json, progress: Progress) -> Json:
    """What the process of `run_apart` does."""
    checks = chosen_checks(Path(asked["project"]), asked["specs"])
    store = open_store(Path(asked["home"]), create=False)
    runs = run_checks(store, asked["app"], checks, now_ns=asked["now_ns"], on_batch=progress)
    return [dataclasses.asdict(one) for one in runs]


def _verdict(row: Sequence[Json]) -> Verdict:
    outcome, reason, score, evidence = row
    return Verdict(outcome, reason, score, tuple(Evidence(*place) for place in evidence))
