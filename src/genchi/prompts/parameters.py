"""What a model is asked with, checked by the fields that a `Request` has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_type_hints

import msgspec

from genchi.prompts.front_matter import FrontMatter
from genchi.records import Json, Request

_OTHERWISE = {
    "messages": "the sections say what is said",
    "schema": "the output schema stands under `output`",
    "tools": "tools are given by the one who calls",
    "passages": "passages are an input",
}


def read_parameters(front: FrontMatter) -> Mapping[str, Json]:
    """The parameters of front matter. Raises `UsageError` with the line of a wrong one."""
    table = front.values.get("parameters") or {}
    if not isinstance(table, Mapping):
        raise front.place("parameters").error("parameters is a list of `name: value`")
    kinds = {k: v for k, v in get_type_hints(Request).items() if k not in _OTHERWISE}
    for name, value in table.items():
        place = front.place("parameters", name)
        if name not in kinds:
            why = _OTHERWISE.get(name, f"they are {', '.join(kinds)}")
            raise place.error(f"there is no parameter {name!r}: {why}")
        try:
            msgspec.convert(value, kinds[name], strict=True)
        except msgspec.ValidationError as error:
            raise place.error(f"the parameter {name!r} is {value!r}: {error}") from None
    return dict(table)
