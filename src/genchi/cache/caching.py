"""The cache around a call of a model: looked up first, asked once, kept where the policy allows.

A failure of the store never stands between a question and its answer: the model is asked, what it
said is returned, and the failure is logged once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from genchi.cache.accounts import Accounts, Stats, stats_of
from genchi.cache.asked import Asked, keys_of
from genchi.cache.choosing import Hit, choose, is_banned
from genchi.cache.flights import Flights, Landed, Waiter
from genchi.cache.policy import Policy, WhyNot
from genchi.cache.reviewing import Reviews
from genchi.cache.suggesting import folded, suggested
from genchi.errors import OutsideError, UsageError
from genchi.records import Response, Usage
from genchi.records.request_json import response_from_json, response_to_json
from genchi.store import AnswerKeys, Chosen, Store, StoredAnswer
from genchi.tracing import faults

T = TypeVar("T")
_NOTHING_USED = Usage(
    input_tokens=0, cached_tokens=0, output_tokens=0, reasoning_tokens=0, cost=0.0
)


@dataclass(frozen=True, slots=True)
class Answered:
    """A response, and where it came from.

    `hit` is None where a model was asked: by this caller, or, where `shared`, by another one that
    asked the same at that moment. A response that was not asked for anew used no tokens; what it
    cost when it was is `saved_cost` (USD, None where not known) and `saved_seconds`. `why_not` says
    why an answer of the model was not kept, None where it was.
    """

    response: Response
    hit: Hit | None = None
    shared: bool = False
    saved_cost: float | None = None
    saved_seconds: float = 0.0
    why_not: WhyNot | None = None
    answer: int | None = None
    """The id of the kept answer, for `review`; None where none is kept."""


class Cache:
    """The cached answers of a store.

    >>> import tempfile
    >>> from genchi.app import Home
    >>> from genchi.records import Message, Request, Text
    >>> asked = Asked(
    ...     replace(Request.of("How long does a refund take?"), temperature=0.0),
    ...     model="small-2026", provider="acme", tenant="shop",
    ... )
    >>> def call() -> Response:
    ...     return Response(Message("assistant", (Text("Five days."),)))
    >>> with Home(tempfile.mkdtemp()) as home, home.cache() as cache:
    ...     [cache.run(asked, call).hit for _ in range(2)]
    [None, 'exact']
    """

    def __init__(
        self,
        store: Store,
        policy: Policy | None = None,
        *,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        """`clock` gives nanoseconds since 1970."""
        self.policy = policy or Policy()
        self._answers = store.answers
        self._clock = clock
        self._accounts = Accounts(store.answers)
        self._flights: Flights[Answered] = Flights()
        self.reviews = Reviews(store.answers, clock)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Write the accounts down. The store is the caller's to close."""
        self._write_accounts()

    async def answered(self, asked: Asked, call: Callable[[], Awaitable[Response]]) -> Answered:
        """The answer to a question: a kept one, that of a call under way, or `call()`'s.

        Raises what `call` raises, also where another caller's was waited for.
        """
        return await self._answered(asked, call, _Waiting())

    def run(self, asked: Asked, call: Callable[[], Response]) -> Answered:
        """The same for code that does not wait. Raises `UsageError` within a running loop."""
        with suppress(RuntimeError):
            asyncio.get_running_loop()
            raise UsageError("this code runs in a loop: await `answered` instead of calling `run`")

        async def called() -> Response:
            return call()

        return _result_of(self._answered(asked, called, _Blocking()))

    @property
    def waiting(self) -> int:
        """How many callers wait at this moment for the call of another."""
        return self._flights.waiting

    def stats(self, tenant: str | None = None) -> Stats:
        """What was asked, given and saved, of a tenant or of all."""
        self._accounts.write()
        return stats_of(self._answers.uses(tenant), tenant)

    def count(self, chosen: Chosen) -> int:
        """How many answers `clear` would delete."""
        return self._answers.count(chosen)

    def clear(self, chosen: Chosen) -> int:
        """Delete answers for good; how many there were."""
        return self._answers.delete(chosen)

    def invalidate(
        self,
        *,
        prompt: str | None = None,
        model: str | None = None,
        document: str | None = None,
        version: str | None = None,
    ) -> int:
        """Delete what rests on a prompt (name or version), a model, or a document (a version).

        Of every tenant; answers that are independent stay. How many there were.
        """
        if prompt is None and model is None and document is None:
            raise UsageError("say what has changed: prompt=, model= or document=")
        return self.clear(Chosen(prompt=prompt, model=model, document=document, version=version))

    def suggest(
        self, prefix: str, n: int = 5, *, tenant: str, user: str | None = None
    ) -> list[str]:
        """Accepted questions that somebody who typed this may mean, often asked ones first."""
        return suggested(self._answers, prefix, n, tenant=tenant, user=user)

    async def _answered(
        self, asked: Asked, call: Callable[[], Awaitable[Response]], how: _How
    ) -> Answered:
        why_not = self.policy.against_asking(asked)
        if why_not is not None:
            return Answered(await call(), why_not=why_not)
        keys = keys_of(asked, normalise=self.policy.normalise)
        known, banned = self._known(keys)
        if known is None:
            why_not = "banned" if banned else self.policy.against_sharing(asked)
            if why_not is not None:
                known = Answered(await call(), why_not=why_not)
            else:
                known = await self._shared(asked, keys, call, how)
        if self._count(asked.tenant, known):
            await how.write(self._write_accounts)
        return known

    def _known(self, keys: AnswerKeys) -> tuple[Answered | None, bool]:
        """The kept answer, and whether a person banned one."""
        found: list[StoredAnswer] = _tried(lambda: self._answers.find(keys), [])
        age = self.policy.max_age
        oldest_ns = None if age is None else self._clock() - round(age * 1e9)
        if is_banned(found):
            return None, True
        chosen = choose(found, keys, oldest_ns)
        return (_given(*chosen) if chosen else None), False

    async def _shared(
        self,
        asked: Asked,
        keys: AnswerKeys,
        call: Callable[[], Awaitable[Response]],
        how: _How,
    ) -> Answered:
        """What the one call of this question gets."""
        waiter = self._flights.join(keys.exact)
        if waiter is not None:
            try:
                landed = await how.until(waiter)
            except BaseException:
                self._flights.leave(keys.exact, waiter)
                raise
            if landed is not None:
                return _of_another(landed)
        return await self._led(asked, keys, call, how)

    async def _led(
        self,
        asked: Asked,
        keys: AnswerKeys,
        call: Callable[[], Awaitable[Response]],
        how: _How,
    ) -> Answered:
        try:
            known, _ = self._known(keys)  # another call may have ended since the first look
            began = time.perf_counter()
            answered = known or Answered(await call())
            seconds = time.perf_counter() - began
        except Exception as error:
            self._flights.land(keys.exact, Landed(error=error))
            raise
        except BaseException:
            self._flights.hand_over(keys.exact)
            raise
        try:
            if known is None:
                why_not = self.policy.against_keeping(asked, answered.response)
                answered = replace(answered, why_not=why_not)
                told = _told(asked, keys, answered.response, seconds, self._clock())
                if why_not is None:
                    id_ = await how.write(lambda: self._put(told))
                    answered = replace(answered, answer=id_)
        finally:
            mine = replace(answered, saved_seconds=answered.saved_seconds or seconds)
            self._flights.land(keys.exact, Landed(mine))
        return answered

    def _put(self, answer: StoredAnswer) -> int | None:
        return _tried(lambda: self._answers.put(answer), None)

    def _write_accounts(self) -> None:
        _tried(self._accounts.write, None)

    def _count(self, tenant: str, answered: Answered) -> bool:
        kind = answered.hit or ("shared" if answered.shared else "miss")
        given = None if kind == "miss" else answered.answer
        return self._accounts.add(tenant, kind, answered.saved_cost, answered.saved_seconds, given)


