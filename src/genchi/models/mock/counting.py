"""What came, and how each request ended: accounts that add up.

    received = answered + faulted + disconnected + open

A request with a fault is `faulted`, however it ended; one whose client left by itself is
`disconnected`; every other that ended is `answered`, also with a 400 that it deserved. `charged`
are those a provider would bill, because a model ran for them: not errors, but what was cut off, and
what nobody waited for. Requests with the same Idempotency-Key are charged once.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from genchi.models.mock.exchange import Spent
from genchi.tracing.secret_names import is_secret

Ending = Literal["open", "answered", "faulted", "disconnected"]
KEPT = 200
"""How many requests are kept to be looked at."""
SHOWN = 20
_LONGEST_BODY = 100_000
IDEMPOTENCY = "idempotency-key"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request. `status` is None where none was sent; `body` where it was too long to keep."""

    number: int
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    model: str | None = None
    stream: bool = False
    status: int | None = None
    fault: str | None = None
    ending: Ending = "open"
    charged: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The accounts at one moment. Tokens are those of requests that were charged."""

    seed: int
    received: int
    answered: int
    faulted: int
    disconnected: int
    open: int
    charged: int
    repeated: int
    input_tokens: int
    output_tokens: int
    by_status: Mapping[str, int]
    by_fault: Mapping[str, int]
    by_path: Mapping[str, int]
    last: tuple[Seen, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as an object of JSON."""
        return asdict(self)


class Accounts:
    """Counts from any thread. A request that began before a reset is in no account after it."""

    def __init__(self, seed: int) -> None:
        """`seed` is told with the accounts, so that a run can be repeated."""
        self._seed = seed
        self._changed = threading.Condition()
        self._clear()

    def _clear(self) -> None:
        self._received = self._charged = self._repeated = 0
        self._tokens = Spent()
        self._endings: Counter[str] = Counter()
        self._statuses: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._paths: Counter[str] = Counter()
        self._open: dict[int, Seen] = {}
        self._last: deque[Seen] = deque(maxlen=KEPT)
        self._keys: set[str] = set()

    def reset(self) -> None:
        """Begin again: the next request is number 1."""
        with self._changed:
            self._clear()
            self._changed.notify_all()

    def opened(self, path: str, headers: Mapping[str, str]) -> Seen:
        """Count a request that came in."""
        told = {name: value for name, value in headers.items() if not is_secret(name)}
        with self._changed:
            self._received += 1
            self._paths[path] += 1
            seen = Seen(self._received, path, told)
            self._open[seen.number] = seen
            return seen

    def noted(self, seen: Seen, body: Mapping[str, Any], size: int) -> None:
        """Add what a request says to its account; a long body is not kept."""
        model = body.get("model")
        with self._changed:
            if self._is_open(seen):
                self._open[seen.number] = replace(
                    seen,
                    body=body if size <= _LONGEST_BODY else None,
                    model=model if isinstance(model, str) else None,
                    stream=body.get("stream") is True,
                )

    def closed(
        self,
        seen: Seen,
        status: int | None,
        *,
        fault: str | None = None,
        left: bool = False,
        spent: Spent | None = None,
    ) -> None:
        """Count how it ended; `spent` where a model ran for it. What is closed stays closed."""
        ending: Ending = "faulted" if fault else "disconnected" if left else "answered"
        with self._changed:
            if not self._is_open(seen):
                return
            began = self._open.pop(seen.number)
            charged = spent is not None and self._charge(seen, spent)
            self._endings[ending] += 1
            self._statuses["none" if status is None else str(status)] += 1
            if fault:
                self._faults[fault] += 1
            self._last.append(
                replace(began, status=status, fault=fault, ending=ending, charged=charged)
            )
            self._changed.notify_all()

    def tally(self, last: int = SHOWN, *, patience: float = 0.0) -> Tally:
        """The accounts, with the last requests. Waits up to so many seconds for open ones to end:
        a client has its answer a moment before it is known that it has."""
        until = time.monotonic() + patience
        with self._changed:
            self._changed.wait_for(lambda: not self._open, max(0.0, until - time.monotonic()))
            shown = sorted([*self._last, *self._open.values()], key=lambda seen: seen.number)
            return Tally(
                seed=self._seed,
                received=self._received,
                answered=self._endings["answered"],
                faulted=self._endings["faulted"],
                disconnected=self._endings["disconnected"],
                open=len(self._open),
                charged=self._charged,
                repeated=self._repeated,
                input_tokens=self._tokens.input,
                output_tokens=self._tokens.output,
                by_status=dict(sorted(self._statuses.items())),
                by_fault=dict(sorted(self._faults.items())),
                by_path=dict(sorted(self._paths.items())),
                last=tuple(shown[-last:] if last > 0 else ()),
            )

    def _is_open(self, seen: Seen) -> bool:
        """Whether it is neither closed nor from before a reset: numbers are given again then."""
        found = self._open.get(seen.number)
        return found is not None and found.headers is seen.headers

    def _charge(self, seen: Seen, spent: Spent) -> bool:
        key = seen.headers.get(IDEMPOTENCY)
        if key is not None and key in self._keys:
            self._repeated += 1
            return False
        if key is not None:
            self._keys.add(key)
        self._charged += 1
        so_far = self._tokens
        self._tokens = Spent(so_far.input + spent.input, so_far.output + spent.output)
        return True
