"""The part of a filter that is about judgements: `label.X:` and `check.X:` as the spans they mean.

Labels and verdicts are few beside spans, and are kept apart from them. So these conditions become a
set of span keys first, bounded, and the store is asked for the rest of the filter among those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from genchi.errors import UsageError
from genchi.observing.pages import pages
from genchi.records import OUTCOMES, AnyOf, Between, Condition, Filter, SpanKey, Verdict
from genchi.stats import mean
from genchi.store import Store

MOST_KEYS = 100_000
"""How many spans judgements may name: beyond that a filter is to be narrowed."""


def narrowed(
    store: Store, filter_: Filter, app: str | None
) -> tuple[Filter, Sequence[SpanKey] | None]:
    """The filter without its judgements, and the spans they mean (None: it has none).

    An output is labelled with the mean of what people said last, as everywhere; a check counts by
    its newest version. What must not be (`-label.X:pass`) is taken from the spans that the other
    conditions mean.
    """
    judged = [c for c in filter_.conditions if isinstance(c, Condition) and _reader(c)]
    if not judged:
        return filter_, None
    rest = Filter(tuple(c for c in filter_.conditions if c not in judged))
    wanted = [_keys(store, c, app) for c in judged if not c.negated]
    keys = set.intersection(*wanted) if wanted else _bounded(_keys_of(store, rest, app))
    for condition in judged:
        if condition.negated:
            keys -= _keys(store, condition, app)
    return rest, list(_bounded(keys))


def _bounded(keys: Iterable[SpanKey]) -> set[SpanKey]:
    found = set[SpanKey]()
    for key in keys:
        found.add(key)
        if len(found) > MOST_KEYS:
            raise UsageError(
                f"conditions on labels and checks mean more than {MOST_KEYS:,} spans here: narrow "
                "the filter, for example with time:>-7d or an application"
            )
    return found


def _keys_of(store: Store, filter_: Filter, app: str | None) -> Iterator[SpanKey]:
    return (span.key for page in pages(store, filter_, app=app) for span in page)


_Reader = Callable[[Store, str, str, Condition], Iterator[SpanKey]]


def _reader(condition: Condition) -> _Reader | None:
    return _READERS.get(condition.field.partition(".")[0])


def _keys(store: Store, condition: Condition, app: str | None) -> set[SpanKey]:
    kind, _, name = condition.field.partition(".")
    apps = [app] if app is not None else sorted(store.spans.apps())
    known = {one: _named(store, one, kind, name) for one in apps}
    if not any(known.values()):
        there = sorted({each for one in apps for each in _names(store, one, kind)})
        raise UsageError(
            f"there is no {kind} {name!r} here: there is "
            f"{', '.join(there) if there else 'none yet'}"
        )
    read, found = _READERS[kind], set[SpanKey]()
    for one, names in known.items():
        for each in names:
            found.update(read(store, one, each, condition))
    return found


def _named(store: Store, app: str, kind: str, name: str) -> list[str]:
    """The criterion or spec called so; a check may be called by its name alone.

    One that was replaced is meant by its whole spec only.
    """
    there = _names(store, app, kind)
    if name in there:
        return [name]
    called = [each for each in there if each.partition("(")[0] == name]
    return called or [each for each in _names(store, app, kind, retired=True) if each == name]


def _names(store: Store, app: str, kind: str, *, retired: bool = False) -> list[str]:
    if kind == "label":
        return list(store.labels.counts(app))
    return [spec for spec, _ in store.verdicts.checks(app, retired=retired)]


def _labelled(store: Store, app: str, name: str, condition: Condition) -> Iterator[SpanKey]:
    values: dict[SpanKey, list[float]] = {}
    for label in store.labels.current(app, name):
        known = values.setdefault(label.target.span, [])
        if label.value is not None:
            known.append(label.value)
    for key, said in values.items():
        if _is_value(condition.test, mean(said) if said else None):
            yield key


def _checked(store: Store, app: str, name: str, condition: Condition) -> Iterator[SpanKey]:
    test = condition.test
    asked = test.patterns if isinstance(test, AnyOf) else ()
    only = next((outcome for outcome in OUTCOMES if asked == (outcome,)), None)
    for key, verdict in store.verdicts.of(app, name, outcome=only).items():
        if _is_verdict(test, verdict):
            yield key


def _is_value(test: AnyOf | Between, value: float | None) -> bool:
    """Whether a mean is so; None is that of an output of which nobody could say."""
    if value is None:
        return isinstance(test, AnyOf) and "*" in test.patterns
    if isinstance(test, Between):
        return _lies(test, value)
    return any(_is_called(pattern, value) for pattern in test.patterns)


def _is_called(pattern: str, value: float) -> bool:
    match pattern:
        case "*":
            return True
        case "pass":
            return value > 0.5
        case "fail":
            return value < 0.5
        case _:
            return _number(pattern) == value


def _is_verdict(test: AnyOf | Between, verdict: Verdict) -> bool:
    if isinstance(test, Between):
        return verdict.score is not None and _lies(test, verdict.score)
    return any(fnmatchcase(verdict.outcome, pattern) for pattern in test.patterns)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _lies(test: Between, value: float) -> bool:
    above = test.low is None or (value >= test.low if test.with_low else value > test.low)
    below = test.high is None or (value <= test.high if test.with_high else value < test.high)
    return above and below


_READERS: dict[str, _Reader] = {"label": _labelled, "check": _checked}
