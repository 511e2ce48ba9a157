"""One coroutine that waits until something of another loop or thread lets it go on.

`asyncio`'s own locks belong to one loop. What bounds the calls of a process is shared by all its
loops: the program's, and the one behind the door for code that does not wait.
"""

from __future__ import annotations

import asyncio


class Waiter:
    """A place in a queue. Everything but `wait` is called under the lock of the queue's owner.

    `granted` is set by the owner when what was waited for has been handed over: from then on who
    waits must give it back, also when cancelled.
    """

    __slots__ = ("_future", "_loop", "granted")

    def __init__(self) -> None:
        """In the loop that waits."""
        self._loop = asyncio.get_running_loop()
        self.arm()
        self.granted = False

    def arm(self) -> None:
        """Before each `wait`."""
        self._future = self._loop.create_future()

    async def wait(self, seconds: float | None = None) -> None:
        """Until it is woken or so much time has passed."""
        future = self._future
        timer = None if seconds is None else self._loop.call_later(seconds, _finish, future)
        try:
            await future
        finally:
            if timer is not None:
                timer.cancel()

    @property
    def is_forgotten(self) -> bool:
        """Whether its loop is closed, and it was left over unserved.

        It may then be thrown away by a garbage collection, in a thread that holds the very lock
        it would need to leave the queue: so it stays there until its turn, when `wake` fails.
        """
        return not self.granted and self._loop.is_closed()

    def wake(self) -> bool:
        """Let `wait` return, from any thread. False where its loop is gone, and nobody waits."""
        try:
            self._loop.call_soon_threadsafe(_finish, self._future)
        except RuntimeError:  # the loop is closed
            return False
        return True


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
