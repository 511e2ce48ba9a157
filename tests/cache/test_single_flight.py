"""Of many who ask the same at once one reaches the model, whatever becomes of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.cache.asking import answer, asked

from genchi.app import Home
from genchi.cache import Answered, Cache
from genchi.errors import UsageError
from genchi.records import Response


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Home(tmp_path) as home, home.cache() as cache:
        yield cache


class Model:
    """A model that answers when it is told to, and counts who reached it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.reached = 0
        self.may_answer = threading.Event()
        self.error = error

    async def __call__(self) -> Response:
        self.reached += 1
        while not self.may_answer.is_set():
            await asyncio.sleep(0.001)
        if self.error is not None:
            raise self.error
        return answer()

    def now(self) -> Response:
        self.reached += 1
        self.may_answer.wait(60)
        return answer()


async def _until_waiting(cache: Cache, n: int) -> None:
    """Until so many wait for another's call."""
    while cache.waiting < n:
        await asyncio.sleep(0.001)


async def _many(cache: Cache, model: Model, n: int) -> list[Answered | BaseException]:
    tasks = [asyncio.create_task(cache.answered(asked(), model)) for _ in range(n)]
    await _until_waiting(cache, n - 1)
    model.may_answer.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


def test_of_200_in_one_loop_one_reaches_the_model_and_all_get_its_answer(cache: Cache) -> None:
    model = Model()
    found = asyncio.run(_many(cache, model, 200))
    assert model.reached == 1
    answers = [one for one in found if isinstance(one, Answered)]
    assert [one.response.text for one in answers] == ["Five days."] * 200
    assert [one.shared for one in answers].count(True) == 199
    assert sum(one.response.usage.cost or 0.0 for one in answers) == 0.25
    stats = cache.stats()
    assert (stats.misses, stats.hits, stats.saved_cost) == (1, 199, 199 * 0.25)


def test_of_200_in_loops_and_threads_of_their_own_one_reaches_the_model(cache: Cache) -> None:
    model = Model()

    async def one() -> Answered:
        return await cache.answered(asked(), model)

    with ThreadPoolExecutor(200) as pool:
        asked_in_loops = [pool.submit(asyncio.run, one()) for _ in range(100)]
        asked_in_threads = [pool.submit(cache.run, asked(), model.now) for _ in range(100)]
        asyncio.run(_until_waiting(cache, 199))
        model.may_answer.set()
        found = [future.result(60) for future in (*asked_in_loops, *asked_in_threads)]
    assert model.reached == 1
    assert {one.response.text for one in found} == {"Five days."}


def test_an_error_is_that_of_all_who_waited_and_the_next_one_asks_again(cache: Cache) -> None:
    model = Model(UsageError("no such model"))
    found = asyncio.run(_many(cache, model, 20))
    assert model.reached == 1
    assert [str(one) for one in found] == ["no such model"] * 20
    assert cache.run(asked(), answer).hit is None


def test_a_leader_that_is_cancelled_hands_over_and_nobody_else_notices(cache: Cache) -> None:
    model = Model()

    async def main() -> list[Answered | BaseException]:
        tasks = [asyncio.create_task(cache.answered(asked(), model)) for _ in range(10)]
        await _until_waiting(cache, 9)
        for n in range(3):  # the leader, then each that leads in its place
            tasks[n].cancel()
            await _until_waiting(cache, 8 - n)
            while model.reached < n + 2:
                await asyncio.sleep(0.001)
        model.may_answer.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(main())
    assert [isinstance(one, asyncio.CancelledError) for one in found] == [True] * 3 + [False] * 7
    assert model.reached == 4


def test_those_who_are_cancelled_at_the_same_moment_as_their_leader_hand_over_too(
    cache: Cache,
) -> None:
    model = Model()

    async def main() -> list[Answered | BaseException]:
        tasks = [asyncio.create_task(cache.answered(asked(), model)) for _ in range(10)]
        await _until_waiting(cache, 9)
        tasks[0].cancel()
        await asyncio.sleep(0)  # the second was told to lead, and did not run yet
        tasks[1].cancel()
        tasks[2].cancel()
        model.may_answer.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(main())
    assert [isinstance(one, asyncio.CancelledError) for one in found] == [True] * 3 + [False] * 7


def test_one_who_waits_may_go_without_the_others_noticing(cache: Cache) -> None:
    model = Model()

    async def main() -> list[Answered | BaseException]:
        tasks = [asyncio.create_task(cache.answered(asked(), model)) for _ in range(5)]
        await _until_waiting(cache, 4)
        tasks[2].cancel()
        model.may_answer.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    found = asyncio.run(main())
    assert [isinstance(one, Answered) for one in found] == [True, True, False, True, True]
    assert model.reached == 1


def test_the_blocking_door_refuses_to_block_a_loop(cache: Cache) -> None:
    async def main() -> None:
        cache.run(asked(), answer)

    with pytest.raises(UsageError, match="await"):
        asyncio.run(main())
