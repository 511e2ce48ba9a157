"""A JSON object out of a file, or one sentence."""

from __future__ import annotations

from genchi.errors import UsageError
from genchi.records import Json
from genchi.records.parsing import parse


def object_of(text: str, what: str) -> dict[str, Json]:
    """The object that a text is. Raises `UsageError` where it is none."""
    try:
        value = parse(text)
    except ValueError as error:
        raise UsageError(f"this is not {what}: {error}") from None
    if not isinstance(value, dict):
        raise UsageError(f"this is not {what}: it is no JSON object")
    return value
