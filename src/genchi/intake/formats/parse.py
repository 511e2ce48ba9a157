"""One JSON value from text, as strictly as orjson, with NaN allowed as Python writes it."""

from __future__ import annotations

import json
from typing import Any

import orjson

from genchi.records import clean


def parse(text: bytes | str) -> Any:
    """The value. Raises `ValueError` with a short reason where the text is not JSON."""
    try:
        return orjson.loads(text)
    except ValueError as strict:
        try:
            return clean(json.loads(text))  # NaN, Infinity and lone surrogates, which Python writes
        except RecursionError:
            raise ValueError("nested too deeply") from None
        except ValueError:
            raise ValueError(f"not JSON: {strict}") from None
