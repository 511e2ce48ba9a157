"""Plans of queues, kept in memory and made anew in the background as labels arrive.

Nobody waits for a guess: until the outputs have been read, a plan gives what is known without
reading them, the random share and the rest in random order. One thread makes all plans.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from genchi.records import Label, SpanKey, content_hash
from genchi.review.drawing import drawn
from genchi.review.pool import Keys, Pool, find_keys, labels_by_output, last_values, read_pool
from genchi.review.recipe import Shares, Why, first_shares, shares_of
from genchi.store import Store

_LOG = logging.getLogger("genchi.review")
_MOST = 8
"""Plans in memory; the one that was used longest ago goes."""
_OLD_NS = 180 * 10**9
"""After how long outputs are looked for anew."""
_LABELS = 5
"""Labels after which the guess is made anew."""
_FEW, _PATIENCE = 500, 0.5
"""Outputs of which the first guess is there within seconds that one can wait."""


@dataclass(slots=True)
class Plan:
    """What a queue gives, and what it has given."""

    shares: Shares
    keys: Keys
    made_ns: int
    labels: int
    pool: Pool | None = None
    given: Counter[Why] = field(default_factory=Counter)
    empty: set[SpanKey] = field(default_factory=set)


class Plans:
    """The plans of a store's queues, by application and criterion."""

    def __init__(self, store: Store, *, clock: Callable[[], int], seed: int = 0) -> None:
        """Nothing runs before the first plan is asked for. The same seed gives the same plans."""
        self._store, self._clock, self._seed = store, clock, seed
        self._plans: OrderedDict[tuple[str, str], Plan] = OrderedDict()
        self._running: dict[tuple[str, str], Future[None]] = {}
        self._anew = set[tuple[str, str]]()
        self._lock = threading.Lock()
        self._first = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "genchi-plan")

    def of(self, app: str, criterion: str) -> Plan:
        """The plan of a queue as it is now; a newer one is made meanwhile where it is due."""
        name = (app, criterion)
        plan = self._known(name) or self._first_of(name)
        count = self._store.labels.counts(app).get(criterion, 0)
        old = self._clock() - plan.made_ns > _OLD_NS
        if old or plan.pool is None or abs(count - plan.labels) >= _LABELS:
            self._start(name, anew=old)
        return plan

    def look_again(self, app: str, criterion: str) -> None:
        """Look for outputs anew: the plan has none left, and there may be newer ones."""
        if self._known((app, criterion)) is not None:
            self._start((app, criterion), anew=True)

    def settle(self) -> None:
        """Wait until every plan is made."""
        with self._lock:
            running = list(self._running.values())
        wait(running)

    def close(self) -> None:
        """Stop making plans."""
        self._thread.shutdown(cancel_futures=True)

    def _first_of(self, name: tuple[str, str]) -> Plan:
        """A new plan, with a guess where that does not take long. Two who ask at once get one."""
        with self._first:
            plan = self._known(name)
            if plan is None:
                plan = self._begin(name)
                begun = self._start(name, anew=False)
                if len(plan.keys.chosen) <= _FEW:
                    wait([begun], _PATIENCE)
            return plan

    def _known(self, name: tuple[str, str]) -> Plan | None:
        with self._lock:
            plan = self._plans.get(name)
            if plan is not None:
                self._plans.move_to_end(name)
            return plan

    def _begin(self, name: tuple[str, str]) -> Plan:
        """A plan without a guess."""
        count, now_ns = self._store.labels.counts(name[0]).get(name[1], 0), self._clock()
        keys = self._keys(*name, labels_by_output(self._store, *name))
        shares = first_shares(drawn(keys.chosen, self._seed), keys.random)
        plan = Plan(shares, keys, now_ns, count)
        with self._lock:
            self._plans[name] = plan
            while len(self._plans) > _MOST:
                self._plans.popitem(last=False)
        return plan

    def _start(self, name: tuple[str, str], *, anew: bool) -> Future[None]:
        """Begin to make a plan. One that is being made cannot know what came since it began, so
        that who wants it `anew` gets another one behind it."""
        with self._lock:
            if anew:
                self._anew.add(name)
            running = self._running.get(name)
            if running is None or running.done() or (anew and running.running()):
                running = self._thread.submit(self._make, name)
                self._running[name] = running
            return running

    def _make(self, name: tuple[str, str]) -> None:
        with self._lock:
            anew = name in self._anew
            self._anew.discard(name)
        plan = self._known(name)
        if plan is None:
            return
        try:
            self._fill(plan, name, anew)
        except Exception as error:
            _LOG.error("the plan of a queue could not be made: please report this", exc_info=error)

    def _fill(self, plan: Plan, name: tuple[str, str], anew: bool) -> None:
        app, criterion = name
        count, now_ns = self._store.labels.counts(app).get(criterion, 0), self._clock()
        labels = labels_by_output(self._store, app, criterion)
        keys = self._keys(app, criterion, labels) if anew else plan.keys
        values = last_values(labels)
        pool = read_pool(self._store, app, keys, list(values), plan.pool.terms if plan.pool else {})
        plan.shares = shares_of(pool.candidates(values), pool.graded(values), keys.random)
        plan.keys, plan.pool, plan.labels = keys, pool, count
        plan.empty |= pool.empty
        plan.made_ns = now_ns if anew else plan.made_ns

    def _keys(self, app: str, criterion: str, labels: Mapping[SpanKey, Sequence[Label]]) -> Keys:
        name = content_hash([self._seed, app, criterion, len(labels)])
        seed = int.from_bytes(name[:4])
        return find_keys(self._store, app, labels, now_ns=self._clock(), seed=seed)
