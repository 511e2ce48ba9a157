"""A check as a person would write it in a Python file: the call, and a name for it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Any
from unicodedata import normalize

from genchi.checks.checking import Check

_LONGEST = 40
_WITHOUT = frozenset(["excludes", "not_matches"])
"""Checks of which the name in the file says `no_…`."""


def call_of(check: Check, name: str) -> str:
    """The Python that makes the check, where its function is called `name`.

    >>> from genchi.checks.library import excludes
    >>> call_of(excludes("保证", whole_words=True), "excludes")
    'excludes("保证", whole_words=True)'
    """
    return f"{name}({', '.join(check.written(literal))})" if check.arguments else name


def literal(value: Any) -> str:
    """A value of plain data as a Python literal, texts in double quotes where that is shorter.

    >>> literal(["it's", {'a': 1.5}, None])
    '["it\\'s", {"a": 1.5}, None]'
    """
    if isinstance(value, str):
        # Next to an apostrophe Python itself chooses double quotes.
        return repr(value) if '"' in value else '"' + repr("'" + value)[2:]
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' * (len(value) == 1)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) + "}"
    return repr(value)


def identifier_of(check: Check, taken: Collection[str]) -> str:
    """A name for a check that is an identifier and not taken.

    >>> from genchi.checks.library import excludes, max_words, no_refusal
    >>> [identifier_of(c, ["max_words_90"]) for c in (excludes("We Promise"), max_words(90))]
    ['no_we_promise', 'max_words_90_2']
    >>> identifier_of(no_refusal, [])
    'run_no_refusal'
    """
    said = [word for value in check.arguments.values() for word in _words(value)]
    start = "no" if check.name in _WITHOUT and said else check.name if said else f"run_{check.name}"
    name = normalize("NFKC", "_".join([start, *said]))[:_LONGEST].rstrip("_")
    if not name.isidentifier() or keyword.iskeyword(name):
        name = check.name + "_check"
    return next(n for n in _numbered(name) if n not in taken)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)
    elif isinstance(value, str):
        plain = re.sub(r"\\[a-zA-Z]", " ", value)  # \d and \b of a regular expression
        yield from re.findall(r"[^\W_]+", plain.lower())
    elif not isinstance(value, bool) and value is not None:
        yield from re.findall(r"\d+", str(value))


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}_{number}" for number in count(2))
