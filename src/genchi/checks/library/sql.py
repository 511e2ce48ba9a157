"""Whether an SQL query that a model wrote only reads.

Three screens, and a query must pass them all. The text is read character by character, and whatever
two databases could read differently is refused. The words and the functions are checked one by one:
a function is allowed by name or not at all. A parser then says whether it is one query. What none
of them knows is refused: a false alarm costs a retry, a miss costs a table.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from genchi.checks.checking import check
from genchi.checks.library.fences import unfenced
from genchi.checks.library.places import Place, evidence, quoted
from genchi.checks.library.sql_text import DIALECTS, Refused, without_comments
from genchi.checks.library.sql_words import (
    BEFORE_BRACKETS,
    FUNCTIONS,
    REFUSED_AS_FUNCTIONS,
    REFUSED_TSQL,
    REFUSED_WORDS,
)
from genchi.errors import UsageError
from genchi.records import Subject, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlglot import exp
    from sqlglot.tokenizer_core import Token

_FIRST_WORDS = ("SELECT", "WITH", "VALUES", "FROM")


@check
def sql_is_read_only(
    subject: Subject, *, dialect: str = "", functions: Sequence[str] = ()
) -> Verdict:
    """The output is exactly one SQL query, and it only reads.

    Refused is whatever is not known to be harmless: a second statement, anything that writes,
    locks, sets or calls, files read by name, and every function outside a list of harmless ones. A
    query that reads too much or runs for ever is not refused. The rights of the database user are
    the real border; this check stands before it.

    - `dialect`: postgres, mysql, sqlite, duckdb, bigquery or tsql. Name it: a backslash, a comment
      or a bracket that the databases read differently is refused where it is not named;
    - `functions`: further functions that are allowed.

    >>> sql_is_read_only(dialect="postgres")(Subject("SELECT count(*) FROM orders")).outcome
    'pass'
    >>> sql_is_read_only(Subject("SELECT '退款'; DROP TABLE 订单")).reason
    '";" is followed by a second statement'
    """
    if dialect not in DIALECTS:
        raise UsageError(f"dialect {dialect!r} is not known: {', '.join(filter(None, DIALECTS))}")
    start, end = unfenced(subject.output)
    try:
        text = without_comments(subject.output[start:end], dialect)
        _only_reads(text, dialect, frozenset(name.lower() for name in functions))
    except Refused as refused:
        place = (start + refused.start, start + refused.end)
        return Verdict("fail", refused.reason, evidence=evidence([place] if refused.end else []))
    return Verdict("pass", "one query that only reads")


def _only_reads(text: str, dialect: str, functions: frozenset[str]) -> None:
    """Raise `Refused` for a text without comments that does more than read, or may do."""
    from sqlglot import parse
    from sqlglot.dialects.dialect import Dialect
    from sqlglot.errors import SqlglotError

    if not text.strip():
        raise Refused("there is no SQL")
    try:
        tokens = Dialect.get_or_raise(dialect).tokenize(text)
        _check_words(tokens, dialect)
        statements = [one for one in parse(text, dialect=dialect) if one is not None]
    except SqlglotError as error:
        raise Refused(f"it cannot be read as SQL: {_first_line(error)}") from None
    except RecursionError:
        raise Refused("it is nested too deeply to be read") from None
    if len(statements) != 1:
        raise Refused(f"there are {len(statements)} statements, but exactly one is allowed")
    nodes = list(statements[0].walk())
    _check_tree(statements[0], nodes, dialect)
    _check_functions(tokens, nodes, functions)


def _check_words(tokens: list[Token], dialect: str) -> None:
    first = next((token for token in tokens if token.text != "("), None)
    if first is None or first.text.upper() not in _FIRST_WORDS:
        raise (
            _refuse(first, "does not begin a query that only reads")
            if first
            else Refused("there is no SQL")
        )
    refused = REFUSED_WORDS | (REFUSED_TSQL if dialect in ("tsql", "") else frozenset())
    for number, token in enumerate(tokens):
        before = tokens[number - 1].text.upper() if number else ""
        after = tokens[number + 1].text if number + 1 < len(tokens) else ""
        word = "" if _is_quoted(token) else token.text.upper()
        if word in refused and before != "." and not _is_function(word, after, dialect):
            raise _refuse(token, "is not allowed in a query that only reads")
        if word == "VALUE" and before == "NEXT":
            raise _refuse(token, "after NEXT moves a sequence on")
        if word in (":=", "\\", "{", "}") and not (dialect == "duckdb" and word in "{}"):
            raise _refuse(token, "is not allowed in a query that only reads")
        if word == ";" and any(later.text != ";" for later in tokens[number:]):
            raise _refuse(token, "is followed by a second statement")


def _is_function(word: str, after: str, dialect: str) -> bool:
    """MySQL has functions of text and numbers that are called INSERT and TRUNCATE."""
    return after == "(" and word in REFUSED_AS_FUNCTIONS and dialect in ("mysql", "bigquery")


def _check_tree(root: exp.Expr, nodes: Sequence[exp.Expr], dialect: str) -> None:
    from sqlglot import exp

    if not isinstance(root, exp.Query | exp.Values):
        raise Refused(f"it is no query but {_kind(root)}")
    writes = (
        exp.DML, exp.DDL, exp.Command, exp.Into, exp.Lock, exp.Set, exp.Pragma, exp.Use, exp.Copy,
        exp.Attach, exp.Detach, exp.Analyze, exp.Drop, exp.Alter, exp.TruncateTable, exp.Merge,
        exp.Transaction, exp.Commit, exp.Rollback, exp.Describe, exp.Kill, exp.LoadData,
        exp.NextValueFor, exp.PropertyEQ, exp.Hint,
    )  # fmt: skip
    for node in nodes:
        if isinstance(node, writes) and not _is_harmless(node, dialect):
            raise Refused(f"{_kind(node)} is not allowed in a query that only reads")
        if isinstance(node, exp.CTE) and not isinstance(node.this, exp.Query | exp.Values):
            raise Refused(f"the query in WITH is no query but {_kind(node.this)}")
        if isinstance(node, exp.Select) and any(map(_assigns, node.expressions)):
            raise Refused("it assigns a variable")
        if isinstance(node, exp.Table):
            _check_table(node, dialect)


def _is_harmless(node: exp.Expr, dialect: str) -> bool:
    """A query is among the kinds that can define a table; a named part of a structure writes none.

    {'a': 1} of DuckDB and STRUCT(1 AS a) are read as settings of a name.
    """
    from sqlglot import exp

    if isinstance(node, exp.PropertyEQ):
        return isinstance(node.parent, exp.Struct)
    return isinstance(node, exp.Query) and not isinstance(node, exp.Command)


def _assigns(column: exp.Expr) -> bool:
    from sqlglot import exp

    return isinstance(column, exp.EQ) and isinstance(column.this, exp.Parameter)


def _check_table(table: exp.Table, dialect: str) -> None:
    """A file may stand for a table: FROM 'orders.csv'."""
    from sqlglot import exp

    for part in table.parts:
        name = part.name if isinstance(part, exp.Identifier | exp.Literal) else ""
        text_as_table = isinstance(part, exp.Literal) and dialect != "sqlite"
        dotted = "." in name and dialect in ("duckdb", "")
        if text_as_table or dotted or any(sign in name for sign in "/\\:*?"):
            raise Refused(f"the table {quoted(name)} may be a file")


def _check_functions(
    tokens: list[Token], nodes: Sequence[exp.Expr], functions: frozenset[str]
) -> None:
    from sqlglot import exp

    allowed = FUNCTIONS | functions
    named = Counter(
        node.name.lower() for node in nodes if isinstance(node, exp.TableAlias) and node.columns
    )
    for token, after in pairwise(tokens):
        name = token.text.lower()
        if after.text != "(" or after.token_type.name != "L_PAREN" or not _is_name(token):
            continue
        if not _is_quoted(token) and token.text.upper() in BEFORE_BRACKETS:
            continue
        if name not in allowed and not named[name]:
            raise _refuse(token, "is no function that is known to be harmless")
        if name not in allowed:
            named[name] -= 1
    for node in nodes:
        if isinstance(node, exp.Anonymous) and node.name.lower() not in allowed:
            raise Refused(f"{quoted(node.name)} is no function that is known to be harmless")


def _is_name(token: Token) -> bool:
    """Whether this can name a function: a word, also a quoted one, also text ('sleep'(5))."""
    return (
        token.token_type.name == "STRING"
        or _is_quoted(token)
        or token.text[-1:].isalnum()
        or (token.text[-1:] in "_$#@")
    )


def _is_quoted(token: Token) -> bool:
    return token.token_type.name in ("IDENTIFIER", "STRING") or "STRING" in token.token_type.name


def _refuse(token: Token, why: str) -> Refused:
    place: Place = (token.start, token.end + 1)
    return Refused(f"{quoted(token.text)} {why}", *place)


def _kind(node: Any) -> str:
    return type(node).__name__.upper()


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].replace("\x1b[4m", "").replace("\x1b[0m", "")[:120]
