"""Checks by their written form: Python call syntax with literals only, `max_words(120)`."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from genchi.checks.checking import Check
from genchi.errors import UsageError


def find_check(spec: str, known: Mapping[str, Check]) -> Check:
    """The check a spec names, with its parameters, out of the `known` ones by name.

    Raises `UsageError` for a spec that cannot be read, a name that is not known and parameters that
    do not fit or are missing.
    """
    name, values, named = parse_spec(spec)
    if name not in known:
        raise UsageError(f"there is no check {name!r}: {_near(name, known)}")
    found = known[name].bind(*values, **named) if values or named else known[name]
    if found.missing:
        raise UsageError(
            f"check {name} needs {', '.join(found.missing)}: for example {name}(…); "
            f"`genchi checks {name}` explains it"
        )
    return found


def parse_spec(spec: str) -> tuple[str, list[Any], dict[str, Any]]:
    """The name and the parameters of a spec.

    >>> parse_spec("contains('退款', count=2)")
    ('contains', ['退款'], {'count': 2})
    """
    try:
        tree = ast.parse(spec.strip(), mode="eval").body
        if isinstance(tree, ast.Name):
            return tree.id, [], {}
        if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
            raise ValueError
        if any(word.arg is None for word in tree.keywords):
            raise ValueError
        values = [ast.literal_eval(value) for value in tree.args]
        named = {str(word.arg): ast.literal_eval(word.value) for word in tree.keywords}
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UsageError(
            f"{spec!r} is not a check: write NAME or NAME(PARAMETERS), for example max_words(120)"
        ) from None
    return tree.func.id, values, named


def _near(name: str, known: Mapping[str, Check]) -> str:
    from genchi.text import similarity

    ranked = sorted(known, key=lambda other: (-similarity(name, other), other))[:5]
    return f"did you mean {', '.join(ranked)}? `genchi checks` lists all"
