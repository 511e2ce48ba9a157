"""The tables of the page: rates, comparisons, checks against people, and who catches what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np

from genchi.evals import Comparison
from genchi.report.page.drawing import confusion_svg, interval_svg
from genchi.report.words import say
from genchi.review import GroupQuality
from genchi.review.aligning import Alignment, CheckAgreement, ChosenSet
from genchi.review.alignment import Selection
from genchi.review.suggestions import SuggestedCheck
from genchi.settings import Language
from genchi.stats import Interval

_COLUMNS = 70
"""Outputs of each kind that the matrix shows."""


def rates_table(groups: Sequence[GroupQuality], by: str | None, language: Language) -> str:
    """The rate of good outputs by group, with its interval."""
    several = any(group.annotators > 1 for group in groups)
    heads = [by or "", say(language, "good"), "", *_heads(language, "labelled", "outputs")]
    if several:
        heads.append(say(language, "agreement"))
    rows = [_rate_cells(group, several, language) for group in groups]
    return html_table(heads, rows, numeric=frozenset([3, 4, 5]))


def comparison_rows(comparisons: Sequence[Comparison], language: Language) -> str:
    """Every pair of variants with the difference, its interval and the verdict in words."""
    heads = [
        say(language, "a_versus_b"),
        say(language, "difference"),
        "",
        *_heads(language, "pairs", "p"),
        say(language, "verdict"),
    ]
    rows = [_comparison_cells(comparison, language) for comparison in comparisons]
    return html_table(heads, rows, numeric=frozenset([3, 4]))


def checks_rows(alignment: Alignment, language: Language) -> str:
    """Every check: what it catches, what it fails falsely, how it agrees, where it was chosen."""
    heads = [
        say(language, "check"),
        say(language, "catches"),
        "",
        say(language, "wrongly_fails"),
        "",
        say(language, "mcc"),
        say(language, "page_counts"),
    ]
    rows = [_check_cells(check, alignment, language) for check in best_first(alignment)]
    return html_table(heads, rows, numeric=frozenset([1, 3, 5]))


def best_first(alignment: Alignment) -> list[CheckAgreement]:
    """The checks, those that agree most with people first."""
    return sorted(
        alignment.checks, key=lambda c: (-c.grade.mcc.value if c.grade.mcc else 2.0, c.check)
    )


def suggestion_rows(found: Sequence[SuggestedCheck], language: Language) -> str:
    """Suggested checks with what they do held out."""
    heads = [
        say(language, "check"),
        say(language, "catches"),
        "",
        say(language, "wrongly_fails"),
        "",
    ]
    rows = []
    for item in found:
        held = item.suggestion.held_out
        rows.append(
            [
                f'<span class="spec">{escape(item.suggestion.check.spec)}</span>',
                _interval_percent(held.coverage, language),
                interval_svg(held.coverage, kind="ok", width=150),
                _interval_percent(held.false_failure, language),
                interval_svg(held.false_failure, kind="no", width=150),
            ]
        )
    return html_table(heads, rows, numeric=frozenset([1, 3]))


def set_card(chosen: ChosenSet, name: str, language: Language) -> str:
    """A chosen set (`name` is "detector" or "minimal"): its checks, in sample and held out."""
    title, text = say(language, f"page_{name}"), say(language, f"page_{name}_why")
    sample, held = chosen.in_sample, chosen.held_out
    names = "".join(f'<span class="tag acc spec">{escape(name)}</span>' for name in chosen.checks)
    notes = " ".join(_selection_notes(sample, language))
    note = f'<p class="small mut">{notes}</p>' if notes else ""
    return f"""<div class="card"><b>{title}</b><p class="small mut">{text}</p>
{names or say(language, "no_checks")}
<div class="measures"><span class="h"></span>
<span class="h">{say(language, "in_sample")}</span>
<span class="h">{say(language, "held_out")}</span>
<span>{say(language, "catches")}</span><span>{_percent(sample.coverage, language)}</span>
<span>{_with_limits(held.coverage, language)}</span>
<span>{say(language, "wrongly_fails")}</span><span>{_percent(sample.false_failure, language)}</span>
<span>{_with_limits(held.false_failure, language)}</span></div>{note}</div>"""


def _selection_notes(selection: Selection, language: Language) -> Iterator[str]:
    if selection.coverable < selection.bad:
        missed = selection.bad - selection.coverable
        yield say(language, "page_out_of_reach", n=missed, bad=selection.bad)
    if not selection.optimal:
        yield say(language, "page_not_optimal")


def matrix(alignment: Alignment, shown: frozenset[str], language: Language) -> str:
    """Checks by outputs: what each catches among the bad ones, and fails among the good ones."""
    order = {check.check: i for i, check in enumerate(alignment.checks)}
    failed = alignment.passes == 0
    bad = [i for i, good in enumerate(alignment.good) if not good]
    good = [i for i, is_good in enumerate(alignment.good) if is_good]
    telling = [
        order[c.check] for c in best_first(alignment) if c.grade.mcc and c.grade.mcc.value > 0
    ]
    caught = failed[:, telling].sum(axis=1)
    bad.sort(key=lambda i: (-caught[i], i))
    good.sort(key=lambda i: (-caught[i], i))
    rows = [
        f'<tr><th class="row">{escape(check.check)}</th>'
        + "".join(_cell(alignment, i, order[check.check], "hit", shown) for i in bad[:_COLUMNS])
        + '<td class="gap"></td>'
        + "".join(_cell(alignment, i, order[check.check], "false", shown) for i in good[:_COLUMNS])
        + "</tr>"
        for check in best_first(alignment)
    ]
    missed = "".join(f"<td>{'<i></i>' if not caught[i] else ''}</td>" for i in bad[:_COLUMNS])
    last = f'<tr class="miss"><th class="row">{say(language, "page_missed")}</th>{missed}</tr>'
    return f"""<table class="matrix">{"".join(rows)}{last}</table>
