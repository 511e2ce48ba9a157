"""The checks there are: the library's, and those in a folder of the user's."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType

from genchi.checks.checking import Check
from genchi.errors import UsageError
from genchi.records import content_hash

FOLDER = "checks"
"""Where a project keeps its checks."""


def library_checks() -> dict[str, Check]:
    """Every check that comes with genchi, by name."""
    from genchi.checks import library

    return {
        name: found
        for name in library.__all__
        if isinstance(found := getattr(library, name), Check)
    }


def load_checks(folder: Path) -> dict[str, Check]:
    """The checks in the Python files of a folder, by spec. Files starting with `_` are helpers.

    A check with parameters counts once they are given: `brief = max_words(120)`. Raises
    `UsageError` naming file and line where a file cannot be imported.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder} with checks")
    found: dict[str, Check] = {}
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith("_"):
            found |= {check.spec: check for check in _checks_in(_imported(path))}
    return found


def _checks_in(module: ModuleType) -> list[Check]:
    values = [value for name, value in vars(module).items() if not name.startswith("_")]
    own = [value for value in values if isinstance(value, Check)]
    return [check for check in own if not check.missing and _is_meant(check, module)]


def _is_meant(check: Check, module: ModuleType) -> bool:
    """A library check that was only imported is not one of the user's; one given values is."""
    return bool(check.arguments) or check.function.__module__ == module.__name__


def _imported(path: Path) -> ModuleType:
    name = f"genchi_checks_{path.stem}_{content_hash(str(path.resolve()), size=4).hex()}"
    specification = importlib.util.spec_from_file_location(name, path)
    if specification is None or specification.loader is None:
        raise UsageError(f"{path} cannot be imported as Python")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    sys.path.insert(0, str(path.parent))
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise UsageError(f"{_place(path, error)}: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(str(path.parent))
    return module


def _place(path: Path, error: Exception) -> str:
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return f"{path}:{frames[-1].lineno}" if frames else str(path)
