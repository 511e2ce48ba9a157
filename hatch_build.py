"""The web app that is in the package is the one that `frontend/` says.

What was built is committed, with a stamp of what it was built from, so that installing genchi
needs no Node. Where the stamp is current, building the package does nothing here; where it is not,
the web app is built, or the build of the package stops and says what is missing.

`python hatch_build.py` does the same for someone who changed the web app.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INPUTS = (
    "src",
    "public",
    "feedback",
    "index.html",
    "vite.config.ts",
    "tsconfig.json",
    "package.json",
    "package-lock.json",
)
"""What of `frontend/` decides what is built."""


class WebBuildHook(BuildHookInterface[Any]):
    """Stops the build of a package whose web app is older than its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a package is built; an editable install is for working on it."""
        if version != "editable":
            make_current(Path(self.root))


def make_current(root: Path) -> bool:
    """Builds the web app where its stamp is not that of its sources; says whether it did."""
    front = root / "frontend"
    if not front.exists() or is_current(root):
        return False
    npm = shutil.which("npm")
    if npm is None:
        sys.exit(
            "the web app in src/genchi/server/web is older than frontend/, and there is no npm to "
            "build it: install Node 20 or newer, then run python hatch_build.py"
        )
    build(root, npm)
    return True


def is_current(root: Path) -> bool:
    """Whether what is built is what the sources say."""
    stamp = built(root) / ".stamp"
    return stamp.exists() and stamp.read_text().strip() == stamp_of(root / "frontend")


def built(root: Path) -> Path:
    """Where the built web app is."""
    return root / "src" / "genchi" / "server" / "web"


def stamp_of(front: Path) -> str:
    """The SHA-256 of all that decides what is built; the ends of lines do not count."""
    digest = hashlib.sha256()
    for path in _inputs(front):
        name = path.relative_to(front).as_posix().encode()
        digest.update(name + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def build(root: Path, npm: str) -> None:
    """Builds the web app, and leaves its stamp beside it."""
    front = root / "frontend"
    stamp = stamp_of(front)  # before it is built: what changes meanwhile is not in it
    if not _installed(front):
        subprocess.run([npm, "ci"], cwd=front, check=True)
    subprocess.run([npm, "run", "build"], cwd=front, check=True)
    (built(root) / ".stamp").write_text(stamp + "\n")


def _inputs(front: Path) -> Iterator[Path]:
    for name in INPUTS:
        start = front / name
        found = sorted(start.rglob("*")) if start.is_dir() else [start]
        yield from (one for one in found if one.is_file() and ".test." not in one.name)


def _installed(front: Path) -> bool:
    """Whether the packages that the lock names were installed after it was written."""
    record, lock = front / "node_modules" / ".package-lock.json", front / "package-lock.json"
    return record.exists() and record.stat().st_mtime >= lock.stat().st_mtime


if __name__ == "__main__":
    print("built" if make_current(Path(__file__).parent) else "the web app is current")
