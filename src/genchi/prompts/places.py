"""Where something of a prompt file stands, so that every error can name file and line."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.errors import UsageError


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, from 1. `file` is what a person calls it: a path, or `NAME@REVISION`."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    def error(self, what: str) -> UsageError:
        """The error for what is wrong here.

        >>> str(Place("prompts/a.md", 3).error("there is no model"))
        'prompts/a.md:3: there is no model'
        """
        return UsageError(f"{self}: {what}")
