"""Every check for an application: those that have judged it, the project's, the library's."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from genchi.checks.checking import Check
from genchi.checks.discovery import known_checks, library_checks, load_checks
from genchi.checks.saving import saved_checks
from genchi.checks.specs import find_check
from genchi.errors import UsageError
from genchi.records import OUTCOMES, Json, clean
from genchi.store import Store

Kind = Literal["text", "number", "boolean", "list", "other"]
Origin = Literal["library", "project", "review", "recorded"]
_KINDS: dict[str, Kind] = {"str": "text", "int": "number", "float": "number", "bool": "boolean"}


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter of a check: what it is given, what it would be otherwise, and what it takes."""

    name: str
    value: Json
    default: Json
    kind: Kind
    required: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A check with what it has said so far.

    `origin` is where it comes from: a line saved in review, a file of the project, the library, or
    nowhere that is known any more (its verdicts came with an import, or its file is gone).
    `editable` says that it has parameters to change, or a line in the file of review.
    """

    spec: str
    name: str
    description: str
    signature: str
    version: str | None
    parameters: tuple[Given, ...]
    origin: Origin
    verdicts: Mapping[str, int]
    editable: bool


def listed_checks(store: Store, app: str, folder: Path | None) -> list[Listed]:
    """Those with verdicts first, the newest first; then the project's, then the library's.

    Raises `UsageError` naming file and line where a file of the project cannot be read.
    """
    newest = dict(store.verdicts.checks(app))
    saved = {one.spec for one in saved_checks(folder)} if folder else set[str]()
    ready = {check.spec: check for check in load_checks(folder)} if folder else {}
    known = known_checks(folder)

    def listed(spec: str, check: Check | None) -> Listed:
        version = newest.get(spec)
        counts = store.verdicts.counts(app, spec, version) if version is not None else {}
        origin = _origin(check, spec, saved, ready)
        return Listed(
            spec=spec,
            name=check.name if check else spec,
            description=check.description if check else "",
            signature=check.signature if check else spec,
            version=version,
            parameters=tuple(_given(check)) if check else (),
            origin=origin,
            verdicts={outcome: counts.get(outcome, 0) for outcome in OUTCOMES},
            editable=origin == "review"
            or (origin == "library" and bool(check and check.parameters)),
        )

    judged = [listed(spec, _found(spec, known)) for spec in reversed(newest)]
    unused = [listed(spec, check) for spec, check in ready.items() if spec not in newest]
    library = library_checks()
    rest = [listed(name, check) for name, check in library.items() if name not in newest]
    return [*judged, *unused, *rest]


def _found(spec: str, known: Mapping[str, Check]) -> Check | None:
    try:
        return find_check(spec, known)
    except UsageError:
        return None


def _origin(check: Check | None, spec: str, saved: set[str], ready: Mapping[str, Check]) -> Origin:
    if spec in saved:
        return "review"
    if check is None:
        return "recorded"
    library = library_checks().get(check.name)
    ours = library is not None and library.function is check.function
    return "library" if ours and spec not in ready else "project"


def _given(check: Check) -> Iterator[Given]:
    for parameter in check.parameters:
        default = None if parameter.default is parameter.empty else parameter.default
        value = check.arguments.get(parameter.name, default)
        yield Given(
            name=parameter.name,
            value=clean(value),
            default=clean(default),
            kind=_kind(parameter, value),
            required=parameter.name in check.missing or _takes_any(parameter),
        )


def _takes_any(parameter: inspect.Parameter) -> bool:
    """Whether it is a list of values, of which a check needs at least one."""
    return parameter.kind is parameter.VAR_POSITIONAL


def _kind(parameter: inspect.Parameter, value: Any) -> Kind:
    """What a parameter takes: as its annotation says, else as its value is."""
    if parameter.kind is parameter.VAR_POSITIONAL:
        return "list"
    if parameter.kind is parameter.VAR_KEYWORD:
        return "other"
    written = parameter.annotation
    name = written if isinstance(written, str) else getattr(written, "__name__", "")
    plain = name.replace(" ", "").removesuffix("|None")
    if plain.startswith(("tuple", "list", "Sequence")):
        return "list"
    return _KINDS.get(plain) or _KINDS.get(type(value).__name__) or _of_value(value)


def _of_value(value: Any) -> Kind:
    return "list" if isinstance(value, list | tuple) else "other"
