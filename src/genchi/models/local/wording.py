"""Tokens into words as they come: whole characters only, and nothing of a stop sequence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_HALF = "\ufffd"
"""What a decoder shows for the first bytes of a character whose last are still to come."""


class Wording:
    """The words of one answer, put together from its tokens.

    >>> wording = Wording(lambda tokens: bytes(tokens).decode(errors="replace"), ["。"])
    >>> [wording.add(byte) for byte in "好。坏".encode()]
    ['', '', '好', '', '', '', '', '', '']
    >>> wording.text, wording.stopped
    ('好', True)
    """

    def __init__(self, decode: Callable[[list[int]], str], stops: Sequence[str] = ()) -> None:
        """`decode` makes text of tokens; the answer ends before the first of `stops`."""
        self.text = ""
        """What was given out so far."""
        self.stopped = False
        """Whether a stop sequence came."""
        self._decode = decode
        self._stops = tuple(stop for stop in stops if stop)
        self._tokens: list[int] = []
        self._start = 0
        """Tokens before it are done with. Those between it and `_worded` are in words, and decoded
        again with what follows: some decoders write a token otherwise at the start of a text."""
        self._worded = 0
        self._held = ""
        """Words that may be the start of a stop sequence."""

    def add(self, token: int) -> str:
        """One more token: the words that can be given out now, often none."""
        self._tokens.append(token)
        words = self._words()
        if words.endswith(_HALF):
            return ""
        self._start, self._worded = self._worded, len(self._tokens)
        return self._given(words)

    def end(self) -> str:
        """The words that are left when no more tokens come."""
        return self._given(self._words(), last=True)

    def _words(self) -> str:
        before = self._decode(self._tokens[self._start : self._worded])
        return self._decode(self._tokens[self._start :])[len(before) :]

    def _given(self, words: str, *, last: bool = False) -> str:
        if self.stopped:
            return ""
        waiting = self._held + words
        places = [place for stop in self._stops if (place := waiting.find(stop)) >= 0]
        self.stopped = bool(places)
        until = min(places) if places else len(waiting) - (0 if last else self._begun(waiting))
        self._held = waiting[until:]
        self.text += waiting[:until]
        return waiting[:until]

    def _begun(self, waiting: str) -> int:
        """How many characters at the end are the start of a stop sequence."""
        return max(
            (
                size
                for stop in self._stops
                for size in range(1, len(stop))
                if waiting.endswith(stop[:size])
            ),
            default=0,
        )
