"""A Python file as lines that assign checks: read with `ast`, changed line by line.

Only whole lines come and go, so whatever else is in the file (comments, line ends, a byte order
mark) stays as it was.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from genchi.errors import UsageError

LIBRARY = "genchi.checks.library"
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A statement `name = function(values, named)`, or `name = function` where not `called`.

    It takes the lines from `first` to `last`, from 0; `alone` says that nothing else stands there.
    """

    name: str
    function: str
    values: tuple[Any, ...]
    named: Mapping[str, Any]
    called: bool
    first: int
    last: int
    alone: bool


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What is in a file: its lines with their ends, and what they mean.

    `imported` has the local names of what comes from the library of checks, `names` every name that
    is bound anywhere in the file, and `needless` the lines that import one check of the library
    that nothing in the file mentions. `head` is the line after the imports.
    """

    path: Path
    lines: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    imported: Mapping[str, str]
    names: frozenset[str]
    needless: frozenset[int]
    head: int

    @property
    def data(self) -> bytes:
        """The file as bytes."""
        return "".join(self.lines).encode()

    def without(self, gone: Sequence[Assignment]) -> SourceFile:
        """The file without these assignments, and without the imports that were only for them.

        Raises `UsageError` where an assignment shares its line with something else.
        """
        for line in gone:
            if not line.alone:
                raise UsageError(
                    f"{self.path}:{line.first + 1} holds {line.name} and something else: "
                    "put each on a line of its own first"
                )
        left = self._less({n for line in gone for n in range(line.first, line.last + 1)})
        return left._less(left.needless - self.needless)

    def importing(self, name: str, local: str) -> SourceFile:
        """The file with one more check imported from the library."""
        renamed = "" if name == local else f" as {local}"
        return self._with_at(self.head, f"from {LIBRARY} import {name}{renamed}")

    def appending(self, statement: str) -> SourceFile:
        """The file with a statement at its end."""
        return self._with_at(len(self.lines), statement)

    def _less(self, numbers: Set[int]) -> SourceFile:
        return self._with(tuple(t for n, t in enumerate(self.lines) if n not in numbers))

    def _with_at(self, place: int, statement: str) -> SourceFile:
        end = "\r\n" if any(line.endswith("\r\n") for line in self.lines) else "\n"
        before, after = list(self.lines[:place]), self.lines[place:]
        if before and not before[-1].endswith(("\n", "\r")):
            before[-1] += end
        return self._with((*before, statement + end, *after))

    def _with(self, lines: tuple[str, ...]) -> SourceFile:
        return read_source(self.path, "".join(lines).encode())


def read_source(path: Path, data: bytes) -> SourceFile:
    """The file in `data`. Raises `UsageError` naming the line where it is not Python in UTF-8."""
    try:
        text = data.decode("utf-8")
        tree = ast.parse(text.removeprefix(_MARK))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _unreadable(path, line, "it is not UTF-8") from None
    except SyntaxError as error:
        raise _unreadable(path, error.lineno or 1, error.msg) from None
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte, endless nesting
        raise _unreadable(path, 1, str(error) or "it is nested too deeply") from None
    lines = tuple(io.StringIO(text, newline=""))  # the line ends that Python knows, as they are
    return SourceFile(
        path=path,
        lines=lines,
        assignments=tuple(_assignments(tree)),
        imported=_imported(tree),
        names=_names(tree),
        needless=_needless(tree, lines),
        head=_head(tree),
    )


def _unreadable(path: Path, line: int, why: str) -> UsageError:
    return UsageError(
        f"{path}:{line} cannot be read as Python ({why}), so nothing was changed: mend it first"
    )


def _assignments(tree: ast.Module) -> list[Assignment]:
    found = []
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=function)):
                found.append(_assignment(tree, node, name, function, None))
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=function)) as call
            ):
                if _is_literal(call):
                    found.append(_assignment(tree, node, name, function, call))
    return found


def _is_literal(call: ast.Call) -> bool:
    try:
        _literals(call)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return all(word.arg is not None for word in call.keywords)


def _literals(call: ast.Call) -> tuple[tuple[Any, ...], dict[str, Any]]:
    values = tuple(ast.literal_eval(value) for value in call.args)
    return values, {str(word.arg): ast.literal_eval(word.value) for word in call.keywords}


def _assignment(
    tree: ast.Module, node: ast.Assign, name: str, function: str, call: ast.Call | None
) -> Assignment:
    values, named = _literals(call) if call else ((), {})
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    others = [n for n in tree.body if n is not node]
    shares = any(n.lineno - 1 <= last and (n.end_lineno or n.lineno) - 1 >= first for n in others)
    return Assignment(name, function, values, named, call is not None, first, last, not shares)


def _imported(tree: ast.Module) -> dict[str, str]:
    """Local names by name in the library, as the imports at the top level say."""
    return {
        alias.name: alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == LIBRARY and not node.level
        for alias in node.names
        if alias.name != "*"
    }


def _names(tree: ast.Module) -> frozenset[str]:
    found = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name):
                found.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
    return frozenset(normalize("NFKC", name) for name in found)


def _needless(tree: ast.Module, lines: Sequence[str]) -> frozenset[int]:
    """The lines that hold nothing but the import of a check that is not mentioned again."""
    mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found = set[int]()
    for node in tree.body:
        match node:
            case ast.ImportFrom(module=module, names=[alias], level=0) if module == LIBRARY:
                whole = f"from {LIBRARY} import {alias.name}"
                whole += f" as {alias.asname}" if alias.asname else ""
                number = node.lineno - 1
                unused = (alias.asname or alias.name) not in mentioned
                if unused and lines[number].removeprefix(_MARK).rstrip("\r\n") == whole:
                    found.add(number)
    return frozenset(found)


def _head(tree: ast.Module) -> int:
    """The line after the docstring and the imports that the file begins with."""
    last = 0
    for place, node in enumerate(tree.body):
        docstring = place == 0 and isinstance(node, ast.Expr) and _is_text(node.value)
        if not docstring and not isinstance(node, ast.Import | ast.ImportFrom):
            break
        last = node.end_lineno or node.lineno
    return last


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
