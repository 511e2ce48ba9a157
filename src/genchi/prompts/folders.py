"""The prompts of a project: a folder of files, read anew whenever they are asked for."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path

from genchi.errors import UsageError
from genchi.prompts.prompt import Prompt
from genchi.prompts.reading import read

FOLDER = "prompts"
"""Where a project keeps its prompts."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """The prompts of a folder. A name may have folders: `support/refund`."""

    path: Path

    @property
    def names(self) -> tuple[str, ...]:
        """All names, in the order of the alphabet. `README.md` and hidden files are no prompts."""
        files = (file.relative_to(self.path) for file in self.path.rglob("*.md"))
        return tuple(
            sorted(
                file.with_suffix("").as_posix()
                for file in files
                if file.name != "README.md" and not any(p.startswith(".") for p in file.parts)
            )
        )

    def file_of(self, name: str) -> Path:
        """The file of a prompt. Raises `UsageError` for a name that there is not."""
        names = self.names
        if name not in names:
            near = difflib.get_close_matches(name, names, 1)
            there = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(names) or 'none'}"
            raise UsageError(f"there is no prompt {name!r} in {self.path}: {there}")
        return self.path / f"{name}.md"

    def get(self, name: str) -> Prompt:
        """The prompt of a name. Raises `UsageError` where there is none, or it is wrong."""
        return read(self.file_of(name), name=name)

    def all(self) -> tuple[Prompt, ...]:
        """All prompts. Raises `UsageError` for the first that is wrong."""
        return tuple(self.get(name) for name in self.names)


def name_of(text: str) -> str:
    """A text as a name that a prompt can have; empty where nothing of it can.

    >>> name_of("support / Refund desk!"), name_of("../../etc"), name_of("退款")
    ('support/Refund_desk', 'etc', '退款')
    """
    parts = (re.sub(r"[^\w.-]+", "_", part).strip("_.") for part in text.split("/"))
    return "/".join(filter(None, parts))


def folder(path: Path | str) -> Prompts:
    """The prompts in a folder; none where there is no such folder."""
    return Prompts(Path(path))
