"""Commas and colons that are missing, from json-repair, behind a guard.

json-repair mends almost anything, and for that it guesses: of `{"a": 10 "b" 20}` it makes
`{"a": 10, "b": 0}`, and of `{"a" 1, "b": 2}` one key that holds half the text. So it is asked for
one thing only, and its answer is believed only if every piece of the text came through, in order
and unchanged, with nothing added but commas and colons.
"""

from __future__ import annotations

import json
from itertools import pairwise

from genchi.errors import missing_extra
from genchi.models.structured.lexing import Token, tokens
from genchi.models.structured.quoting import UnreadableError
from genchi.models.structured.results import Repair
from genchi.records import Json

_LONGEST = 100_000
"""Characters that are handed over; its time may grow with their square."""
_NOTHING_BETWEEN = {
    ("comma", "comma"),
    ("open", "comma"),
    ("colon", "comma"),
    ("colon", "close"),
    ("colon", "colon"),
}
"""Where a value is missing, which nobody can supply."""
_STRUCTURE = ("comma", "colon", "comment")


def punctuated(text: str, pieces: list[Token]) -> tuple[Json, Repair] | None:
    """The value of the pieces with the commas and colons they lack; None where that is a guess.

    >>> text = '{"a": 1 "b": [2 3]}'
    >>> punctuated(text, list(tokens(text)))[0]
    {'a': 1, 'b': [2, 3]}
    >>> text = '{"a": 10 "b" 20}'
    >>> punctuated(text, list(tokens(text))) is None
    True
    """
    lacking = " ".join(_written(piece) for piece in pieces if piece.kind != "comment")
    kinds = [piece.kind for piece in pieces if piece.kind != "comment"]
    if len(lacking) > _LONGEST or set(pairwise(kinds)) & _NOTHING_BETWEEN:
        return None
    value = _mended(lacking)
    if not isinstance(value, dict | list):
        return None
    whole = json.dumps(value, ensure_ascii=False)
    try:
        if _essence(list(tokens(whole))) != _essence(pieces):
            return None
    except UnreadableError:
        return None
    written = text[pieces[0].start : pieces[-1].end]
    return value, Repair("repaired", "", written, whole, "commas or colons that were missing")


def _mended(text: str) -> Json:
    try:
        import json_repair
    except ImportError as error:
        raise missing_extra("supplying missing commas", "structured") from error
    try:
        return json_repair.loads(text, skip_json_loads=True)
    except (RecursionError, ValueError, IndexError):
        return None


def _essence(pieces: list[Token]) -> list[tuple[str, Json]]:
    """What the pieces say: everything but commas, colons and comments."""
    return [
        ("text" if piece.kind == "bare" else piece.kind, repr(piece.value))
        for piece in pieces
        if piece.kind not in _STRUCTURE
    ]


def _written(piece: Token) -> str:
    if piece.kind in ("text", "bare", "scalar"):
        return json.dumps(piece.value, ensure_ascii=False)
    return str(piece.value)
