"""The names of a function's arguments, worked out once so that a call costs next to nothing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_RECEIVERS = frozenset(["self", "cls", "mcs"])
_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


@dataclass(frozen=True, slots=True)
class Parameters:
    """`skip` arguments are left out (self, cls); `names` are the others, `rest` names `*args`."""

    skip: int
    names: tuple[str, ...]
    rest: str

    def named(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments of a call by name, as given: what was left to its default is left out.

        >>> Parameters(1, ("q", "k"), "args").named((None, "退款?"), {"k": 3})
        {'q': '退款?', 'k': 3}
        """
        if self.skip:
            args = args[self.skip :]
        named = dict(zip(self.names, args, strict=False))
        if len(args) > len(self.names):
            named[self.rest] = args[len(self.names) :]
        if kwargs:
            named.update(kwargs)
        return named


def parameters_of(function: Callable[..., Any]) -> Parameters:
    """The parameters of a function; of one that does not tell, `args` is all there is."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return Parameters(0, (), "args")
    names = tuple(p.name for p in parameters if p.kind in _POSITIONAL)
    rest = [p.name for p in parameters if p.kind is inspect.Parameter.VAR_POSITIONAL]
    skip = 1 if names and names[0] in _RECEIVERS and _is_in_class(function) else 0
    return Parameters(skip, names[skip:], rest[0] if rest else "args")


def plain_name(function: Callable[..., Any]) -> str:
    """What a function is called in a list of spans: `Desk.answer`, without what it is nested in."""
    named = getattr(function, "func", function)  # a functools.partial has no name of its own
    name = getattr(named, "__qualname__", None) or type(function).__qualname__
    return str(name).rpartition("<locals>.")[2]


def _is_in_class(function: Callable[..., Any]) -> bool:
    return "." in plain_name(function)
