"""Tensors out of a safetensors file, mapped into memory, with nothing in it taken on trust.

The format (https://github.com/huggingface/safetensors): eight bytes with the length of the header,
little-endian; the header, a JSON object from name to `dtype`, `shape` and `data_offsets`; then the
numbers, without holes and without overlaps. A file that breaks one of these rules is damaged, and
no number of it is used.
"""

from __future__ import annotations

import json
import math
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from genchi.errors import OutsideError, missing_extra

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_KINDS = {
    "F64": "<f8",
    "F32": "<f4",
    "F16": "<f2",
    "I64": "<i8",
    "I32": "<i4",
    "I16": "<i2",
    "I8": "|i1",
    "U8": "|u1",
    "BOOL": "|b1",
}
"""How numpy writes the types of numbers of the format that it has."""
_LENGTH = 8
"""Bytes at the start that say how long the header is."""
_MOST_HEADER = 100_000_000
"""Bytes of the longest header that the format allows."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the numbers of a tensor lie, in bytes from the end of the header."""

    name: str
    kind: str
    shape: tuple[int, ...]
    first: int
    end: int


def read_tensors(path: Path) -> Mapping[str, npt.NDArray[np.generic]]:
    """The tensors of a file by name: read-only arrays that lie in the file and not in memory."""
    try:
        import numpy as np
    except ImportError as error:
        raise missing_extra("reading a model", "lab") from error
    data = _mapped(path)
    try:
        places, start = _places(data)
        return {
            place.name: np.frombuffer(
                data, np.dtype(_KINDS[place.kind]), math.prod(place.shape), start + place.first
            ).reshape(place.shape)
            for place in places
        }
    except (ValueError, OverflowError) as error:  # numpy has its own limits of a shape
        raise OutsideError(f"{path} is damaged ({error}): install it again") from error


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            if path.stat().st_size == 0:
                return b""
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise OutsideError(
            f"{path} cannot be read ({error.strerror or error}): see whether it is there, "
            "or install it again"
        ) from error


def _places(data: mmap.mmap | bytes) -> tuple[list[_Place], int]:
    """Where each tensor lies, in the order of the file, and where the numbers begin."""
    start = _LENGTH + _header_length(data)
    try:
        header = json.loads(data[_LENGTH:start], object_pairs_hook=_once)
    except RecursionError as error:
        raise ValueError("its header is nested too deeply") from error
    if not isinstance(header, dict):
        raise ValueError("its header is no JSON object")
    header.pop("__metadata__", None)
    places = [_place(name, told) for name, told in header.items()]
    places.sort(key=lambda place: (place.first, place.end))
    _without_holes(places, len(data) - start)
    return places, start


def _header_length(data: mmap.mmap | bytes) -> int:
    length = int.from_bytes(data[:_LENGTH], "little")
    if len(data) < _LENGTH or length > min(_MOST_HEADER, len(data) - _LENGTH):
        raise ValueError("it ends before its header does")
    return length


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("its header has a name twice")
    return found


def _place(name: str, told: Any) -> _Place:
    try:
        kind, shape, (first, end) = told["dtype"], told["shape"], told["data_offsets"]
    except (TypeError, KeyError, ValueError) as error:
        raise ValueError(f"its header does not say where tensor {name!r} is") from error
    if not isinstance(kind, str) or kind not in _KINDS:
        raise ValueError(f"tensor {name!r} is of type {kind!r}; known are {', '.join(_KINDS)}")
    if not isinstance(shape, list) or not all(_is_count(n) for n in [*shape, first, end]):
        raise ValueError(f"tensor {name!r} has a shape or a place that is no count")
    needed = math.prod(shape) * int(_KINDS[kind][-1])
    if end - first != needed:
        raise ValueError(f"tensor {name!r} needs {needed} bytes, and has {end - first}")
    return _Place(name, kind, tuple(shape), first, end)


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _without_holes(places: list[_Place], size: int) -> None:
    """Every byte of the numbers belongs to one tensor; `size` is how many there are."""
    at = 0
    for place in places:
        if place.first != at:
            raise ValueError(f"tensor {place.name!r} begins at byte {place.first}, not at {at}")
        at = place.end
    if at != size:
        raise ValueError(f"its tensors take {at} bytes, and it has {size}")
