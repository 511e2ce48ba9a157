"""The next items for a reviewer: from one of four sources, leased so that nobody else gets them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from genchi.records import ROOTS, Span, SpanKey
from genchi.review.drawing import drawn
from genchi.review.outputs import FAIR
from genchi.review.pairing import Item, keys_of, pairs_of
from genchi.review.planning import Plan, Plans
from genchi.review.recipe import Why
from genchi.review.viewing import SIZE, View, size_of, view_of
from genchi.store import Lease, Store, Untouched

Mode = Literal["single", "pair"]
Source = Literal["recipe", "picked", "second", "filter"]
LEASE_SECONDS = 600
GOAL = 20
"""Outputs to look at on a day."""
_PAIRS_AMONG = 5_000
"""Recent outputs among which pairs are looked for."""
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer asks for; `have` are ids of items they still hold.

    `matching` gives the spans that a filter means, for the source of that name.
    """

    app: str
    criterion: str
    reviewer: str
    limit: int
    mode: Mode = "single"
    source: Source = "recipe"
    have: tuple[str, ...] = ()
    matching: Callable[[], Iterable[Span]] = tuple


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One item: why it is shown, and with which probability it was drawn where that is known."""

    item: Item
    why: Why
    inclusion: float | None
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Items, how far the reviewer is today, how many outputs wait, and the parts of the plan."""

    items: tuple[QueueItem, ...]
    done_today: int
    waiting: int
    ended: bool
    parts: dict[Why, float] | None


@dataclass(frozen=True, slots=True)
class _Offer:
    """What may be given next."""

    item: Item
    why: Why
    untouched: Untouched
    inclusion: float | None = None


