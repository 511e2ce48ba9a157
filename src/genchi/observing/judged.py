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
from genchi.store import Store

MOST_KEYS = 100_000
"""How many spans judgements may name: beyond that a filter is to be narrowed."""
_VALUES = {"pass": 1.0, "fail": 0.0}


def narrowed(
    store: Store, filter_: Filter, app: str | None
) -> tuple[Filter, Sequence[SpanKey] | None]:
    """The filter without its judgements, and the spans they mean (None: it has none).

    A label counts where any annotator's last one is so, a check by its newest version. What must
    not be (`-label.X:pass`) is taken from the spans that the other conditions mean.
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
    known = {one: _named(names, name) for one in apps for names in [_NAMES[kind](store, one)]}
    if not any(known.values()):
        there = sorted({each for one in apps for each in _NAMES[kind](store, one)})
        raise UsageError(
            f"there is no {kind} {name!r} here: there is "
            f"{', '.join(there) if there else 'none yet'}"
        )
    read, found = _READERS[kind], set[SpanKey]()
    for one, names in known.items():
        for each in names:
            found.update(read(store, one, each, condition))
    return found


def _named(there: Sequence[str], name: str) -> list[str]:
    """The criterion or spec called so; a check may be called by its name alone."""
    return [name] if name in there else [each for each in there if each.partition("(")[0] == name]


def _labelled(store: Store, app: str, name: str, condition: Condition) -> Iterator[SpanKey]:
    for label in store.labels.current(app, name):
        if _is_value(condition.test, label.value):
            yield label.target.span


def _checked(store: Store, app: str, name: str, condition: Condition) -> Iterator[SpanKey]:
    test = condition.test
    asked = test.patterns if isinstance(test, AnyOf) else ()
    only = next((outcome for outcome in OUTCOMES if asked == (outcome,)), None)
    for key, verdict in store.verdicts.of(app, name, outcome=only).items():
        if _is_verdict(test, verdict):
            yield key


def _is_value(test: AnyOf | Between, value: float | None) -> bool:
    if isinstance(test, Between):
        return value is not None and _lies(test, value)
    return any(p == "*" or _number(p) == value is not None for p in test.patterns)


def _is_verdict(test: AnyOf | Between, verdict: Verdict) -> bool:
    if isinstance(test, Between):
        return verdict.score is not None and _lies(test, verdict.score)
    return any(fnmatchcase(verdict.outcome, pattern) for pattern in test.patterns)


def _number(text: str) -> float | None:
    try:
        return _VALUES[text] if text in _VALUES else float(text)
    except ValueError:
        return None


def _lies(test: Between, value: float) -> bool:
    above = test.low is None or (value >= test.low if test.with_low else value > test.low)
    below = test.high is None or (value <= test.high if test.with_high else value < test.high)
    return above and below


_READERS: dict[str, _Reader] = {"label": _labelled, "check": _checked}
_NAMES: dict[str, Callable[[Store, str], list[str]]] = {
    "label": lambda store, app: list(store.labels.counts(app)),
    "check": lambda store, app: [spec for spec, _ in store.verdicts.checks(app)],
}
