"""A prompt as a git revision has it, and what a person may call a prompt on the command line."""

from __future__ import annotations

import subprocess
from pathlib import Path

from genchi.errors import OutsideError, UsageError
from genchi.prompts.folders import Prompts
from genchi.prompts.prompt import Prompt
from genchi.prompts.reading import read, read_text


def named(text: str, prompts: Prompts) -> Prompt:
    """The prompt that a text names: a path, a name of the folder, or `NAME@REVISION` of git.

    Raises `UsageError` where there is none, `OutsideError` where git cannot tell.
    """
    if Path(text).is_file():
        return read(text)
    name, at, revision = text.partition("@")
    return at_revision(prompts.path, name, revision) if at else prompts.get(name)


def at_revision(folder: Path, name: str, revision: str) -> Prompt:
    """The prompt of a name as it was in a revision of git, with its examples of that revision."""
    if not revision or revision.startswith("-") or ":" in revision:
        raise UsageError(f"{revision!r} is no revision of git: try {name}@HEAD")
    parent = f"{name}.md".rpartition("/")[0]
    return read_text(
        shown(folder, revision, f"{name}.md"),
        name=name,
        file=f"{name}.md@{revision}",
        beside=lambda other: shown(folder, revision, f"{parent}/{other}" if parent else other),
    )


def shown(folder: Path, revision: str, file: str) -> bytes:
    """The bytes of a file as a revision of git has it."""
    command = ["git", "-C", str(folder), "show", "--no-textconv", f"{revision}:./{file}"]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError:
        raise OutsideError("git is not installed, and only git has the revisions") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[0].removeprefix("fatal: ") if said else f"exit code {done.returncode}"
        raise OutsideError(f"git does not have {file} in {revision}: {why}")
    return done.stdout
