"""Recorded spans as tables and lines for a terminal.

What an application recorded may hold anything, also codes that a terminal would obey: they are
shown as a mark, never sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rich.console import Group, RenderableType
from rich.text import Text

from genchi.records import Payload, Span, SpanKey, output_text
from genchi.report.pictures import share_picture
from genchi.report.tables import heading, plain_table
from genchi.report.words import say
from genchi.settings import Language
from genchi.store import Keep
from genchi.store.interface import Measure, Page, Sampled, TrendPoint

_SHORT_ID = 8
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Codes of a terminal, and marks that turn the direction of writing."""
_LONGEST_TEXT = 500
"""Characters of a text that one line of a terminal can need."""
_BAR = 16
_NARROW = 80
"""Columns below which a table leaves something out."""
_LEAST = 6
"""Columns that text which gives way keeps."""
_NO = "–"

Payloads = Mapping[SpanKey, Payload]


def traces_table(page: Page, payloads: Payloads, language: Language, width: int) -> RenderableType:
    """Spans, one a line, with the beginning of what was asked."""
    table = _spans_table(page.spans, payloads, language, width)
    notes = [Text(say(language, "more_spans", cursor=page.after), style="dim")]
    return Group(table, *(notes if page.after else ()))


def sample_table(
    sampled: Sequence[Sampled], payloads: Payloads, language: Language, width: int
) -> RenderableType:
    """Spans chosen at random, each with its probability of being chosen."""
    spans = [one.span for one in sampled]
    return _spans_table(spans, payloads, language, width, [one.inclusion for one in sampled])


def span_line(span: Span, payload: Payload | None) -> Text:
    """A span on one line, for following what comes in."""
    parts = [_when(span.start_ns), span.key.trace_id[:_SHORT_ID], span.key.app, title_of(span)]
    parts += [duration_text(span.duration_ns), tokens_text(span)]
    line = Text("  ".join(map(printable, parts)), no_wrap=True, overflow="ellipsis")
    if span.status == "error":
        line.append(f"  ✗ {printable(span.status_message or '')}", style="red")
    elif payload is not None:
        line.append(f"  {asked_in(payload)}", style="dim")
    return line


def trend_table(
    points: Sequence[TrendPoint],
    of: Sequence[Measure],
    *,
    by: str | None,
    language: Language,
    width: int,
) -> RenderableType:
    """Measures over time; the first one also as a bar, where there is room."""
    if not points:
        return Text(say(language, "no_spans"))
    table = plain_table()
    table.add_column(say(language, "from_when"), no_wrap=True)
    if by is not None:
        table.add_column(printable(by), min_width=_LEAST)
    for measure in of:
        table.add_column(say(language, f"measure_{measure}"), justify="right", no_wrap=True)
    bars = width >= _NARROW
    if bars:
        table.add_column(say(language, f"measure_{of[0]}"), style="cyan")
    most = max(point.values.get(of[0]) or 0.0 for point in points) or 1.0
    for point in points:
        bar = _cut(share_picture((point.values.get(of[0]) or 0.0) / most, _BAR))
        table.add_row(
            _minute(point.start_ns),
            *([] if by is None else [_cut(point.group or _NO)]),
            *(measure_text(measure, point.values.get(measure)) for measure in of),
            *([bar] if bars else []),
        )
    return table


def keeps_table(keeps: Sequence[Keep], language: Language) -> RenderableType:
    """The rules of what is kept."""
    if not keeps:
        return Text(say(language, "no_keeps"))
    table = plain_table()
    table.add_column("app", overflow="fold")
    for key in ("days", "gigabytes", "labelled_too"):
        table.add_column(say(language, key), justify="right", no_wrap=True)
    for keep in keeps:
        days = _NO if keep.days is None else f"{keep.days:g}"
        size = _NO if keep.max_bytes is None else f"{keep.max_bytes / 1e9:g}"
        name = say(language, "all_apps") if keep.app is None else printable(keep.app)
        table.add_row(Text(name), days, size, "✓" if keep.labelled else _NO)
    return Group(heading(say(language, "keeps")), table)


