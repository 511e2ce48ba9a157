"""A store with judged outputs, for tests of what pages show of them."""

from __future__ import annotations

import time
from typing import Any

from genchi.records import Label, Payload, Span, SpanKey, Target, Usage
from genchi.store import Store

BAD = "Sure! We guarantee your refund within {n}7 days. 我们保证退款。"
GOOD = "A refund usually takes five working days, as the terms say. 请以条款为准。"
NOW = 1_790_000_000_000_000_000
HOUR = 3600 * 10**9


def key_of(n: int) -> SpanKey:
    return SpanKey("shop", f"{n:032x}", f"{n:016x}")


def span_of(n: int, **more: Any) -> Span:
    return Span(
        key_of(n),
        start_ns=NOW - n * HOUR,
        duration_ns=10**9,
        model="m",
        usage=Usage(input_tokens=5, output_tokens=7, cost=0.01),
        payload=Payload({"question": f"Refund? {n}"}, (BAD if n % 4 == 0 else GOOD).format(n=n)),
        **more,
    )


def fill(store: Store, outputs: int = 60, labelled: int = 40, **more: Any) -> None:
    """Every fourth output is bad; the first ones are labelled so, one an hour back from `NOW`."""
    store.spans.add([span_of(n, **more) for n in range(1, outputs + 1)])
    store.labels.add(
        [
            Label(
                "helpful",
                Target(key_of(n)),
                float(n % 4 > 0),
                "ann",
                NOW + n,
                failure=None if n % 4 else "promise",
            )
            for n in range(1, labelled + 1)
        ]
    )


def job_done(up: Any, job: str) -> dict[str, Any]:
    """The job once it has ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        found: dict[str, Any] = next(j for j in up.get("/api/jobs").json if j["id"] == job)
        if found["state"] != "running":
            return found
        time.sleep(0.05)
    raise AssertionError(f"job {job} did not end")
