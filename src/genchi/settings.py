"""Where the store is and which language to speak: one frozen object, made once at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from genchi.errors import UsageError

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
PROJECT_FILE = "genchi.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """`home` holds the store, `project` the user's files; `language` is that of reports."""

    home: Path
    project: Path
    language: Language = "en"


def settings_from(
    environment: Mapping[str, str],
    directory: Path,
    *,
    home: str | Path | None = None,
    language: str | None = None,
) -> Settings:
    """The settings for a run in `directory`.

    Home is what is given, else GENCHI_HOME, else `.genchi` beside the nearest genchi.toml upwards,
    else `.genchi` here. The language is what is given, else that of LC_ALL, LC_MESSAGES or LANG.

    >>> settings_from({"GENCHI_HOME": "/data"}, Path("/code"), language="zh").home
    PosixPath('/data')
    """
    chosen = home or environment.get("GENCHI_HOME")
    project = _project(directory)
    path = Path(chosen) if chosen else project / ".genchi"
    return Settings(home=path, project=project, language=_language(environment, language))


def _project(directory: Path) -> Path:
    folders = [directory, *directory.parents]
    return next((f for f in folders if (f / PROJECT_FILE).is_file()), directory)


def _language(environment: Mapping[str, str], given: str | None) -> Language:
    if given is not None:
        if given not in LANGUAGES:
            raise UsageError(f"there is no language {given!r}: choose {' or '.join(LANGUAGES)}")
        return given
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environment[name] for name in names if environment.get(name)), "")
    return "zh" if spoken.lower().startswith("zh") else "en"