class Queue:
    """The queues of a store."""

    def __init__(self, store: Store, plans: Plans, *, clock: Callable[[], int]) -> None:
        self._store, self._plans, self._clock = store, plans, clock

    def next(self, wanted: Wanted) -> Batch:
        """Lease the next items for a reviewer, and lease on what they have."""
        now_ns = self._clock()
        lease = Lease(now_ns, now_ns + LEASE_SECONDS * 10**9)
        have = [key for name in wanted.have for key in keys_of(wanted.app, name)]
        self._store.leases.renew(wanted.criterion, wanted.reviewer, have, lease)
        plan = self._plan(wanted)
        waiting, offers = self._offers(wanted, plan, set(have), now_ns)
        items, ended = self._take(wanted, offers, lease, plan)
        if ended and plan is not None:
            self._plans.look_again(wanted.app, wanted.criterion)
        parts = None if plan is None or plan.shares.cold else dict(plan.shares.parts)
        done = done_today(self._store, wanted.app, wanted.criterion, wanted.reviewer, now_ns)
        return Batch(tuple(items), done, waiting, ended, parts)

    def release(self, app: str, criterion: str, reviewer: str, ids: Sequence[str]) -> None:
        """Give leases back."""
        keys = [key for name in ids for key in keys_of(app, name)]
        self._store.leases.release(criterion, reviewer, keys)

    def _plan(self, wanted: Wanted) -> Plan | None:
        by_recipe = wanted.source == "recipe" and wanted.mode == "single"
        return self._plans.of(wanted.app, wanted.criterion) if by_recipe else None

    def _take(
        self, wanted: Wanted, offers: Iterator[_Offer], lease: Lease, plan: Plan | None
    ) -> tuple[list[QueueItem], bool]:
        """Lease offers and look at them until there are enough, or too much to send at once."""
        items: list[QueueItem] = []
        size, left = 0, list[_Offer]()
        while len(items) < wanted.limit:
            left = left or self._leased(wanted, offers, wanted.limit - len(items), lease)
            if not left:
                return items, True
            offer = left[0]
            views = self._views(wanted, offer.item)
            size += sum(map(size_of, views))
            if items and size > SIZE:
                break
            del left[0]
            if len(views) < len(offer.item):
                self._drop(wanted, [offer], plan)
                continue
            items.append(QueueItem(offer.item, offer.why, offer.inclusion, views))
            if plan is not None:
                plan.given[offer.why] += 1
        self._drop(wanted, left, None)
        return items, False

    def _leased(
        self, wanted: Wanted, offers: Iterator[_Offer], most: int, lease: Lease
    ) -> list[_Offer]:
        """The first offers that could be leased, in one transaction."""
        taken: list[_Offer] = []
        with self._store.together():
            for offer in offers:
                if self._store.leases.take(
                    wanted.criterion, wanted.reviewer, offer.item, offer.untouched, lease
                ):
                    taken.append(offer)
                if len(taken) == most:
                    break
        return taken

    def _drop(self, wanted: Wanted, offers: Sequence[_Offer], plan: Plan | None) -> None:
        """Give offers back; those of a plan had nothing to show."""
        keys = [key for offer in offers for key in offer.item]
        self._store.leases.release(wanted.criterion, wanted.reviewer, keys)
        if plan is not None:
            plan.empty.update(keys)

    def _views(self, wanted: Wanted, item: Item) -> tuple[View, ...]:
        found = (view_of(self._store, key, wanted.criterion, wanted.reviewer) for key in item)
        return tuple(view for view in found if view is not None)

    def _offers(
        self, wanted: Wanted, plan: Plan | None, have: Collection[SpanKey], now_ns: int
    ) -> tuple[int, Iterator[_Offer]]:
        """How many outputs wait, and what may be given, in order."""
        held = self._store.leases.held(wanted.app, wanted.criterion, now_ns)
        without = {key for key, holder in held.items() if holder != wanted.reviewer} | {*have}
        if plan is not None:
            return self._by_recipe(wanted, plan, without)
        found = self._paired(wanted) if wanted.mode == "pair" else self._singles(wanted)
        left = [offer for offer in found if not without.intersection(offer.item)]
        return len(left), iter(left)

    def _by_recipe(
        self, wanted: Wanted, plan: Plan, without: set[SpanKey]
    ) -> tuple[int, Iterator[_Offer]]:
        touched = self._store.labels.touched(wanted.app, wanted.criterion)
        labelled = {key for key, _, _ in touched}
        fair = {key for key, _, why in touched if why in FAIR}
        random = set(plan.shares.order["random"])
        gone = without | plan.empty | fair | (labelled - random)
        chance = 1 / max(1, plan.keys.among)
        offers = (
            _Offer((key,), why, "not fairly", chance)
            if why == "random"
            else _Offer((key,), why, "nobody")
            for key, why in plan.shares.mixed(plan.given, gone)
        )
        waiting = self._store.spans.count(wanted.app, roots=True) - len(labelled | plan.empty)
        return max(0, waiting), offers

    def _singles(self, wanted: Wanted) -> list[_Offer]:
        app, criterion = wanted.app, wanted.criterion
        if wanted.source == "picked":
            picked = self._store.reviewing.picked(app, criterion)
            return [_Offer((key,), "picked", "whoever") for key in picked]
        touched = self._store.labels.touched(app, criterion)
        mine = {key for key, who, _ in touched if who == wanted.reviewer}
        if wanted.source == "second":
            others = {key for key, _, _ in touched} - mine
            return [_Offer((key,), "second", "not by holder") for key in drawn(others, 0)]
        spans = itertools.islice(wanted.matching(), _PAIRS_AMONG)
        left = [span.key for span in spans if span.key not in mine]
        return [_Offer((key,), "filter", "not by holder") for key in left]

    def _paired(self, wanted: Wanted) -> list[_Offer]:
        mine, others = self._compared(wanted)
        if wanted.source == "second":
            return [_Offer(pair, "second", "whoever") for pair in sorted(others - mine)]
        why: Why = "random" if wanted.source == "recipe" else wanted.source
        known = mine | {pair[::-1] for pair in mine}
        pairs = pairs_of(self._to_pair(wanted))
        return [_Offer(pair, why, "whoever") for pair in pairs if pair not in known]

    def _to_pair(self, wanted: Wanted) -> Iterable[Span]:
        if wanted.source == "filter":
            return itertools.islice(wanted.matching(), _PAIRS_AMONG)
        ids = (
            self._store.reviewing.picked(wanted.app, wanted.criterion)
            if wanted.source == "picked"
            else None
        )
        return self._recent(wanted.app, ids)

    def _recent(self, app: str, ids: Sequence[SpanKey] | None) -> Iterator[Span]:
        after = None
        for _ in range(_PAIRS_AMONG // _AT_ONCE):
            page = self._store.spans.page(ROOTS, app=app, limit=_AT_ONCE, after=after, ids=ids)
            yield from page.spans
            after = page.after
            if after is None:
                return

    def _compared(self, wanted: Wanted) -> tuple[set[Item], set[Item]]:
        """The pairs that the reviewer and that others have compared."""
        mine, others = set[Item](), set[Item]()
        for label in self._store.labels.preferences(wanted.app, wanted.criterion):
            if label.target.other is not None:
                pair = (label.target.span, label.target.other)
                (mine if label.annotator == wanted.reviewer else others).add(pair)
        return mine, others


def done_today(store: Store, app: str, criterion: str, reviewer: str | None, now_ns: int) -> int:
    """How many outputs were labelled and pairs compared today, by a reviewer or (None) anybody.

    Marks on parts of an output are not counted: they come with a label of the whole, or without.
    """
    done = store.reviewing.history(
        app, criterion, annotator=reviewer, since_ns=_midnight_ns(now_ns)
    )
    targets = [one.target for one in done]
    return len({(t.span, t.other) for t in targets if t.kind in ("output", "preference")})


def _midnight_ns(now_ns: int) -> int:
    """When the day began, where the server is."""
    now = datetime.fromtimestamp(now_ns / 10**9).astimezone()
    return int(now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()) * 10**9
