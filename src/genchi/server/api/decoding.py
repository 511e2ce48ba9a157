"""Bodies of requests as dataclasses: every value of the right type, and none that nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from genchi.errors import UsageError
from genchi.records import Json


def decoded(body: bytes, kind: Any) -> Any:
    """The body as a value of `kind`. Raises `UsageError`, which says where in the body.

    >>> decoded(b'[1, "2"]', list[int])
    Traceback (most recent call last):
    genchi.errors.UsageError: the body is not as it should be: expected `int`, got `str` at $[1]
    """
    try:
        value = msgspec.json.decode(body, type=kind)
        unknown = next(_unknown(msgspec.json.decode(body), _described(kind), "$"), None)
    except msgspec.ValidationError as error:
        sentence = re.sub(r" - at `(.*)`$", r" at \1", str(error), flags=re.DOTALL)
        raise UsageError(
            f"the body is not as it should be: {sentence[0].lower()}{sentence[1:]}"
        ) from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise UsageError(f"the body is not JSON: {error}") from error
    if unknown is not None:
        raise UsageError(unknown)
    return value


@cache
def _described(kind: Any) -> Any:
    return msgspec.inspect.type_info(kind)


def _unknown(value: Json, kind: Any, path: str) -> Iterator[str]:
    """A sentence for each field of objects that their dataclass does not have."""
    match kind:
        case msgspec.inspect.Metadata():
            yield from _unknown(value, kind.type, path)
        case msgspec.inspect.UnionType():
            for one in kind.types:
                if _takes(one, value):
                    yield from _unknown(value, one, path)
        case msgspec.inspect.DataclassType() | msgspec.inspect.StructType() if isinstance(
            value, dict
        ):
            yield from _unknown_fields(value, kind, path)
        case msgspec.inspect.ListType() | msgspec.inspect.VarTupleType():
            for number, item in enumerate(value):
                yield from _unknown(item, kind.item_type, f"{path}[{number}]")
        case msgspec.inspect.DictType():
            for name, item in value.items():
                yield from _unknown(item, kind.value_type, f"{path}.{name}")


def _unknown_fields(value: dict[str, Json], kind: Any, path: str) -> Iterator[str]:
    known = {field.encode_name: field.type for field in kind.fields}
    tag = getattr(kind, "tag_field", None)
    for name, item in value.items():
        if name in known:
            yield from _unknown(item, known[name], f"{path}.{name}")
        elif name != tag:
            yield (
                f"the body has a field {name[:80]!r} at {path} that nobody reads: "
                f"there is {', '.join(known)}"
            )


def _takes(kind: Any, value: Json) -> bool:
    """Which part of a union a value is of: of a tagged one by its tag, else by its shape."""
    if isinstance(kind, msgspec.inspect.StructType) and kind.tag_field:
        return isinstance(value, dict) and value.get(kind.tag_field) == kind.tag
    shapes: dict[Any, type | tuple[type, ...]] = {
        msgspec.inspect.DataclassType: dict,
        msgspec.inspect.StructType: dict,
        msgspec.inspect.DictType: dict,
        msgspec.inspect.ListType: list,
        msgspec.inspect.VarTupleType: list,
    }
    return isinstance(value, shapes.get(type(kind), ()))
