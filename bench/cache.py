"""How long a question to the cache takes, hit or miss, among many answers.

    python bench/cache.py [ANSWERS]

Keeps so many answers (default 100,000) in a store of its own, one tenth of them with an id, and
asks for some of them again, each way, through `Cache.run`. Prints the median and the 95th
percentile in microseconds of all that happens; a miss commits its answer to disk.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace

from genchi import Home
from genchi.cache import Asked, Cache, keys_of
from genchi.records import Message, Request, Response, Text, Usage
from genchi.records.request_json import response_to_json
from genchi.store import Store, StoredAnswer

ASKED = 2000
OTHER = "how long does  order {} take, 订单{}多久到"
ANSWER = Response(Message("assistant", (Text("Five days. " * 20),)), usage=Usage(cost=0.001))


def question(n: int, text: str = "How long does order {} take, 订单{}多久到？") -> Asked:
    """The n-th question; each tenth is about a thing with an id."""
    request = Request.of(text.format(n, n), system="Answer briefly. " * 20)
    cold = replace(request, temperature=0.0)
    id_ = None if n % 10 else f"order-{n}"
    return Asked(cold, "small-2026", "acme", "shop", prompt="orders", prompt_version="v1", id=id_)


def fill(store: Store, number: int) -> None:
    """Keep answers, all in one transaction."""
    told = response_to_json(ANSWER)
    with store.together():
        for n in range(number):
            asked = question(n)
            store.answers.put(
                StoredAnswer(
                    keys=keys_of(asked),
                    tenant=asked.tenant,
                    user=None,
                    provider=asked.provider,
                    model=asked.model,
                    prompt=asked.prompt,
                    prompt_version=asked.prompt_version,
                    asked=asked.words,
                    folded=asked.words,
                    response=told,
                    cost=0.001,
                    seconds=1.0,
                    at_ns=time.time_ns(),
                )
            )


def measured(cache: Cache, wanted: str | None, made: Callable[[int], Asked], step: int) -> str:
    """The times of questions, all of which must be answered in the wanted way."""
    micros = []
    for n in range(ASKED):
        asked = made(n * step)
        began = time.perf_counter()
        hit = cache.run(asked, lambda: ANSWER).hit
        micros.append((time.perf_counter() - began) * 1e6)
        if hit != wanted:
            raise SystemExit(f"{asked.words!r} was answered by {hit}, not {wanted}: no number")
    return f"{statistics.median(micros):8.0f} {statistics.quantiles(micros, n=20)[-1]:8.0f}"


def main() -> None:
    """Fill a store and print the times."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    step = number // ASKED
    ways: list[tuple[str | None, str, Callable[[int], Asked]]] = [
        ("exact", "exact", lambda n: question(n + 1)),
        (
            "normalised",
            "normalised",
            lambda n: question(n + 1, "How long does  order {} take, 订单{}多久到"),
        ),
        ("id", "by id", lambda n: question(n, "Other words {}{}")),
        (None, "miss, kept", lambda n: question(number * 10 + n + 1)),
    ]
    with tempfile.TemporaryDirectory() as folder, Home(folder) as home:
        fill(home.store(create=True), number)
        size = home.store().path.stat().st_size / number
        print(f"{number:,} answers, {size:,.0f} bytes each\n{'µs':12}{'median':>8} {'p95':>8}")
        with home.cache() as cache:
            cache.stats()
            for wanted, name, made in ways:
                print(f"{name:12}{measured(cache, wanted, made, step)}")


if __name__ == "__main__":
    main()
