"""JSON from text that may be larger than memory: one value after the other, as Python writes them.

NaN and Infinity are read as nothing, integers as they are. One value must fit in memory, the
document need not.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator

from genchi.intake.source import BROKEN_STREAM, Source, read_some
from genchi.records import Json, clean
from genchi.records.parsing import DECODER

_PIECE = 1 << 16
_SPACE = " \t\n\r"
_LITERAL = 16
"""More characters than a number's tail, an escape or `-Infinity` has."""


class TooDeep(str):
    """The text of a value that is nested too deeply for Python to walk."""

    __slots__ = ()


class JsonStream:
    """A place in a document, which only moves on. What cannot be read raises `ValueError`."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._stream = source.stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._text, self._at = "", 0
        self._all_read = False
        self._damage: Exception | None = None

    def peek(self) -> str:
        """The next character that is not space, or "" at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if self._all_read:
                return ""
            self._read_on(_PIECE)

    def skip(self, wanted: str) -> bool:
        """Step over the next character if it is `wanted`; whether it was."""
        found = self.peek() == wanted
        self._at += found
        return found

    def expect(self, wanted: str) -> None:
        """Step over the next character, which must be `wanted`."""
        if not self.skip(wanted):
            raise ValueError(self._wrong(f"{wanted} is missing", ended=not self.peek()))

    def value(self) -> Json:
        """The next value."""
        size = _PIECE
        while True:
            self.peek()
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                left = len(self._text) - error.pos
                opened = error.msg.startswith("Unterminated")
                if self._all_read or not (opened or left < _LITERAL):
                    ended = opened or not self._text[error.pos :].strip()
                    raise ValueError(self._wrong(error.msg, ended=ended)) from None
            except RecursionError:
                raise ValueError("nested too deeply") from None
            else:
                if self._all_read or end + _LITERAL < len(self._text):  # a number may go on
                    start, self._at = self._at, end
                    return self._kept(value, start)
            self._read_on(size)
            size *= 2  # so that the time for a large value is proportional to its size

    def _kept(self, value: object, start: int) -> Json:
        try:
            return clean(value)
        except RecursionError:
            return TooDeep(self._text[start : self._at])

    def items(self) -> Iterator[Json]:
        """The values of the array that comes next."""
        self.expect("[")
        while not self.skip("]"):
            yield self.value()
            if self.peek() != "]":
                self.expect(",")

    def names(self) -> Iterator[str]:
        """The names in the object that comes next; read each one's value before the next name."""
        self.expect("{")
        while not self.skip("}"):
            yield str(self.value())
            if self.peek() != "}":
                self.expect(",")

    def rest(self, size: int = 1000) -> str:
        """The beginning of what has not been read, for a person to look at."""
        return self._text[self._at : self._at + size]

    def _wrong(self, what: str, *, ended: bool) -> str:
        if self._damage is not None:
            return f"the file is damaged: {self._damage}"
        return "the file ends in the middle of it" if ended else f"not JSON: {what}"

    def _read_on(self, size: int) -> None:
        pieces = [self._text[self._at :]]
        while size > 0 and not self._all_read:
            pieces.append(self._read_piece())
            size -= len(pieces[-1])
        self._text, self._at = "".join(pieces), 0

    def _read_piece(self) -> str:
        try:
            data = read_some(self._stream, _PIECE)
        except BROKEN_STREAM as error:
            self._damage, data = error, b""
        self._all_read = not data
        return self._decoder.decode(data, final=not data)
