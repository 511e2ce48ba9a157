"""Open a file to read from: gzip undone, its character encoding found, its progress visible."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from genchi.errors import OutsideError, UsageError

_HEAD = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BROKEN_STREAM = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a damaged or cut-off gzip file raises."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open file. `stream` gives its content, unzipped; `raw` is the file as it is on disk."""

    path: Path
    raw: BinaryIO
    stream: BinaryIO
    size: int

    @property
    def position(self) -> int:
        """Bytes of the file on disk that have been read."""
        return self.raw.tell()


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """The file, ready to read. Raises `UsageError` where it is not a readable file."""
    with _opened(path) as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if zipped else raw
        yield Source(path, raw, stream, path.stat().st_size)


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.exists():
            raise UsageError(f"there is no file {path}")
        if not path.is_file():
            raise UsageError(f"{path} is not a file: name the files to import one by one")
        return path.open("rb")
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be read ({error.strerror}): check its name and its permissions"
        ) from error
    except ValueError as error:  # a name that no file can have
        raise UsageError(f"there is no file {str(path)!r}") from error


def head_of(path: Path, size: int = _HEAD) -> bytes:
    """The first bytes of the content; fewer where the file is short or damaged."""
    with open_source(path) as source:
        out = bytearray()
        try:
            while len(out) < size and (piece := read_some(source.stream, size - len(out))):
                out += piece
        except BROKEN_STREAM:
            pass
        return bytes(out)


def read_some(stream: BinaryIO, size: int) -> bytes:
    """What comes next, at most `size` bytes: all that a damaged stream has left before it raises.

    `read` would throw away what it had got when it met the damage.
    """
    return cast("io.BufferedReader", stream).read1(size)


def encoding_of(head: bytes) -> str:
    """The encoding a text file is in: by its mark, else UTF-8, else GB18030 if that can be.

    A few damaged bytes in much good UTF-8 do not make it GB18030.

    >>> encoding_of("退款".encode("gb18030"))
    'gb18030'
    """
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    bad = text.count("\ufffd")
    if bad == 0 or 10 * bad < sum(1 for character in text if character > "\x7f"):
        return "utf-8"
    try:
        codecs.getincrementaldecoder("gb18030")().decode(head)
    except UnicodeDecodeError:
        return "utf-8"
    return "gb18030"


class _Text(io.TextIOWrapper):
    """Text over a stream that belongs to someone else, and so must stay open."""

    def close(self) -> None:
        """Leave the stream open."""


def text_of(source: Source, encoding: str) -> io.TextIOWrapper:
    """The content as text; bytes that are not valid become U+FFFD."""
    return _Text(source.stream, encoding=encoding, errors="replace", newline="")


def bare_suffix(path: Path) -> str:
    """The file's ending in lower case, with `.gz` left out.

    >>> bare_suffix(Path("Log.JSONL.gz"))
    '.jsonl'
    """
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix
