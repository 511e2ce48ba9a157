"""A string that matches a regular expression, for the expressions that schemas really have.

Literals, classes, `\\d \\w \\s`, groups, `|`, and repeats. What looks around is passed over, so
that a string may have to be drawn again; for what goes further no promise is made.
"""

from __future__ import annotations

import random
import string

_MORE = 3
"""How often something is repeated beyond its least, where there is no most."""
_MOST = 1000
"""How often anything is repeated at all."""
_CLASSES = {
    "d": string.digits,
    "w": string.ascii_lowercase + string.digits,
    "s": " ",
    "D": string.ascii_lowercase,
    "W": "-",
    "S": string.ascii_lowercase,
    "n": "\n",
    "t": "\t",
}
_ANY = string.ascii_lowercase
_SOME = [chr(code) for code in range(33, 127)]


def matching(pattern: str, draw: random.Random) -> str:
    """A string that matches.

    >>> matching("^[A-Z]{2}-7$", random.Random(1))[2:]
    '-7'
    """
    return _Reader(pattern, draw).alternatives()


class _Reader:
    """Reads an expression once, from left to right, and writes as it reads."""

    def __init__(self, pattern: str, draw: random.Random) -> None:
        self.rest = pattern
        self.draw = draw

    def take(self) -> str:
        first, self.rest = self.rest[:1], self.rest[1:]
        return first

    def alternatives(self) -> str:
        """What stands up to the end or the closing bracket: one of the ways."""
        ways = [self.sequence()]
        while self.rest.startswith("|"):
            self.take()
            ways.append(self.sequence())
        return self.draw.choice(ways)

    def sequence(self) -> str:
        made = ""
        while self.rest and self.rest[0] not in "|)":
            begun = self.rest
            one = self.atom()
            read = begun[: len(begun) - len(self.rest)]
            least, most = self.repeats()
            times = self.draw.randint(least, max(least, most))
            if times:
                made += one + "".join(self.again(read) for _ in range(times - 1))
        return made

    def again(self, read: str) -> str:
        """Another string for what was just read."""
        return _Reader(read, self.draw).atom()

    def atom(self) -> str:
        first = self.take()
        if first in ("^", "$"):
            return ""
        if first == ".":
            return self.draw.choice(_ANY)
        if first == "\\":
            escaped = self.take()
            return self.draw.choice(_CLASSES[escaped]) if escaped in _CLASSES else _literal(escaped)
        if first == "[":
            return self.draw.choice(self.members())
        if first == "(":
            return self.group()
        return first

    def group(self) -> str:
        around = self.rest.startswith(("?=", "?!", "?<=", "?<!"))
        if self.rest.startswith(("?P<", "?<")) and not around:
            self.rest = self.rest.partition(">")[2]
        elif self.rest.startswith("?"):
            self.rest = self.rest[3 if self.rest[1] == "<" else 2 :]
        made = self.alternatives()
        self.take()
        return "" if around else made

    def members(self) -> list[str]:
        """The characters of a class."""
        without = self.rest.startswith("^")
        if without:
            self.take()
        found: list[str] = []
        while self.rest and (self.rest[0] != "]" or not found):
            first = self.take()
            if first == "\\":
                escaped = self.take()
                found += _CLASSES.get(escaped, escaped)
            elif self.rest.startswith("-") and self.rest[1:2] not in ("", "]"):
                self.take()
                found += map(chr, range(ord(first), ord(self.take()) + 1))
            else:
                found.append(first)
        self.take()
        if without:
            found = [character for character in _SOME if character not in found]
        return found or [""]

    def repeats(self) -> tuple[int, int]:
        """How often what was just read may stand there."""
        first = self.rest[:1]
        if first in ("*", "+", "?") and first:
            self.take()
            least = 1 if first == "+" else 0
            bounds = least, 1 if first == "?" else least + _MORE
        elif first == "{" and "}" in self.rest:
            inside, _, self.rest = self.rest[1:].partition("}")
            low, comma, high = inside.partition(",")
            least = int(low) if low.isdigit() else 0
            bounds = least, int(high) if high.isdigit() else least + (_MORE if comma else 0)
        else:
            return 1, 1
        if self.rest[:1] == "?":  # lazy: the same strings match
            self.take()
        return min(bounds[0], _MOST), min(bounds[1], _MOST)


def _literal(escaped: str) -> str:
    return "" if escaped in ("b", "B", "A", "Z", "z") else escaped