def size_text(size: int) -> str:
    """Bytes for people.

    >>> size_text(1_500_000), size_text(12)
    ('1.5 MB', '12 B')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"


def measure_text(measure: Measure, value: float | None) -> str:
    """A value of a trend for people.

    >>> measure_text("p95", 1.5), measure_text("cost", None)
    ('1.50 s', '–')
    """
    if value is None:
        return _NO
    if measure in ("p50", "p95", "p99"):
        return duration_text(round(value * 1e9))
    return f"${value:.4g}" if measure == "cost" else f"{value:,.0f}"


def duration_text(nanoseconds: int | None) -> str:
    """A duration for people.

    >>> duration_text(12_300_000), duration_text(2_000_000_000), duration_text(90_000_000_000)
    ('12 ms', '2.00 s', '1 min 30 s')
    """
    if nanoseconds is None:
        return _NO
    seconds = nanoseconds / 1e9
    if seconds >= 60:
        return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1e3:.0f} ms" if nanoseconds >= 10**6 else f"{seconds * 1e6:.0f} µs"


def asked_in(payload: Payload) -> str:
    """The beginning of what was asked: the last words of the user, or the inputs."""
    said = [message.text for message in payload.messages if message.role == "user"]
    values = said[-1:] or [output_text(value) for value in payload.inputs.values()]
    return printable(" ".join(value[:_LONGEST_TEXT] for value in values))[:_LONGEST_TEXT]


def printable(text: str) -> str:
    """The text on one line, with marks in place of what a terminal would obey.

    >>> printable("a\\nb\\x1b[31m")
    'a b�[31m'
    """
    return _CONTROL.sub("�", re.sub(r"\s+", " ", text))


def title_of(span: Span) -> str:
    """The name of a span, or its operation, and the model it called."""
    name = span.name or span.operation
    model = span.model if span.model and span.model not in name else None
    return printable(" ".join(filter(None, (name, model))))


def tokens_text(span: Span) -> str:
    """Tokens in and out."""
    usage = span.usage
    if usage.input_tokens is None and usage.output_tokens is None:
        return _NO
    return "→".join("?" if n is None else str(n) for n in (usage.input_tokens, usage.output_tokens))


def _spans_table(
    spans: Sequence[Span],
    payloads: Payloads,
    language: Language,
    width: int,
    chances: Sequence[float] = (),
) -> RenderableType:
    """A span on each line; what does not fit into `width` is left out or gives way."""
    if not spans:
        return Text(say(language, "no_spans"))
    shown = ["when", "trace", "what", "latency", "asked"]
    if len({span.key.app for span in spans}) > 1:
        shown.insert(2, "app")
    if width >= _NARROW:
        shown.insert(-1, "tokens")
    if chances:
        shown.insert(-1, "chance")
    table = plain_table()
    for name in shown:
        header = say(language, name)
        if name in _YIELDING:
            table.add_column(header, min_width=_LEAST)
        else:
            right = name in ("latency", "tokens", "chance")
            table.add_column(header, justify="right" if right else "left", no_wrap=True)
    for number, span in enumerate(spans):
        cells = _cells(span, payloads.get(span.key), language)
        if chances:
            cells["chance"] = f"{chances[number]:.3g}"
        table.add_row(*(cells[name] for name in shown))
    return table


_YIELDING = ("app", "what", "asked")
"""Columns that give way to the others."""


def _cells(span: Span, payload: Payload | None, language: Language) -> dict[str, RenderableType]:
    asked = "" if payload is None else asked_in(payload)
    failed = span.status == "error"
    if failed:
        asked = f"✗ {span.status_message or say(language, 'error')}"
    return {
        "when": _when(span.start_ns),
        "trace": span.key.trace_id[:_SHORT_ID],
        "app": _cut(span.key.app),
        "what": _cut(title_of(span)),
        "latency": duration_text(span.duration_ns),
        "tokens": tokens_text(span),
        "asked": _cut(asked, style="red" if failed else ""),
    }


def _cut(text: str, style: str = "") -> Text:
    """Text that gives way to other columns, and stays on its line."""
    return Text(printable(text), style=style, no_wrap=True, overflow="ellipsis")


def _when(ns: int) -> str:
    return datetime.fromtimestamp(ns // 10**9, tz=UTC).strftime("%m-%d %H:%M:%S")


def _minute(ns: int) -> str:
    return datetime.fromtimestamp(ns // 10**9, tz=UTC).strftime("%Y-%m-%d %H:%M")
