"""Recording without a line of code in the application: the SDKs it uses are instrumented.

What is not asked for is not touched, and nothing is imported before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from threading import Lock

from genchi.errors import OutsideError, UsageError

Undo = Callable[[], None]
"""Puts back what was there before. Calling it again does nothing."""

_INSTRUMENTS = ("anthropic", "instructor", "openai", "threading")
_active: dict[str, Undo] = {}
_lock = Lock()


def instrument(name: str) -> Undo:
    """Record what goes through a library from now on.

    The name is one of "openai", "anthropic", "instructor" and "threading". Clients that exist
    already are recorded too. Doing it twice is doing it once. The function that is returned undoes
    it.
    """
    if name not in _INSTRUMENTS:
        known = ", ".join(_INSTRUMENTS)
        raise UsageError(f"there is no instrument {name!r}: choose one of {known}")
    with _lock:
        if name not in _active:
            _active[name] = _install(name)
        installed = _active[name]

    def undo() -> None:
        with _lock:
            if _active.get(name) is installed:
                del _active[name]
                installed()

    return undo


def _install(name: str) -> Undo:
    module = import_module(f"genchi.tracing.instruments.{name}")
    try:
        undo: Undo = module.install()
    except ImportError as error:
        raise OutsideError(
            f"{name} cannot be recorded, as it is not installed ({error}): pip install {name}"
        ) from error
    return undo
