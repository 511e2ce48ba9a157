"""Run checks over the recorded outputs of an application and keep what they said.

A verdict is kept with the version of the check that gave it, so running again judges only what is
new: new outputs, or a check that changed. Memory does not grow with the number of outputs.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from genchi.checks.checking import Check
from genchi.checks.recorded import recorded_subject
from genchi.errors import UsageError
from genchi.records import Span, SpanKey, Subject, Verdict
from genchi.store import Store

BATCH = 256

OnBatch = Callable[[int, int], None]
"""Called with (outputs done, outputs in all)."""


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What a check said of an application's outputs; `judged` of them in this run."""

    check: str
    version: str
    passed: int
    failed: int
    skipped: int
    errors: int
    judged: int
    reasons: tuple[tuple[str, int], ...] = ()
    """The most frequent reasons of errors."""


def run_checks(
    store: Store,
    app: str,
    checks: Sequence[Check],
    *,
    now_ns: int,
    on_batch: OnBatch = lambda done, total: None,
) -> list[CheckRun]:
    """Judge every output that a check's version has not judged yet."""
    if not store.spans.count(app):
        known = ", ".join(sorted(store.spans.apps())) or "none yet: run `genchi import` first"
        raise UsageError(f"there is no application {app!r} in {store.path}; there is {known}")
    judged: Counter[str] = Counter()
    total, done = store.spans.count(app, roots=True), 0
    for batch in _batches(store.spans.list(app, payloads=True)):
        subjects: dict[SpanKey, Subject] = {}
        for check in checks:
            judged[check.spec] += _judge_batch(store, check, batch, subjects, now_ns=now_ns)
        done += len(batch)
        on_batch(done, total)
    return [_summary(store, app, check, judged[check.spec]) for check in checks]


def _batches(spans: Iterator[Span]) -> Iterator[list[Span]]:
    while batch := list(itertools.islice(spans, BATCH)):
        yield batch


def _judge_batch(
    store: Store,
    check: Check,
    batch: list[Span],
    subjects: dict[SpanKey, Subject],
    *,
    now_ns: int,
) -> int:
    """How many outputs were judged; `subjects` has those that an earlier check needed."""
    app = batch[0].key.app
    known = store.verdicts.known(app, check.spec, check.version, [span.key for span in batch])
    unknown = [span for span in batch if span.key not in known]
    for span in unknown:
        if span.key not in subjects:
            subjects[span.key] = recorded_subject(store, span)
    new = [(span.key, verdict_on(check, span, subjects[span.key])) for span in unknown]
    if new:
        store.verdicts.add(app, check.spec, check.version, new, now_ns=now_ns)
    return len(new)


def verdict_on(check: Check, span: Span, subject: Subject) -> Verdict:
    """What a check says of a recorded output; one that was never given is skipped."""
    if span.status == "error" and not subject.output:
        return Verdict("skip", "it failed and gave no output")
    return check(subject)


def _summary(store: Store, app: str, check: Check, judged: int) -> CheckRun:
    counts = store.verdicts.counts(app, check.spec, check.version)
    return CheckRun(
        check=check.spec,
        version=check.version,
        passed=counts.get("pass", 0),
        failed=counts.get("fail", 0),
        skipped=counts.get("skip", 0),
        errors=counts.get("error", 0),
        judged=judged,
        reasons=tuple(store.verdicts.reasons(app, check.spec, check.version, "error")),
    )
