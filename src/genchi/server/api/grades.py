"""What answers about alignment look like: `genchi align --json`, and what the pages need beside it.

The values are those of `genchi.report.alignment_json`; these classes describe them.
"""

from __future__ import annotations

from dataclasses import dataclass

from genchi.server.api.item_refs import ItemRef

Limits = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class GradeLimits:
    """The intervals of a grade, at the confidence of the alignment."""

    coverage: Limits
    false_failure: Limits
    tpr: Limits
    tnr: Limits
    mcc: Limits
    kappa: Limits


@dataclass(frozen=True, slots=True)
class GradeOfCheck:
    """One check against people; None is not measurable. Positive means a bad output was caught."""

    check: str
    version: str
    coverage: float | None
    false_failure: float | None
    tpr: float | None
    tnr: float | None
    mcc: float | None
    kappa: float | None
    intervals: GradeLimits
    n: int
    unmeasured: int
    tp: int
    fp: int
    fn: int
    tn: int


@dataclass(frozen=True, slots=True)
class ShareLimits:
    """The intervals of two shares."""

    coverage: Limits
    false_failure: Limits


@dataclass(frozen=True, slots=True)
class HeldOutShares:
    """What a check does on outputs that did not choose it; `chosen` is how often it was."""

    chosen: float
    coverage: float | None
    false_failure: float | None
    intervals: ShareLimits


@dataclass(frozen=True, slots=True)
class MarkedShares:
    """How the evidence of a check meets the pieces that people marked."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class GradedCheck(GradeOfCheck):
    """A grade with what it is worth on other outputs."""

    held_out: HeldOutShares
    marked: MarkedShares | None


@dataclass(frozen=True, slots=True)
class SampleShares:
    """What a set does on the outputs that chose it."""

    coverage: float | None
    false_failure: float | None
    alignment: float | None


@dataclass(frozen=True, slots=True)
class SetHeldOut:
    """What a set does on outputs that did not choose it."""

    coverage: float | None
    false_failure: float | None
    intervals: ShareLimits
    alignment: float | None
    alignment_interval: Limits
    folds: int
    repeats: int
    reason: str


@dataclass(frozen=True, slots=True)
class ChosenChecks:
    """A set of checks; `note` says where it is not what was asked for."""

    checks: list[str]
    in_sample: SampleShares
    held_out: SetHeldOut
    optimal: bool
    note: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Two checks that fail nearly the same outputs."""

    a: str
    b: str
    jaccard: float


@dataclass(frozen=True, slots=True)
class PreferencesOfCheck:
    """A check on pairs of which people prefer one: `agree` is of the `told` that it tells apart."""

    check: str
    version: str
    told: int
    agrees: int
    agree: float | None
    agree_interval: Limits
    p: float | None
    p_adjusted: float | None
    alike: int
    unmeasured: int


@dataclass(frozen=True, slots=True)
class ComparedPairs:
    """Answers of people on pairs of outputs; in `decided` of the pairs they prefer one."""

    labels: int
    pairs: int
    decided: int
    checks: list[PreferencesOfCheck]


@dataclass(frozen=True, slots=True)
class FailureColumn:
    """A kind of failure and how many bad outputs have it; without a name: none was given."""

    name: str
    title: str
    title_zh: str
    n: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """How many of each failure a check catches."""

    check: str
    caught: list[int]


@dataclass(frozen=True, slots=True)
class FailureMatrix:
    """Which check catches which failure."""

    failures: list[FailureColumn]
    rows: list[MatrixRow]


@dataclass(frozen=True, slots=True)
class AlignmentAnswer:
    """Checks against people for one criterion. `trusted` and `few_labels` are those of
    `genchi.review.trusting`; `blind_spots` are the bad outputs that no telling check fails."""

    criterion: str
    labelled: int
    bad: int
    disputed: int
    confidence: float
    checks: list[GradedCheck]
    detector: ChosenChecks
    minimal: ChosenChecks
    uncaught: list[str]
    alike: list[Alike]
    preferences: ComparedPairs | None
    trusted: list[str]
    matrix: FailureMatrix
    blind_spots: list[ItemRef]
    few_labels: bool
