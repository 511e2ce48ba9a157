"""One trace for a terminal: its spans as a tree over time, then what each of them said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from genchi import records
from genchi.records import Message, Payload, Span, SpanKey, output_text
from genchi.report.tables import heading, plain_table
from genchi.report.trace_tables import duration_text, printable, title_of, tokens_text
from genchi.report.words import say
from genchi.settings import Language

SHOWN = 200
"""Spans of a trace that a terminal shows; the rest is in `--json`."""
_BAR = 24
_DEEPEST = 12
"""Levels that are drawn one under the other; what is deeper stands on the last one."""
_TEXT = 2_000
"""Characters that a line is cut from."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A span at its place in the tree: how deep it stands, 0 for those within no other."""

    span: Span
    depth: int


def trace_view(
    spans: Sequence[Span],
    payloads_of: Callable[[Sequence[SpanKey]], Mapping[SpanKey, Payload]],
    language: Language,
) -> RenderableType:
    """A trace: when each span ran, and what went in and came out.

    `payloads_of` fetches the payloads of the spans that are shown, the first `SHOWN`.
    """
    placed = in_order(spans)
    shown = placed[:SHOWN]
    payloads = payloads_of([one.span.key for one in shown])
    parts: list[RenderableType] = [
        _heading(spans, language),
        _timeline(shown, spans, language),
    ]
    for one in shown:
        payload = payloads.get(one.span.key)
        parts += _said(one.span, payload, language)
    left = len(placed) - len(shown)
    if left:
        parts.append(Text(say(language, "more_in_trace", n=left), style="yellow"))
    return Group(*parts)


def in_order(spans: Sequence[Span]) -> list[Placed]:
    """The spans of a trace, each after the one it stands in, by when they began.

    A span whose parent is not there stands at the top; so does one of a circle, which no tracer
    should send.
    """
    inside = defaultdict[str | None, list[Span]](list)
    there = {span.key.span_id for span in spans}
    for span in sorted(spans, key=lambda span: span.start_ns):
        inside[span.parent_id if span.parent_id in there else None].append(span)
    placed, seen = list[Placed](), set[SpanKey]()
    for start in [*inside[None], *spans]:
        waiting = [Placed(start, 0)]
        while waiting:
            one = waiting.pop()
            if one.span.key in seen:
                continue
            seen.add(one.span.key)
            placed.append(one)
            waiting += [Placed(s, one.depth + 1) for s in reversed(inside[one.span.key.span_id])]
    return placed


def _heading(spans: Sequence[Span], language: Language) -> Text:
    first = spans[0]
    begin = min(span.start_ns for span in spans)
    end = max(span.start_ns + (span.duration_ns or 0) for span in spans)
    apps = ", ".join(sorted({span.key.app for span in spans}))
    told = {"id": first.key.trace_id, "app": printable(apps), "n": len(spans)}
    return heading(say(language, "trace_title", **told, duration=duration_text(end - begin)))


def _timeline(placed: Sequence[Placed], spans: Sequence[Span], language: Language) -> Table:
    begin = min(span.start_ns for span in spans)
    length = max(span.start_ns + (span.duration_ns or 0) for span in spans) - begin
    table = plain_table()
    table.add_column(say(language, "what"), no_wrap=True, overflow="ellipsis")
    table.add_column(say(language, "over_time"), no_wrap=True, style="cyan", width=_BAR)
    table.add_column(say(language, "latency"), justify="right", no_wrap=True)
    table.add_column(say(language, "tokens"), justify="right", no_wrap=True)
    for one in placed:
        span = one.span
        name = Text("  " * min(one.depth, _DEEPEST) + title_of(span))
        if span.status == "error":
            name.stylize("red")
        bar = _bar(span.start_ns - begin, span.duration_ns or 0, length)
        table.add_row(name, bar, duration_text(span.duration_ns), tokens_text(span))
    return table


def _bar(start: int, duration: int, length: int) -> str:
    """Where a span lies within its trace; at least a sliver.

    >>> _bar(0, 50, 100) == "━" * 12, _bar(99, 1, 100).lstrip()
    (True, '━')
    """
    if not length:
        return "━" * _BAR
    left = min(_BAR - 1, start * _BAR // length)
    right = max(left + 1, min(_BAR, -(-(start + duration) * _BAR // length)))
    return " " * left + "━" * (right - left)


def _said(span: Span, payload: Payload | None, language: Language) -> Iterator[RenderableType]:
    lines = list(_lines(payload, language)) if payload is not None else []
    if span.status == "error":
        lines.append((say(language, "error"), span.status_message or "", "red"))
    if not lines:
        return
    yield Text("")
    yield Text(title_of(span), style="bold", no_wrap=True, overflow="ellipsis")
    for who, words, style in lines:
        line = Text(f"  {printable(who)}: ", style="dim", no_wrap=True, overflow="ellipsis")
        yield line.append(printable(words[:_TEXT]), style=style or "not dim")


def _lines(payload: Payload, language: Language) -> Iterator[tuple[str, str, str]]:
    """Who or what, the words, and how they are painted."""
    for name, value in payload.inputs.items():
        yield name, output_text(value), ""
    for message in payload.messages:
        yield from _message(message)
    for number, passage in enumerate(payload.passages):
        yield say(language, "passage", n=number), passage.text, ""
    for message in payload.output_messages:
        yield from _message(message)
    if payload.output is not None and not payload.output_messages:
        yield say(language, "output"), output_text(payload.output), ""


def _message(message: Message) -> Iterator[tuple[str, str, str]]:
    for part in message.parts:
        match part:
            case records.Text(content):
                yield message.role, content, ""
            case records.Reasoning(content):
                yield f"{message.role} …", content, "italic"
            case records.ToolCall(_, name, arguments):
                yield message.role, f"{name}({output_text(arguments)})", "magenta"
            case records.ToolResult(_, response):
                yield message.role, output_text(response), "magenta"
            case _:
                yield message.role, output_text(part.data), ""
