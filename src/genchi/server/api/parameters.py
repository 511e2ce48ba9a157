"""The parameters of a request: told once, for the document and for reading."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from genchi.errors import UsageError
from genchi.records import Json

Value = str | int | bool | None
LATEST_MS = 2**63 // 10**6 - 1
"""The last millisecond since 1970 whose nanoseconds are a number of 64 bits: in the year 2262."""
_EXACT = 2**53 - 1
"""Beyond this, JSON does not keep whole numbers apart."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `kind` and bounds say what it takes, `default` what holds without it.

    Every whole number has bounds, so that none is beyond what the store can compare.
    """

    name: str
    about: str
    kind: Literal["string", "integer", "boolean"] = "string"
    place: Literal["query", "path"] = "query"
    default: Value = None
    required: bool = False
    least: int = -_EXACT
    most: int = _EXACT

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
        bounds = {"minimum": self.least, "maximum": self.most} if self.kind == "integer" else {}
        default = {} if self.default is None else {"default": self.default}
        return {
            "name": self.name,
            "in": self.place,
            "required": self.required or self.place == "path",
            "description": self.about,
            "schema": {"type": self.kind} | bounds | default,
        }


def _text(parameter: Parameter, text: str) -> Value:
    return text


def _integer(parameter: Parameter, text: str) -> Value:
    number = int(text) if re.fullmatch(r"-?[0-9]{1,19}", text) else None
    if number is None or not parameter.least <= number <= parameter.most:
        raise UsageError(
            f"{parameter.name}={text[:80]} is not a whole number "
            f"from {parameter.least} to {parameter.most}"
        )
    return number


def _boolean(parameter: Parameter, text: str) -> Value:
    if text not in ("true", "false"):
        raise UsageError(f"{parameter.name}={text[:80]} is neither true nor false")
    return text == "true"


_READERS = {"string": _text, "integer": _integer, "boolean": _boolean}