class _How(Protocol):
    """How to wait and to write: the one thing in which the two doors differ."""

    async def until(self, waiter: Waiter[Answered]) -> Landed[Answered] | None: ...

    async def write(self, work: Callable[[], T]) -> T: ...


class _Waiting:
    async def until(self, waiter: Waiter[Answered]) -> Landed[Answered] | None:
        return await asyncio.wrap_future(waiter)

    async def write(self, work: Callable[[], T]) -> T:
        return await asyncio.to_thread(work)


class _Blocking:
    async def until(self, waiter: Waiter[Answered]) -> Landed[Answered] | None:
        return waiter.result()

    async def write(self, work: Callable[[], T]) -> T:
        return work()


def _result_of(waiting: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine that waits for nothing."""
    try:
        waiting.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise AssertionError("the blocking door waited")


def _tried(work: Callable[[], T], otherwise: T) -> T:
    """What the store says; where it fails, that is logged once and the caller goes on."""
    try:
        return work()
    except OutsideError as error:
        faults.say_once("cache", f"the cache was passed by: {error}")
        return otherwise


def _given(answer: StoredAnswer, hit: Hit) -> Answered:
    response = replace(response_from_json(answer.response), usage=_NOTHING_USED)
    return Answered(
        response, hit, saved_cost=answer.cost, saved_seconds=answer.seconds, answer=answer.id
    )


def _of_another(landed: Landed[Answered]) -> Answered:
    if landed.error is not None:
        raise landed.error
    assert landed.value is not None
    answered = landed.value
    if answered.hit is not None:
        return answered
    cost = answered.response.usage.cost
    response = replace(answered.response, usage=_NOTHING_USED, attempts=())
    return replace(answered, response=response, shared=True, saved_cost=cost)


def _told(
    asked: Asked, keys: AnswerKeys, response: Response, seconds: float, now_ns: int
) -> StoredAnswer:
    return StoredAnswer(
        keys=keys,
        tenant=asked.tenant,
        user=asked.user,
        provider=asked.provider,
        model=asked.model,
        prompt=asked.prompt,
        prompt_version=asked.prompt_version,
        asked=asked.words,
        folded=folded(asked.words),
        response=response_to_json(response),
        cost=response.usage.cost,
        seconds=seconds,
        at_ns=now_ns,
        documents=asked.documents,
    )
