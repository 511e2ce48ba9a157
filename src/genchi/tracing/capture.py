"""Any Python value as JSON that can be kept: a snapshot, within bounds, without secrets.

What is taken is a copy, so that later changes do not show. Nothing is consumed (generators, files),
nothing is printed that may be huge (arrays, data frames), and nothing raises: what cannot be read
says so. A text that was cut says how much is missing.
"""

from __future__ import annotations

import dataclasses
import enum
import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any

from genchi.records import Json, clean, to_json
from genchi.tracing.secret_names import hides, is_secret

LIMIT = 64 * 1024
"""Characters that are kept of one side of a span: its inputs, or its output."""
HIDDEN = "[hidden]"
_MAX_DEPTH = 20
_MAX_ITEMS = 1000
ITEM_COST = 8
"""What an element costs beside its text, so that a million empty ones cost something too."""
_FEW = 16
_REPR = 1000

_PLAIN = frozenset([int, float, bool, type(None)])
_INTEGERS = range(-(2**63), 2**64)


def take(value: object, limit: int = LIMIT) -> tuple[Json, int]:
    """A snapshot of `value` within `limit` characters, and how many it has.

    >>> take({"q": "退款?", "api_key": "sk-123"})
    ({'q': '退款?', 'api_key': '[hidden]'}, 19)
    >>> take("x" * 100, limit=10)[0]
    'xxxxxxxxxx… [90 characters cut]'
    """
    if type(value) is str and len(value) <= limit and value.isascii():
        return value, len(value)
    if type(value) is dict and len(value) <= _FEW:
        size = plain_size(value)
        if 0 <= size <= limit:
            return value.copy(), size
    walk = _Walk(limit)
    taken = walk.value(value, 0)
    return taken, limit - walk.left


def plain_size(fields: dict[Any, Any]) -> int:
    """The size of a flat dict of plain texts and small numbers, which is its own snapshot; else -1.

    Most arguments are such dicts, and walking them would cost as much as all else about a span.
    """
    size = 0
    for key, item in fields.items():
        if type(key) is not str or not key.isascii() or is_secret(key):
            return -1
        if type(item) is str and item.isascii():
            size += len(item)
        elif not (item is None or item is True or item is False or _is_small(item)):
            return -1
        size += len(key) + ITEM_COST
    return size


def _is_small(value: object) -> bool:
    return type(value) is int and -(2**53) < value < 2**53


def cut(text: str, limit: int) -> str:
    """`text` with at most `limit` characters of it, saying how many are missing."""
    if len(text) <= limit:
        return text
    return f"{text[:limit]}… [{len(text) - limit} characters cut]"


class _Walk:
    """One snapshot being taken: what is left to spend, and what it is inside of."""

    __slots__ = ("inside", "left")

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.inside: set[int] = set()

    def value(self, value: Any, depth: int) -> Json:
        """A snapshot of one value. Never raises."""
        self.left -= ITEM_COST if depth else 0
        kind = type(value)
        if kind is str:
            return self.text(value)
        if kind in _PLAIN:
            return _number(value)
        try:
            return self._other(value, depth)
        except Exception:
            return f"<{_name(value)} that cannot be read>"

    def text(self, text: str) -> str:
        """As much of a text as may still be kept."""
        if len(text) > self.left:
            text = cut(text, max(self.left, 0))
        self.left -= len(text)
        return text if text.isascii() else _valid(text)

    def _other(self, value: Any, depth: int) -> Json:
        for kinds, convert in _BY_KIND:
            if isinstance(value, kinds):
                return convert(self, value, depth)
        fields = _fields_of(value)
        if fields is not None:
            return self._within(value, depth, lambda: self._items(fields.items(), depth))
        if _is_array(value) and not tuple(value.shape) and callable(getattr(value, "item", None)):
            return self.value(value.item(), depth + 1)  # one number
        return self.text(_described(value))

    def _within(self, value: object, depth: int, walk: Callable[[], Json]) -> Json:
        if id(value) in self.inside:
            return f"<{_name(value)} within itself>"
        if depth >= _MAX_DEPTH:
            return f"<{_name(value)} nested too deeply>"
        self.inside.add(id(value))
        try:
            return walk()
        finally:
            self.inside.discard(id(value))

    def mapping(self, value: Mapping[Any, Any], depth: int) -> Json:
        """A dict; keys become text."""
        return self._within(
            value, depth, lambda: self._items(value.items(), depth, total=len(value))
        )

    def _items(
        self, items: Iterable[tuple[Any, Any]], depth: int, total: int | None = None
    ) -> dict[str, Json]:
        taken: dict[str, Json] = {}
        # A list first: another thread may be changing the dict.
        some = list(islice(items, _MAX_ITEMS))
        for count, (key, item) in enumerate(some):
            if self.left <= 0:
                some = some[:count]
                break
            name = key if type(key) is str else _key(key)
            name = self.text(name)
            taken[name] = HIDDEN if hides(name, item) else self.value(item, depth + 1)
        if total is not None and total > len(some):
            taken["…"] = f"[{total - len(some)} more]"
        return taken

    def sequence(self, value: Any, depth: int) -> Json:
        """A list, tuple, deque or set."""
        return self._within(value, depth, lambda: self._elements(value, depth))

    def _elements(self, value: Any, depth: int) -> list[Json]:
        some = list(islice(value, _MAX_ITEMS))
        taken: list[Json] = []
        for item in some:
            if self.left <= 0:
                break
            taken.append(self.value(item, depth + 1))
        if len(value) > len(taken):
            taken.append(f"… [{len(value) - len(taken)} more]")
        return taken


