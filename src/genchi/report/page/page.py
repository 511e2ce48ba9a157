"""The page: a headline, then criterion by criterion what is good, what is better, what to trust."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from genchi.report.findings import CriterionFindings, Findings, ShownOutput
from genchi.report.page.outputs import output_card
from genchi.report.page.tables import (
    checks_rows,
    comparison_rows,
    matrix,
    rates_table,
    set_card,
    suggestion_rows,
)
from genchi.report.words import say
from genchi.review.aligning import Alignment
from genchi.settings import Language


def report_page(findings: Findings, language: Language, *, sample: bool) -> str:
    """The whole page. `sample` says that the application is the one genchi ships with."""
    title = escape(say(language, "page_title", app=findings.app))
    style = (files("genchi.report.page") / "page.css").read_text(encoding="utf-8")
    parts = "".join(
        _criterion(number, found, findings.app, language)
        for number, found in enumerate(findings.criteria)
    )
    return f"""<!doctype html>
<html lang="{"zh-CN" if language == "zh" else "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body>{_head(findings, language, sample)}{_navigation(findings)}
<main>{parts}</main>{_foot(findings, language)}</body></html>
"""


def _head(findings: Findings, language: Language, sample: bool) -> str:
    first = findings.criteria[0]
    facts = [
        (f"{findings.outputs:,}", say(language, "outputs")),
        (f"{first.overall.labelled:,}", say(language, "page_labelled", name=first.criterion)),
        (f"{findings.annotators}", say(language, "page_annotators")),
        (f"{len(findings.criteria)}", say(language, "page_criteria")),
    ]
    if first.alignment is not None:
        facts.append((f"{len(first.alignment.checks)}", say(language, "checks")))
    items = "".join(f"<li><b>{value}</b><span>{escape(name)}</span></li>" for value, name in facts)
    own = f'<p class="own">{say(language, "page_sample")}</p>' if sample else ""
    return f"""<div class="head"><div>
<span class="logo"></span><span class="brand">genchi 现地</span>
<h1>{escape(say(language, "page_title", app=findings.app))}</h1>
<p class="lede">{_headline(first, language)}</p><ul class="facts">{items}</ul>{own}</div></div>"""


def _headline(found: CriterionFindings, language: Language) -> str:
    """The first thing to know, in a sentence or two."""
    overall = found.overall
    sentences = []
    if overall.rate is not None:
        limits = {"low": f"{overall.low:.0%}", "high": f"{overall.high:.0%}"}
        sentences.append(
            say(language, "page_rate", rate=f"{overall.rate:.0%}", name=found.criterion, **limits)
        )
    if len(found.comparisons) == 1:
        comparison = found.comparisons[0]
        key = {"better": "page_first_better", "worse": "page_second_better"}.get(
            comparison.verdict, "page_undecided"
        )
        sentences.append(say(language, key, a=comparison.a, b=comparison.b))
    if found.alignment is not None:
        kept = len(found.alignment.detector.checks)
        missed = len(found.alignment.uncaught)
        sentences.append(say(language, "page_trusted", kept=kept, missed=missed))
    return escape(" ".join(sentences))


def _navigation(findings: Findings) -> str:
    if len(findings.criteria) < 2:
        return ""
    links = "".join(
        f'<li><a href="#c{number}">{escape(found.criterion)}</a></li>'
        for number, found in enumerate(findings.criteria)
    )
    return f"<nav><ul>{links}</ul></nav>"


def _criterion(number: int, found: CriterionFindings, app: str, language: Language) -> str:
    rates = rates_table([found.overall], None, language)
    if found.groups:
        rates = rates_table([found.overall, *found.groups], found.by, language)
    if found.overall.chosen:
        note = say(language, "chosen", n=found.overall.chosen)
        rates += f"<p class='why'>{escape(note)}</p>"
    compared = ""
    if found.comparisons:
        table = comparison_rows(found.comparisons, language)
        title = say(language, "page_compared", by=found.by)
        compared = f"<h3>{escape(title)}</h3><div class='card'>{table}</div>"
    command = f"genchi quality --app {app} --criterion {found.criterion}"
    return f"""<section id="c{number}"><h2>{escape(found.criterion)}</h2>
<p class="why">{say(language, "page_why_rate")} <code>{escape(command)}</code></p>
<div class="card">{rates}</div>{compared}</section>
{_checks(found, language)}{_lists(found, language)}"""


def _checks(found: CriterionFindings, language: Language) -> str:
    alignment = found.alignment
    if alignment is None:
        return f'<p class="own">{say(language, "page_no_checks")}</p>'
    if not alignment.bad:
        return f'<p class="own">{say(language, "page_none_bad")}</p>'
    shown = frozenset(o.span.key.span_id for o in (*found.worst, *found.uncaught, *found.suspects))
    return f"""<section><h2>{say(language, "page_which_checks")}</h2>
<p class="why">{say(language, "page_why_checks")}</p>
<div class="card">{checks_rows(alignment, language)}</div>
<p class="small mut">{_facts(alignment, language)} {say(language, "page_hollow")}</p>
<div class="sets">{set_card(alignment.detector, "detector", language)}
{set_card(alignment.minimal, "minimal", language)}</div>
<h3>{say(language, "page_matrix")}</h3><div class="card">{matrix(alignment, shown, language)}</div>
</section>{_suggestions(found, language)}"""


def _suggestions(found: CriterionFindings, language: Language) -> str:
    if not found.suggestions:
        return ""
    return f"""<section><h2>{say(language, "page_suggest")}</h2>
<p class="why">{say(language, "page_suggest_why")}</p>
<div class="card">{suggestion_rows(found.suggestions, language)}</div></section>"""


def _facts(alignment: Alignment, language: Language) -> str:
    facts = say(language, "align_facts", labelled=alignment.labelled, bad=alignment.bad)
    if not alignment.disputed:
        return f"{facts}."
    return f"{facts}; {say(language, 'align_disputed', n=alignment.disputed)}."


def _lists(found: CriterionFindings, language: Language) -> str:
    return "".join(
        _list(key, shown, language)
        for key, shown in (
            ("page_uncaught", found.uncaught),
            ("page_worst", found.worst),
            ("page_suspects", found.suspects),
        )
    )


def _list(key: str, shown: Sequence[ShownOutput], language: Language) -> str:
    if not shown:
        return ""
    cards = "".join(output_card(output, language) for output in shown)
    return f"""<section><h2>{say(language, key)}</h2>
<p class="why">{say(language, f"{key}_why")}</p>{cards}</section>"""


def _foot(findings: Findings, language: Language) -> str:
    app = findings.app
    commands = "\n".join(
        [
            f"genchi import FILE --app {app}",
            f"genchi check --app {app}",
            f"genchi report --app {app}",
        ]
    )
    return f"""<footer><div><b>{say(language, "page_own_title")}</b>
<p>{say(language, "page_own")}</p><pre>{escape(commands)}</pre>
<p class="small mut">{say(language, "page_fair")}</p></div></footer>"""
