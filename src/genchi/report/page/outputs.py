"""One output in full: the question, the answer with its marks, what people and checks said."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import pairwise

from genchi.records import Label, Passage, Span, Verdict, output_text
from genchi.report.findings import ShownOutput
from genchi.report.words import say
from genchi.settings import Language

Mark = tuple[int, int, str]
"""Characters from the first to before the second, and the kind of mark: "" or "person"."""
_LONG = 6000
"""Characters of an answer that a page shows."""


def output_card(shown: ShownOutput, language: Language) -> str:
    """The output as a card."""
    span = shown.span
    payload = span.payload
    question = _question(span)
    answer = output_text(payload.output if payload else "")
    return f"""<article class="card output" id="{_anchor(span)}">
<div class="top">{_tags(shown, language)}<span class="id">{span.key.span_id}</span></div>
{f'<p class="q">{escape(question)}</p>' if question else ""}
<p class="a">{marked(answer[:_LONG], _marks(shown))}{"…" if len(answer) > _LONG else ""}</p>
{_said(shown.verdicts, language)}{_passages(payload.passages if payload else (), language)}
</article>"""


def marked(text: str, marks: Sequence[Mark]) -> str:
    """Text as HTML with its marks; marks may overlap.

    >>> marked("a<b>c", [(1, 3, "")])
    'a<mark>&lt;b</mark>&gt;c'
    """
    edges = sorted({0, len(text), *(min(max(at, 0), len(text)) for m in marks for at in m[:2])})
    pieces = []
    for start, end in pairwise(edges):
        kinds = {kind for left, right, kind in marks if left <= start and end <= right}
        piece = escape(text[start:end])
        for kind in sorted(kinds):
            piece = f'<mark class="{kind}">{piece}</mark>' if kind else f"<mark>{piece}</mark>"
        pieces.append(piece)
    return "".join(pieces)


def _anchor(span: Span) -> str:
    return f"o{span.key.span_id}"


def _question(span: Span) -> str:
    payload = span.payload
    if payload is None:
        return ""
    if payload.inputs:
        return "\n".join(output_text(value) for value in payload.inputs.values())
    asked = [message.text for message in payload.messages if message.role == "user"]
    return asked[-1] if asked else ""


def _tags(shown: ShownOutput, language: Language) -> str:
    span = shown.span
    plain = [value for value in (span.model, span.prompt_version) if value]
    said = [_label_tag(label, language) for label in shown.labels if label.target.kind == "output"]
    return "".join([*said, *(f'<span class="tag">{escape(value)}</span>' for value in plain)])


def _label_tag(label: Label, language: Language) -> str:
    good = label.value is not None and label.value >= 0.5
    word = say(language, "good_word" if good else "bad_word")
    kind = "ok" if good else "no"
    return f'<span class="tag {kind}">{escape(label.annotator)}: {escape(word)}</span>'


def _marks(shown: ShownOutput) -> list[Mark]:
    found = [
        (evidence.start, evidence.end, "")
        for _, verdict in shown.verdicts
        if verdict.outcome == "fail"
        for evidence in verdict.evidence
        if evidence.field == "output"
    ]
    pieces = [
        (label.target.start or 0, label.target.end or 0, "person")
        for label in shown.labels
        if label.target.kind == "piece"
    ]
    return [*found, *pieces]


def _said(verdicts: Sequence[tuple[str, Verdict]], language: Language) -> str:
    failed = [(spec, verdict) for spec, verdict in verdicts if verdict.outcome == "fail"]
    if not failed:
        none = say(language, "no_check_fails")
        return f'<ul class="said"><li><span class="v">✓</span><span>{none}</span></li></ul>'
    rows = "".join(
        f'<li><span class="x">✗</span><span class="spec">{escape(spec)}</span>'
        f"<span>{escape(verdict.reason)}</span></li>"
        for spec, verdict in failed
    )
    return f'<ul class="said">{rows}</ul>'


def _passages(passages: Sequence[Passage], language: Language) -> str:
    if not passages:
        return ""
    body = "".join(
        f"<p>{escape(f'[{number}] {passage.id}'.rstrip())}\n{escape(passage.text[:_LONG])}</p>"
        for number, passage in enumerate(passages, start=1)
    )
    title = say(language, "page_passages", n=len(passages))
    return f"<details><summary>{title}</summary>{body}</details>"
