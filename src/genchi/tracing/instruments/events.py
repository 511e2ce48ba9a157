"""Bytes of an HTTP answer, as they arrive, to the JSON they carry.

An answer is a stream of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)
or one JSON body; it may be compressed in any of the ways that the SDKs accept.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from genchi.records.parsing import parse

Decompress = Callable[[bytes], bytes]


def _gzip() -> Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress


def _zstd() -> Decompress:
    unzip: Decompress = import_module("genchi.zstd").ZstdDecompressor().decompress
    return unzip


def _brotli() -> Decompress:
    unzip: Decompress = import_module("brotli").Decompressor().process
    return unzip


_ENCODINGS: dict[str, Callable[[], Decompress]] = {
    "": lambda: bytes,
    "identity": lambda: bytes,
    "gzip": _gzip,
    "deflate": _gzip,
    "zstd": _zstd,
    "br": _brotli,
}


def decompressor(encoding: str) -> Decompress:
    """What undoes a `Content-Encoding`. Raises `LookupError` for one that is not known."""
    return _ENCODINGS[encoding.strip().lower()]()


class EventReader:
    """Server-sent events from chunks of bytes that may be cut anywhere."""

    def __init__(self) -> None:
        self._rest: list[bytes] = []
        self._data: list[bytes] = []

    def read(self, chunk: bytes) -> Iterator[bytes]:
        """The data of every event that `chunk` completes.

        >>> list(EventReader().read(b'data: {"a":1}\\n\\ndata: [DO'))
        [b'{"a":1}']
        """
        if b"\n" not in chunk:  # a long event in many chunks is joined once
            self._rest.append(chunk)
            return
        *lines, rest = b"".join([*self._rest, chunk]).split(b"\n")
        self._rest = [rest]
        for line in lines:
            if line.startswith(b"data:"):
                self._data.append(line[5:].strip())
            elif self._data and not line.strip():
                yield b"\n".join(self._data)
                self._data = []


def json_object(data: bytes) -> dict[str, Any] | None:
    """The object that `data` is, or None where it is something else."""
    try:
        value = parse(data)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
