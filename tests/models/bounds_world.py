"""A loop whose time is virtual, and providers that do what a script says: waiting costs no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from genchi.models.bounds import Circuit, Gate, Policy, Size, Won, bounded
from genchi.models.failures import FailureKind, ProviderError
from genchi.models.price import Price

T = TypeVar("T")


class StalledError(Exception):
    """Everything waits, and nothing is to come: a wake-up was lost."""


class _Selector(selectors.DefaultSelector):
    """Instead of waiting it lets the time pass."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready:
            return ready
        if timeout is None:
            raise StalledError
        self.now += max(timeout, 0.0)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Its time begins at 0 and jumps to what is due next."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.now


def virtually(main: Coroutine[Any, Any, T]) -> T:
    """Run it in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


def now() -> float:
    """Seconds since the loop began."""
    return asyncio.get_running_loop().time()


@dataclass(frozen=True)
class Plain:
    """A target as simple as one can be."""

    name: str
    policy: Policy
    gate: Gate
    circuit: Circuit
    price: Price | None


def target(
    name: str = "small",
    *,
    gate: Gate | None = None,
    price: Price | None = None,
    **settings: Any,
) -> Plain:
    policy = Policy(**settings)
    return Plain(name, policy, gate or Gate(), Circuit(policy), price)


@dataclass(frozen=True)
class Does:
    """What a provider does with one request: an answer or a failure, after some seconds."""

    seconds: float = 0.0
    kind: FailureKind | None = None
    retry_after: float | None = None
    answer: object = None

    async def __call__(self, name: str) -> object:
        await asyncio.sleep(self.seconds)
        if self.kind is not None:
            raise ProviderError(f"{name}: {self.kind}", self.kind, retry_after=self.retry_after)
        return self.answer or f"from {name}"


@dataclass
class World:
    """Providers by the name of their target; after their script they answer at once."""

    scripts: dict[str, list[Does]]
    sent: list[tuple[float, str]] = field(default_factory=list)
    open: int = 0

    async def call(self, asked: Plain) -> object:
        self.sent.append((now(), asked.name))
        script = self.scripts.get(asked.name, [])
        does = script.pop(0) if script else Does()
        self.open += 1
        try:
            return await does(asked.name)
        finally:
            self.open -= 1

    def ask(
        self,
        *targets: Plain,
        size: Size = Size(100, 100),  # noqa: B008 - frozen
        drawn: float = 0.5,
    ) -> Awaitable[Won[object]]:
        clock = asyncio.get_running_loop().time
        return bounded(targets, self.call, size, clock=clock, random=lambda: drawn)

    @property
    def times(self) -> list[float]:
        return [round(when, 6) for when, _ in self.sent]


def world(**scripts: Sequence[Does]) -> World:
    return World({name: list(script) for name, script in scripts.items()})


async def failure_of(call: Awaitable[Won[object]]) -> ProviderError:
    """The error a call ends with."""
    try:
        await call
    except ProviderError as error:
        return error
    raise AssertionError("it was answered")


Main = Callable[[], Coroutine[Any, Any, None]]


def in_virtual_time(main: Main) -> Callable[[], None]:
    """Make a test of a coroutine function; without its own name pytest would not find it."""

    def test() -> None:
        virtually(main())

    test.__name__ = main.__name__
    test.__doc__ = main.__doc__
    return test
