"""One virtual environment for each product that is measured: none changes another's packages.

They are made with `--install`, which needs a package index, and used from then on. What runs in
them has no settings of the user's, has every product's telemetry switched off by its documented
switch, and a proxy that leads nowhere for whatever is not on this machine.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEFAULT = ROOT / ".bench-environments"
_OFF = {
    "DO_NOT_TRACK": "1",
    "PHOENIX_TELEMETRY_ENABLED": "false",
    "PHOENIX_ALLOW_EXTERNAL_RESOURCES": "false",
    "MLFLOW_DISABLE_TELEMETRY": "true",
}
_NOWHERE = {
    "http_proxy": "http://127.0.0.1:9",
    "https_proxy": "http://127.0.0.1:9",
    "no_proxy": "127.0.0.1,localhost",
}
_VERSIONS = (
    "import json, sys; from importlib.metadata import version; "
    "print(json.dumps({name: version(name) for name in sys.argv[1:]}))"
)


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a product is installed, and which distributions make it up; the first is its name."""

    name: str
    packages: tuple[str, ...]

    def python(self, folder: Path) -> Path:
        """Its interpreter in the folder of environments."""
        return folder / self.name / "bin" / "python"

    def program(self, folder: Path, name: str) -> Path:
        """One of its programs."""
        return folder / self.name / "bin" / name

    def versions(self, folder: Path) -> dict[str, str]:
        """The versions of its distributions; empty where one is missing."""
        python = self.python(folder)
        if not python.exists():
            return {}
        command = [str(python), "-c", _VERSIONS, *self.packages]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found: dict[str, str] = json.loads(done.stdout) if done.returncode == 0 else {}
        return found

    def install(self, folder: Path) -> None:
        """Make it where it is not there; genchi is this repository, with what it needs now.

        What it is measured with comes with it.
        """
        mine = self.name == "genchi"
        if self.versions(folder) and not mine:
            return
        if not self.python(folder).exists():
            venv.create(folder / self.name, with_pip=True)
        wanted = ["-e", str(ROOT), *self.packages[1:]] if mine else list(self.packages)
        command = [str(self.python(folder)), "-m", "pip", "install", "-qq", *wanted]
        subprocess.run(command, check=True)


GENCHI = Environment("genchi", ("genchi",))


def surroundings(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment variables of a measured process whose home directory is `home`."""
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR")
    mine = {name: os.environ[name] for name in kept if name in os.environ}
    return mine | _OFF | _NOWHERE | {"HOME": str(home)} | dict(extra or {})


def machine() -> str:
    """How busy the machine is at this moment, for the head of a table."""
    return f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.2f} before the start"


def options(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that all benches with environments share."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--environments", type=Path, default=DEFAULT, metavar="DIR")
    parser.add_argument("--install", action="store_true", help="make what is missing, with pip")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="genchi and these alone")
    return parser


def installed(
    environments: Sequence[Environment], folder: Path, *, install: bool
) -> dict[str, dict[str, str]]:
    """The versions in each environment that is there, after installing where that is asked for.

    Says which are missing; ends the program where that of genchi is.
    """
    versions = {}
    for environment in environments:
        if install:
            environment.install(folder)
        if found := environment.versions(folder):
            versions[environment.name] = found
        else:
            print(f"{environment.name} is not in {folder}, so it is left out: use --install")
    if GENCHI.name not in versions:
        raise SystemExit("without genchi there is nothing to compare with")
    return versions
