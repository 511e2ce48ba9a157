"""SQL with its comments taken out, and refused where two databases would read it differently.

Where a text or a comment ends decides what is run. What one database takes for a comment another
one runs, so nothing that is read in two ways gets further than here.
"""

from __future__ import annotations

import re
from functools import cache

DIALECTS = ("", "postgres", "mysql", "sqlite", "duckdb", "bigquery", "tsql")
_BACKSLASH = ("mysql", "bigquery")
_HASH_COMMENTS = ("mysql", "bigquery")
_BRACKET_NAMES = ("tsql", "sqlite")
_BACKTICK_NAMES = ("mysql", "sqlite", "bigquery")


class Refused(Exception):  # noqa: N818 -- it is an answer, not an error
    """Why a text is not let through, and where."""

    def __init__(self, reason: str, start: int = 0, end: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.start = start
        self.end = end


def without_comments(sql: str, dialect: str) -> str:
    """The text with white space for comments, as long as before; raises `Refused` if in doubt.

    >>> without_comments("SELECT 1 -- one", "sqlite")
    'SELECT 1       '
    """
    pieces, place = [], 0
    while place < len(sql):
        end, kept = _next(sql, place, dialect)
        pieces.append(sql[place:end] if kept else _blank(sql[place:end]))
        place = end
    return "".join(pieces)


def _next(sql: str, place: int, dialect: str) -> tuple[int, bool]:
    """Where the piece that begins here ends, and whether it is to be kept."""
    plain = _plain().match(sql, place)
    if plain:
        return plain.end(), True
    character, two = sql[place], sql[place : place + 2]
    if two == "/*":
        return _block_comment(sql, place), False
    if two == "--" or (character == "#" and dialect in _HASH_COMMENTS):
        return _line_comment(sql, place, dialect), False
    if character in "'\"":
        return _text(sql, place, character, dialect), True
    if character == "`" and dialect in _BACKTICK_NAMES:
        return _text(sql, place, "`", dialect), True
    if character == "[":
        return _bracket(sql, place, dialect), True
    _check_sign(sql, place, dialect)
    return place + 1, True


def _block_comment(sql: str, place: int) -> int:
    end = sql.find("*/", place + 2)
    if end < 0:
        raise Refused("a comment is never closed", place, len(sql))
    if sql[place + 2 : place + 3] in ("!", "+", "M"):
        raise Refused("a comment that some databases run", place, end + 2)
    if "/*" in sql[place + 2 : end + 1]:
        raise Refused("a comment in a comment", place, end + 2)
    return end + 2


def _line_comment(sql: str, place: int, dialect: str) -> int:
    """MySQL takes `--` for a comment only before white space; others end lines elsewhere too."""
    follows = sql[place + 2 : place + 3]
    if dialect in ("", "mysql") and sql[place] == "-" and follows and not follows.isspace():
        raise Refused("MySQL runs what follows -- without a space", place, place + 3)
    newline = sql.find("\n", place)
    end = len(sql) if newline < 0 else newline
    if _odd_line_ends().search(sql, place, end):
        raise Refused("a comment with a line end that not every database sees", place, end)
    return end


def _text(sql: str, place: int, quote: str, dialect: str) -> int:
    if dialect in ("", "bigquery") and quote != "`" and sql.startswith(quote * 3, place):
        raise Refused("three quotes, which not every database reads alike", place, place + 3)
    _check_prefix(sql, place, dialect)
    at = place + 1
    while at < len(sql):
        if sql[at] == "\\" and quote != "`" and sql[at + 1 : at + 2] in ("'", '"', "\\"):
            if dialect in _BACKSLASH:
                at += 2
                continue
            if sql[at + 1 : at + 2] == quote or (dialect == "" and sql[at + 1] == "\\"):
                reason = "a backslash before a quote, which not every database reads alike"
                raise Refused(reason, at, at + 2)
        elif sql[at] == "\\" and quote == "`" and dialect == "bigquery":
            raise Refused("a backslash in a name", at, at + 1)
        if sql[at] == quote:
            if sql[at + 1 : at + 2] != quote:
                return at + 1
            at += 1
        at += 1
    raise Refused("a text is never closed", place, len(sql))


def _check_prefix(sql: str, place: int, dialect: str) -> None:
    """Letters before a quote change how it is read: E'…' and U&'…' know escapes, r'…' none."""
    before = re.search(r"(?<![\w$])([A-Za-z]+&?|\w+&)\Z", sql[max(0, place - 4) : place])
    prefix = before.group(1).lower() if before else ""
    if prefix in ("e", "u&", "r", "rb", "br", "q", "nq"):
        raise Refused("a text with escapes of its own", place - len(prefix), place + 1)


def _bracket(sql: str, place: int, dialect: str) -> int:
    if dialect == "":
        raise Refused("a bracket: name the dialect", place, place + 1)
    if dialect not in _BRACKET_NAMES:
        return place + 1
    end = sql.find("]", place)
    if end < 0:
        raise Refused("a bracket is never closed", place, len(sql))
    if sql.startswith("]]", end) or "[" in sql[place + 1 : end]:
        raise Refused("a bracket in a name", place, end + 1)
    return end + 1


def _check_sign(sql: str, place: int, dialect: str) -> None:
    character = sql[place]
    # A # begins a temporary table of SQL Server; PostgreSQL has it as an operator.
    if character == "\\" or (character == "#" and dialect not in ("tsql", "postgres")):
        raise Refused(f"{character} outside a text", place, place + 1)
    if character == "`":
        raise Refused("a backtick: name the dialect", place, place + 1)
    if character == "$" and _dollar_quote().match(sql, place):
        raise Refused("a text in dollar signs", place, place + 2)
    if not character.isprintable() and not character.isspace():
        raise Refused("a character that cannot be printed", place, place + 1)


def _blank(comment: str) -> str:
    return re.sub(r"[^\n]", " ", comment)


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9_ \t\r\n,.;:()<>=*+%!|~^?&@{}\]]+")


@cache
def _odd_line_ends() -> re.Pattern[str]:
    return re.compile(r"[\v\f\x1c-\x1e\x85\u2028\u2029\0]|\r(?!\n|\Z)")


@cache
def _dollar_quote() -> re.Pattern[str]:
    return re.compile(r"\$(?:[^\W\d]\w*)?\$")
