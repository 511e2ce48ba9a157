"""What the numbers of an evaluation are worth: intervals, paired comparisons, agreement, sizes.

Pure functions on plain sequences, written with the standard library alone, so that a report can
show an interval on a machine that has nothing else installed. Importing this package imports no
numeric library. Every function names the formula it computes and where it was published.

| question | function |
|---|---|
| how sure is this pass rate? | `wilson`, `clustered_proportion` |
| how sure is this mean score? | `clustered_mean`, `bootstrap` |
| is A better than B on the same cases? | `paired_difference`, `paired_binary_difference` |
| could that difference be chance? | `mcnemar`, `paired_p_value` |
| what is the true rate, when a judge did most of the work? | `ppi_mean` |
| is A better than B, when a judge did most of the work? | `ppi_paired_difference` |
| do two raters agree? | `cohen_kappa`, `krippendorff_alpha`, `matthews`, `agreement_rate` |
| does it succeed in one of k tries, or in all k? | `pass_at_k`, `pass_hat_k` |
| how many cases do I need? | `sample_size_*` |
| which of many comparisons survive? | `holm`, `benjamini_hochberg` |

An `Interval` may be unbounded (`-inf`, `inf`) where the data say nothing about the spread.
"""

from __future__ import annotations

from genchi.stats.agreement import agreement_rate, cohen_kappa, krippendorff_alpha, matthews
from genchi.stats.distributions import normal_quantile, student_t_quantile
from genchi.stats.intervals import Interval, mean
from genchi.stats.means import clustered_mean
from genchi.stats.multiple import benjamini_hochberg, holm
from genchi.stats.pairs import (
    mcnemar,
    paired_binary_difference,
    paired_difference,
    paired_p_value,
)
from genchi.stats.prediction_powered import ppi_mean, ppi_paired_difference
from genchi.stats.proportions import clustered_proportion, wilson
from genchi.stats.repeats import pass_at_k, pass_hat_k
from genchi.stats.resampling import bootstrap
from genchi.stats.sample_size import (
    sample_size_mean,
    sample_size_paired_binary,
    sample_size_proportion,
)

__all__ = [
    "Interval",
    "agreement_rate",
    "benjamini_hochberg",
    "bootstrap",
    "clustered_mean",
    "clustered_proportion",
    "cohen_kappa",
    "holm",
    "krippendorff_alpha",
    "matthews",
    "mcnemar",
    "mean",
    "normal_quantile",
    "paired_binary_difference",
    "paired_difference",
    "paired_p_value",
    "pass_at_k",
    "pass_hat_k",
    "ppi_mean",
    "ppi_paired_difference",
    "sample_size_mean",
    "sample_size_paired_binary",
    "sample_size_proportion",
    "student_t_quantile",
    "wilson",
]
