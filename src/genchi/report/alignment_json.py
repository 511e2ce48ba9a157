"""Checks against people as one JSON value."""

from __future__ import annotations

from typing import Any

from genchi.review.aligning import Alignment, CheckAgreement, ChosenSet
from genchi.review.alignment import Grade, HeldOut
from genchi.review.preferences import PreferenceGrade, Preferences
from genchi.stats import Interval

_MEASURES = ("coverage", "false_failure", "tpr", "tnr", "mcc", "kappa")


def alignment_json(alignment: Alignment) -> dict[str, Any]:
    """What `genchi align --json` prints; None where something is not measurable."""
    return {
        "criterion": alignment.criterion,
        "labelled": alignment.labelled,
        "bad": alignment.bad,
        "disputed": alignment.disputed,
        "confidence": alignment.confidence,
        "checks": [_check(check) for check in alignment.checks],
        "detector": _chosen(alignment.detector),
        "minimal": _chosen(alignment.minimal),
        "uncaught": [key.span_id for key in alignment.uncaught],
        "alike": [{"a": a, "b": b, "jaccard": pair.jaccard} for a, b, pair in alignment.alike],
        "preferences": _preferences(alignment.preferences),
    }


def grade_json(check: str, version: str, grade: Grade) -> dict[str, Any]:
    """One check's grade, without what it gives held out."""
    intervals = {name: getattr(grade, name) for name in _MEASURES}
    counts = {name: getattr(grade, name) for name in ("n", "unmeasured", "tp", "fp", "fn", "tn")}
    return {
        "check": check,
        "version": version,
        **{name: _value(interval) for name, interval in intervals.items()},
        "intervals": {name: _limits(interval) for name, interval in intervals.items()},
        **counts,
    }


def _check(check: CheckAgreement) -> dict[str, Any]:
    marked = check.marked
    return {
        **grade_json(check.check, check.version, check.grade),
        "held_out": {
            "chosen": check.held_out.chosen,
            **_rates(check.held_out.coverage, check.held_out.false_failure),
        },
        "marked": None
        if marked is None
        else {"precision": marked.precision, "recall": marked.recall, "f1": marked.f1},
    }


def _chosen(chosen: ChosenSet) -> dict[str, Any]:
    sample = chosen.in_sample
    return {
        "checks": list(chosen.checks),
        "in_sample": {
            "coverage": sample.coverage,
            "false_failure": sample.false_failure,
            "alignment": sample.alignment,
        },
        "held_out": _held_out(chosen.held_out),
        "optimal": sample.optimal,
        "note": sample.note,
    }


def _preferences(found: Preferences | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "labels": found.labels,
        "pairs": found.pairs,
        "decided": found.decided,
        "checks": [_preference_grade(check) for check in found.checks],
    }


def _preference_grade(grade: PreferenceGrade) -> dict[str, Any]:
    return {
        "check": grade.check,
        "version": grade.version,
        "told": grade.told,
        "agrees": grade.agrees,
        "agree": _value(grade.agree),
        "agree_interval": _limits(grade.agree),
        "p": grade.p,
        "p_adjusted": grade.p_adjusted,
        "alike": grade.alike,
        "unmeasured": grade.unmeasured,
    }


def _held_out(held_out: HeldOut) -> dict[str, Any]:
    return {
        **_rates(held_out.coverage, held_out.false_failure),
        "alignment": _value(held_out.alignment),
        "alignment_interval": _limits(held_out.alignment),
        "folds": held_out.folds,
        "repeats": held_out.repeats,
        "reason": held_out.reason,
    }


def _rates(coverage: Interval | None, false_failure: Interval | None) -> dict[str, Any]:
    return {
        "coverage": _value(coverage),
        "false_failure": _value(false_failure),
        "intervals": {"coverage": _limits(coverage), "false_failure": _limits(false_failure)},
    }


def _value(interval: Interval | None) -> float | None:
    return None if interval is None else interval.value


def _limits(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]
