"""The parameters of a request: told once, for the document and for reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError
from genchi.records import Json

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `kind` and bounds say what it takes, `default` what holds without it."""

    name: str
    about: str
    kind: Literal["string", "integer", "boolean"] = "string"
    place: Literal["query", "path"] = "query"
    default: Value = None
    required: bool = False
    least: int | None = None
    most: int | None = None

    def read(self, values: Mapping[str, str]) -> Value:
        """The value in a request. Raises `UsageError` where there is none, or a wrong one."""
        text = values.get(self.name)
        if text is None or (text == "" and self.required):
            if self.required:
                raise UsageError(f"the parameter {self.name} is missing: {self.about}")
            return self.default
        return _READERS[self.kind](self, text)

    def described(self) -> dict[str, Json]:
        """The parameter as OpenAPI has it."""
        bounds = {"minimum": self.least, "maximum": self.most, "default": self.default}
        known = {name: value for name, value in bounds.items() if value is not None}
        return {
            "name": self.name,
            "in": self.place,
            "required": self.required or self.place == "path",
            "description": self.about,
            "schema": {"type": self.kind} | known,
        }


def _text(parameter: Parameter, text: str) -> Value:
    return text


def _integer(parameter: Parameter, text: str) -> Value:
    number = int(text) if re.fullmatch(r"-?[0-9]{1,19}", text) else None
    low, high = parameter.least, parameter.most
    within = (
        number is not None and (low is None or number >= low) and (high is None or number <= high)
    )
    if not within:
        bounds = "" if low is None or high is None else f" from {low} to {high}"
        raise UsageError(f"{parameter.name}={text} is not a whole number{bounds}")
    return number


def _boolean(parameter: Parameter, text: str) -> Value:
    if text not in ("true", "false"):
        raise UsageError(f"{parameter.name}={text} is neither true nor false")
    return text == "true"


_READERS = {"string": _text, "integer": _integer, "boolean": _boolean}