def _named_tuple(walk: _Walk, value: Any, depth: int) -> Json:
    if hasattr(type(value), "_asdict"):
        return walk.mapping(value._asdict(), depth)
    return walk.sequence(value, depth)


def _sorted(taken: Json) -> Json:
    """A set has no order of its own, and equal inputs must have equal hashes."""
    return sorted(taken, key=to_json) if isinstance(taken, list) else taken


def _bytes(walk: _Walk, value: Any, depth: int) -> Json:
    return f"<{_name(value)} {len(value)}>"


_BY_KIND: tuple[tuple[Any, Callable[[_Walk, Any, int], Json]], ...] = (
    (dict, _Walk.mapping),
    (list, _Walk.sequence),
    (tuple, _named_tuple),
    (enum.Enum, lambda walk, value, depth: walk.value(value.value, depth + 1)),
    (str, lambda walk, value, depth: walk.text(str.__str__(value))),
    (int, lambda walk, value, depth: _number(int(value))),
    (float, lambda walk, value, depth: _number(float(value))),
    ((set, frozenset), lambda walk, value, depth: _sorted(walk.sequence(value, depth))),
    (deque, _Walk.sequence),
    ((bytes, bytearray, memoryview), _bytes),
    (Mapping, _Walk.mapping),
    (BaseException, lambda walk, value, depth: walk.text(exception_text(value))),
)


def exception_text(error: BaseException) -> str:
    """ "Type: message", whatever the exception's own `__str__` does.

    >>> exception_text(ValueError("no such city"))
    'ValueError: no such city'
    """
    try:
        said = str(error)
    except Exception:
        said = "(its message cannot be shown)"
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _number(value: Any) -> Json:
    if type(value) is float and not math.isfinite(value):
        return None
    if type(value) is int and value not in _INTEGERS:
        return clean(value)
    return value


def _valid(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return str(clean(text))
    return text


def _key(key: object) -> str:
    if key is None or isinstance(key, int | float | str | tuple):
        try:
            return cut(str(key), _REPR)
        except Exception:
            return f"<{_name(key)}>"
    return f"<{_name(key)}>" if not isinstance(key, enum.Enum) else str(key.value)


def _fields_of(value: Any) -> Mapping[str, Any] | None:
    """The fields of a pydantic model, dataclass, attrs class or msgspec struct; else None."""
    kind = type(value)
    if isinstance(value, type):
        return None
    if callable(getattr(kind, "model_dump", None)):
        try:
            dumped = value.model_dump(mode="json", warnings=False)
        except TypeError:  # not pydantic's, or an older one
            dumped = value.model_dump()
        return dumped if isinstance(dumped, dict) else {"value": dumped}
    names: Any = None
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.repr]
    elif hasattr(kind, "__attrs_attrs__"):
        names = [field.name for field in kind.__attrs_attrs__ if field.repr]
    elif hasattr(kind, "__struct_fields__"):
        names = kind.__struct_fields__
    return None if names is None else {name: getattr(value, name, None) for name in names}


def _described(value: Any) -> str:
    """One short line for an object that is not data."""
    kind = type(value)
    if isinstance(value, type) or (callable(value) and hasattr(value, "__qualname__")):
        return f"<{_name(value)} {value.__qualname__}>"
    if _is_array(value):
        return _array(value)
    # What can be iterated may be endless, or a query that runs when it is shown.
    iterable = any(hasattr(kind, name) for name in ("__iter__", "__next__", "__await__"))
    written = any("__str__" in c.__dict__ for c in kind.__mro__[:-1])
    shown = any("__repr__" in c.__dict__ for c in kind.__mro__[:-1])
    if not written and (iterable or not shown):
        return f"<{_name(value)}>"
    return cut(str(value), _REPR)


def _is_array(value: object) -> bool:
    kind = type(value)
    return hasattr(kind, "shape") and (hasattr(kind, "dtype") or hasattr(kind, "dtypes"))


def _array(value: Any) -> str:
    shape = tuple(value.shape)
    columns = getattr(value, "columns", None)
    if columns is not None:
        named = ", ".join(str(column) for column in islice(columns, 20))
        return f"<{_name(value)} {shape[0]} rows: {cut(named, _REPR)}>"
    return f"<{_name(value)} {'x'.join(map(str, shape))} {value.dtype}>"


def _name(value: object) -> str:
    return type(value).__name__
