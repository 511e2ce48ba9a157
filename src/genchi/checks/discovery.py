"""The checks there are: the library's, and those in a folder of the user's."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterator
from dataclasses import replace
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


def default_checks() -> tuple[Check, ...]:
    """What runs where nothing is named: library checks without parameters that fit anything."""
    from genchi.checks.library import DEFAULTS

    return DEFAULTS


def load_checks(folder: Path) -> list[Check]:
    """The checks in the Python files of a folder that are ready to judge.

    A check with parameters is ready once they are given: `brief = max_words(120)`. One of the
    library is meant under another name: `polite = no_refusal`. Files starting with `_` are helpers.
    Raises `UsageError` naming file and line where one cannot be imported.
    """
    ready = {check.spec: check for check in _checks_in(folder) if not check.missing}
    return list(ready.values())


def known_checks(folder: Path | None = None) -> dict[str, Check]:
    """Every check that a spec may name: the library's, and the functions in a folder."""
    known = library_checks()
    for check in _checks_in(folder) if folder is not None else ():
        known.setdefault(check.name, replace(check, arguments={}))
    return known


def _checks_in(folder: Path) -> Iterator[Check]:
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder} with checks")
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith("_"):
            module = _imported(path)
            named = [pair for pair in vars(module).items() if not pair[0].startswith("_")]
            yield from (v for n, v in named if isinstance(v, Check) and _is_meant(n, v, module))


def _is_meant(name: str, check: Check, module: ModuleType) -> bool:
    """A library check that was only imported is not one of the user's; one given values or another
    name is."""
    own = check.function.__module__ == module.__name__
    return own or bool(check.arguments) or name != check.name


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
