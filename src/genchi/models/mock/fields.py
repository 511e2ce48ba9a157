"""Reading the fields of a request, each refused in the provider's words where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from genchi.models.mock.exchange import Json, Refused


def wrong(field: str, expected: str, value: object) -> Refused:
    """The refusal of a value that is of the wrong kind."""
    got = _kind(value)
    if value is None:
        return Refused(
            f"Missing required parameter: '{field}'.",
            param=field,
            code="missing_required_parameter",
        )
    return Refused(
        f"Invalid type for '{field}': expected {expected}, but got {got} instead.",
        param=field,
        code="invalid_type",
    )


def invalid(field: str, why: str) -> Refused:
    """The refusal of a value that is of the right kind, and still cannot be meant."""
    return Refused(f"Invalid value for '{field}': {why}", param=field, code="invalid_value")


def text_at(body: Json, field: str) -> str:
    """A text that must be there and not be empty."""
    value = body.get(field)
    if not isinstance(value, str):
        raise wrong(field, "a string", value)
    if not value:
        raise invalid(field, "it must not be empty.")
    return value


def flag_at(body: Json, field: str, *, otherwise: bool) -> bool:
    """True or false; what it is otherwise, where it is left out."""
    value = body.get(field)
    if value is None:
        return otherwise
    if not isinstance(value, bool):
        raise wrong(field, "a boolean", value)
    return value


def count_at(body: Json, field: str, *, least: int = 1, most: int | None = None) -> int | None:
    """A whole number within bounds, or None where it is left out."""
    value = body.get(field)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong(field, "an integer", value)
    if value < least or (most is not None and value > most):
        bounds = f"at least {least}" if most is None else f"between {least} and {most}"
        raise Refused(
            f"Invalid '{field}': integer out of range. Expected {bounds}, but got {value}.",
            param=field,
            code="integer_out_of_range",
        )
    return value


def number_at(body: Json, field: str, *, least: float, most: float) -> float | None:
    """A number within bounds, or None where it is left out."""
    value = body.get(field)
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong(field, "a decimal", value)
    if not least <= value <= most:
        raise Refused(
            f"Invalid '{field}': decimal out of range. Expected {least} to {most}, got {value}.",
            param=field,
            code="decimal_out_of_range",
        )
    return value


def list_at(body: Json, field: str, *, path: str = "") -> list[Any]:
    """A list; empty where it is left out."""
    value = body.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong(path or field, "an array", value)
    return value


def object_at(body: Json, field: str, *, path: str = "") -> Json:
    """An object; empty where it is left out."""
    value = body.get(field)
    if value is None:
        return {}
    return an_object(value, path or field)


def an_object(value: object, path: str) -> Json:
    """A value that must be an object."""
    if not isinstance(value, Mapping):
        raise wrong(path, "an object", value)
    return value


def _kind(value: object) -> str:
    names = {bool: "a boolean", int: "an integer", float: "a decimal", str: "a string"}
    if isinstance(value, list):
        return "an array"
    return "an object" if isinstance(value, Mapping) else names.get(type(value), "null")