<div class="legend"><span><i style="background:var(--no)"></i>{say(language, "page_hit")}</span>
<span><i style="background:var(--warn)"></i>{say(language, "page_false")}</span>
<span><i style="background:var(--sunk)"></i>{say(language, "page_passed")}</span>
<span><i style="background:var(--mark)"></i>{say(language, "page_missed")}</span></div>"""


def html_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int] = frozenset()
) -> str:
    """A table of cells that are HTML already; `numeric` columns stand right."""
    kinds = [' class="num"' if i in numeric else "" for i in range(len(heads))]
    top = "".join(f"<th{kind}>{head}</th>" for kind, head in zip(kinds, heads, strict=True))
    body = "".join(
        "<tr>"
        + "".join(f"<td{k}>{cell}</td>" for k, cell in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def _heads(language: Language, *keys: str) -> Iterator[str]:
    return (say(language, key) for key in keys)


def _rate_cells(group: GroupQuality, several: bool, language: Language) -> list[str]:
    interval = None
    if group.rate is not None:
        interval = Interval(
            group.rate, group.low, group.high, group.confidence, group.labelled, group.method
        )
    limits = f"{group.low:.0%} … {group.high:.0%}"
    cells = [
        f"<b>{escape(group.group)}</b>",
        _big(_percent(group.rate, language), limits),
        interval_svg(interval),
        f"{group.labelled}",
        f"{group.n}",
    ]
    if several:
        cells.append("–" if group.agreement is None else f"{group.agreement:.2f}")
    return cells


def _big(number: str, below: str) -> str:
    return f'<span class="big">{number}</span><span class="sub">{below}</span>'


def _comparison_cells(comparison: Comparison, language: Language) -> list[str]:
    value = comparison.difference
    interval = None
    if value is not None:
        interval = Interval(
            value, comparison.low, comparison.high, comparison.confidence, comparison.pairs, ""
        )
    points = "–" if value is None else f"{100 * value:+.1f}"
    limits = f"{100 * comparison.low:+.1f} … {100 * comparison.high:+.1f}"
    return [
        f"<b>{escape(comparison.a)}</b><span class='sub'>{escape(comparison.b)}</span>",
        _big(points, limits),
        interval_svg(interval, low=-1.0, high=1.0),
        f"{comparison.pairs}",
        f"{comparison.p_adjusted:.2g}" if comparison.pairs else "–",
        _verdict(comparison, language),
    ]


def _verdict(comparison: Comparison, language: Language) -> str:
    if comparison.verdict in ("better", "worse"):
        winner = comparison.a if comparison.verdict == "better" else comparison.b
        words = say(language, "page_better", name=winner)
        return f'<span class="tag ok">{escape(words)}</span>'
    key = comparison.verdict if comparison.pairs else "no shared inputs"
    words = say(language, key, needed=comparison.needed)
    kind = "tag" if key == "no difference shown" else "tag warn"
    return f'<span class="{kind}">{escape(words)}</span>'


def _check_cells(check: CheckAgreement, alignment: Alignment, language: Language) -> list[str]:
    grade = check.grade
    chosen = (("detector", alignment.detector), ("minimal", alignment.minimal))
    tags = "".join(
        f'<span class="tag acc">{say(language, name)}</span>'
        for name, of in chosen
        if check.check in of.checks
    )
    return [
        f'<span class="spec">{escape(check.check)}</span><span class="sub">{tags}</span>',
        _interval_percent(grade.coverage, language),
        interval_svg(grade.coverage, held_out=check.held_out.coverage, kind="ok", width=150),
        _interval_percent(grade.false_failure, language),
        interval_svg(
            grade.false_failure, held_out=check.held_out.false_failure, kind="no", width=150
        ),
        f"{grade.mcc.value:+.2f}" if grade.mcc else "–",
        _confusion(check, language),
    ]


def _confusion(check: CheckAgreement, language: Language) -> str:
    grade = check.grade
    words = say(
        language,
        "page_confusion",
        tp=grade.tp,
        bad=grade.tp + grade.fn,
        fp=grade.fp,
        good=grade.fp + grade.tn,
    )
    errors = say(language, "page_unmeasured", n=grade.unmeasured) if grade.unmeasured else ""
    picture = confusion_svg(grade.tp, grade.fn, grade.fp, grade.tn)
    return f'{picture}<span class="small">{words}</span><span class="sub">{errors}</span>'


def _cell(alignment: Alignment, output: int, check: int, kind: str, shown: frozenset[str]) -> str:
    said = alignment.passes[output, check]
    name = "none" if np.isnan(said) else kind if said == 0 else ""
    span = alignment.outputs[output].span.span_id
    body = f'<i class="{name}" title="{span}"></i>'
    return f'<td><a href="#o{span}">{body}</a></td>' if span in shown else f"<td>{body}</td>"


def _percent(value: float | None, language: Language) -> str:
    return say(language, "not_measurable") if value is None else f"{value:.0%}"


def _interval_percent(interval: Interval | None, language: Language) -> str:
    return _percent(None if interval is None else interval.value, language)


def _with_limits(interval: Interval | None, language: Language) -> str:
    if interval is None:
        return say(language, "not_measurable")
    return f'{interval.value:.0%} <span class="mut">{interval.low:.0%} … {interval.high:.0%}</span>'
