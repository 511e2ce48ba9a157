"""Frozen records that are made quickly, for those that a span has many of.

A frozen dataclass fills its slots through `object.__setattr__`, one call for each field: of what it
costs to receive a span, that was a twentieth. What `quickly_made` returns is the same class with
another `__init__`, as frozen as before once that is done.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quickly_made(cls: type[T]) -> type[T]:
    """The frozen and slotted dataclass `cls`, filled by plain assignments.

    While it is filled, an object is of a class with the same slots that lets itself be filled. A
    decorated class has no subclasses: an object would turn into one of its parent.
    """
    slots: tuple[str, ...] = cls.__slots__  # type: ignore[attr-defined]
    lines = [f"def __init__(self, {', '.join(slots)}):", "    _set(self, '__class__', _open)"]
    known: dict[str, Any] = {"_set": object.__setattr__, "_final": cls}
    known["_open"] = type(cls.__name__, (), {"__slots__": slots, "__module__": cls.__module__})
    defaults = dict(zip(reversed(slots), reversed(cls.__init__.__defaults__ or ())))
    for field in fields(cls):  # type: ignore[arg-type]
        value = name = field.name
        if field.default_factory is not MISSING:
            known[f"_make_{name}"], known[f"_no_{name}"] = field.default_factory, defaults[name]
            value = f"_make_{name}() if {name} is _no_{name} else {name}"
        lines.append(f"    self.{name} = {value}")
    lines.append("    self.__class__ = _final")
    exec("\n".join(lines), known)  # as `dataclasses` itself makes an `__init__`
    made, plain = known["__init__"], cls.__init__
    made.__defaults__, made.__annotations__ = plain.__defaults__, plain.__annotations__
    made.__qualname__ = plain.__qualname__
    cls.__init__ = made  # type: ignore[misc]
    return cls
