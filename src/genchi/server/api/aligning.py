"""The endpoints about checks beside people: which agree, where they do not, and since when."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from genchi.errors import GenchiError, UsageError, missing_extra
from genchi.records import Label, SpanKey, Verdict, content_hash
from genchi.review.items import Said, said_of
from genchi.review.matrix import Matrix, matrix
from genchi.review.rounds import Round, rounds
from genchi.server.api.context import Context
from genchi.server.api.endpoints import Asked, Endpoint
from genchi.server.api.grades import AlignmentAnswer
from genchi.server.api.item_refs import item_refs
from genchi.server.api.parameters import Parameter
from genchi.server.api.recorded import APP
from genchi.server.api.refusing import NeedsLabError
from genchi.server.remembered import Remembered

if TYPE_CHECKING:
    from genchi.review.aligning import Alignment

SECONDS = 3.0
"""How long the search for the smallest set may take while a page waits."""
_alignments: Remembered[Alignment] = Remembered(16)
_rounds: Remembered[list[Round]] = Remembered(64)


def _alignment(context: Context, asked: Asked) -> dict[str, Any]:
    app, criterion = asked.one_app(), asked.text("criterion")
    require_lab()
    from genchi.report.alignment_json import alignment_json
    from genchi.review.aligning import align
    from genchi.review.trusting import few_labels, is_trusted

    store = context.store
    labels = list(store.labels.current(app, criterion))
    compared = list(store.labels.preferences(app, criterion))
    found = _alignments.get(
        (str(store.path), app, criterion),
        _stamp(context, app, [*labels, *compared]),
        lambda: align(store, app, criterion, seconds=SECONDS),
    )
    return {
        **alignment_json(found),
        "trusted": [check.check for check in found.checks if is_trusted(check.grade)],
        "matrix": _matrix(context, app, criterion, found, said_of(labels)),
        "blind_spots": item_refs(context, app, criterion, found.uncaught),
        "few_labels": few_labels(found.good),
    }


def _growth(context: Context, asked: Asked) -> list[Round]:
    app, criterion, check = asked.one_app(), asked.text("criterion"), asked.text("check")
    require_lab()
    from genchi.review.outputs import only_labelled

    store = context.store
    labels = list(store.labels.current(app, criterion))

    def work() -> list[Round]:
        groups = {output.span: output.asked for output in only_labelled(store, app, criterion)}
        return rounds(labels, verdicts_on(context, app, check, list(groups)), groups)

    name = (str(store.path), app, criterion, check)
    return _rounds.get(name, _stamp(context, app, labels), work)


def require_lab() -> None:
    """Raise `NeedsLabError` where the extra is missing that numbers about checks need."""
    if not _has_lab():
        raise NeedsLabError(str(missing_extra("comparing checks with people", "lab")))


@lru_cache(maxsize=1)
def _has_lab() -> bool:
    try:
        import genchi.review.alignment  # noqa: F401
    except GenchiError:
        return False
    return True


def _stamp(context: Context, app: str, labels: Sequence[Label]) -> Hashable:
    """What an alignment is made of: the labels, and how far each check has judged their outputs."""
    said = [
        (*map(_ids, (la.target.span, la.target.other)), la.annotator, la.value, la.created_ns)
        for la in labels
    ]
    about = [key for la in labels for key in (la.target.span, la.target.other) if key is not None]
    judged = context.store.verdicts.judged(about, app)
    versions = context.store.verdicts.checks(app)
    pieces = context.store.labels.counts(app)
    return content_hash([said, judged, versions, pieces])


def _ids(key: SpanKey | None) -> tuple[str, str] | None:
    return None if key is None else (key.trace_id, key.span_id)


def verdicts_on(
    context: Context, app: str, check: str, keys: Sequence[SpanKey]
) -> dict[SpanKey, Verdict]:
    """What a check said of these outputs. Raises `UsageError` where it has judged nothing."""
    known = dict(context.store.verdicts.checks(app))
    if check not in known:
        raise UsageError(
            f"no check {check!r} has judged {app}: there is {', '.join(known) or 'none yet'}"
        )
    return context.store.verdicts.on(keys, app, check)


def _matrix(
    context: Context, app: str, criterion: str, found: Alignment, said: dict[SpanKey, Said]
) -> dict[str, Any]:
    keys = [output.span for output in found.outputs]
    fails = found.passes == 0
    checks = [check.check for check in found.checks]
    failed = {
        check: frozenset(key for key, fail in zip(keys, fails[:, number], strict=True) if fail)
        for number, check in enumerate(checks)
    }
    among = set(keys)
    counted = matrix({k: one for k, one in said.items() if k in among}, failed, checks)
    return _titled(context, app, criterion, counted)


def _titled(context: Context, app: str, criterion: str, counted: Matrix) -> dict[str, Any]:
    modes = {mode.name: mode for mode in context.store.criteria.modes(app, criterion)}
    failures = []
    for name, n in counted.failures:
        mode = modes.get(name)
        title = (mode.title if mode else "") or name
        title_zh = mode.title_zh if mode else ""
        failures.append({"name": name, "title": title, "title_zh": title_zh, "n": n})
    rows = [{"check": check, "caught": list(caught)} for check, caught in counted.rows]
    return {"failures": failures, "rows": rows}


CRITERION = Parameter("criterion", "what the labels are about", required=True)
CHECK = Parameter("check", "the spec of a check that has verdicts", required=True)

ENDPOINTS = (
    Endpoint(
        "/api/alignment",
        "Which checks agree with people, graded, chosen as sets, and which may be trusted.",
        (APP, CRITERION),
        _alignment,
        AlignmentAnswer,
    ),
    Endpoint(
        "/api/alignment/rounds",
        "How a check agrees with people as labels grew: at most 30 rounds, each with those before.",
        (APP, CRITERION, CHECK),
        _growth,
        list[Round],
    ),
)
