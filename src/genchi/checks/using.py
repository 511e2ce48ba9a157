"""Which checks count from now on, as folders of checks and people say.

A check whose parameters were changed is another check: the one before keeps its verdicts and stands
in no table beside it. `genchi check`, and saving, taking back and running in the web app say so.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from genchi.checks.discovery import load_checks
from genchi.checks.saving import checks_to_run, spec_of
from genchi.errors import UsageError
from genchi.store import Store


def use_these(store: Store, app: str, specs: Collection[str]) -> None:
    """Somebody asks for these checks by name."""
    store.check_uses.ask_for(app, specs)


def use_folder(store: Store, app: str, folder: Path | None, *, now_ns: int) -> None:
    """Somebody asks for what runs where no check is named: what a folder had before is replaced."""
    store.check_uses.ask_for(app, [check.spec for check in checks_to_run(folder)])
    if folder is not None:
        specs = [check.spec for check in load_checks(folder)]
        store.check_uses.stand_in(str(folder.resolve()), app, specs, now_ns=now_ns)


def no_more(store: Store, app: str, spec: str, folder: Path | None, *, now_ns: int) -> None:
    """A line with this check is gone from the folder; it may stand elsewhere all the same."""
    try:
        left = {check.spec for check in checks_to_run(folder)}
    except UsageError:  # another file is broken: whoever runs the checks is told
        left = set()
    store.check_uses.retire(app, {spec, spec_of(spec)} - left, now_ns=now_ns)
