"""How much the server takes on at one time: together these bound its memory."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and seconds.

    A body may have `body` bytes as it is sent and `unzipped` bytes once it is unzipped. `reading`
    bytes of bodies may be on their way in; further requests wait unread. `queue` bytes of bodies
    may wait to be stored; beyond that the answer is 429. A sender may take `read_seconds` to hand
    over a body, and a new connection `head_seconds` to begin a request. Of feedback one sender may
    send `feedback_burst` events at once, and `feedback_rate` a second after that.
    """

    body: int = 32 * MIB
    unzipped: int = 64 * MIB
    reading: int = 64 * MIB
    queue: int = 64 * MIB
    read_seconds: float = 30.0
    head_seconds: float = 15.0
    feedback_burst: int = 500
    feedback_rate: float = 50.0


USUAL = Limits()


def in_mib(size: int) -> str:
    """A size for people.

    >>> in_mib(33554432), in_mib(1000)
    ('32 MiB', '1000 bytes')
    """
    return f"{size // MIB} MiB" if size % MIB == 0 else f"{size} bytes"
