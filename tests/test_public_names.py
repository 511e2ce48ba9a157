"""What users import: it is there, it is explained, and importing it costs next to nothing."""

from __future__ import annotations

import inspect
import json
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import genchi

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    ["genchi"]
    + [
        found.name
        for found in pkgutil.walk_packages(genchi.__path__, "genchi.")
        if not found.name.endswith("__main__")
    ]
)
MOST_MODULES = 40
"""How many modules `import genchi` may add to a bare interpreter; `typing` alone brings 28."""

WATCHED = """
import sys, _thread
before, events = set(sys.modules), []
def watch(event, arguments):
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")):
        events.append(f"open {arguments[0]}")
    elif event.startswith(("socket.", "subprocess.", "os.mkdir", "os.fork", "os.posix_spawn")):
        events.append(event)
sys.addaudithook(watch)
DEED
seen, added, threads = list(events), sorted(set(sys.modules) - before), _thread._count()
import json
print(json.dumps({"events": seen, "modules": added, "threads": threads}))
"""


def watched(deed: str) -> dict[str, Any]:
    """What a fresh interpreter opened, loaded and started while it did something."""
    script = WATCHED.replace("DEED", deed)
    command = [sys.executable, "-I", "-B", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def rooms() -> set[str]:
    table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return {name.rstrip("/") for name in re.findall(r"^\| \d+ \| `(\w+/)`", table, re.MULTILINE)}


def public_names(module: ModuleType) -> list[str]:
    return list(getattr(module, "__all__", []))


@pytest.mark.parametrize("name", MODULES)
def test_every_module_and_every_name_it_offers_is_explained(name: str) -> None:
    module = import_module(name)
    assert (module.__doc__ or "").strip(), f"{name} has no docstring"
    for public in public_names(module):
        thing = getattr(module, public)
        explained = inspect.isclass(thing) or inspect.isroutine(thing) or inspect.ismodule(thing)
        assert not explained or inspect.getdoc(thing), f"{name}.{public} has no docstring"


@pytest.mark.parametrize("name", MODULES)
def test_every_public_method_is_explained(name: str) -> None:
    module = import_module(name)
    for public in public_names(module):
        thing = getattr(module, public)
        if not inspect.isclass(thing) or not thing.__module__.startswith("genchi"):
            continue
        methods = [(n, m) for n, m in vars(thing).items() if not n.startswith("_")]
        missing = [n for n, m in methods if inspect.isroutine(m) and not m.__doc__]
        assert missing == [], f"{name}.{public}"


def test_the_public_list_is_what_dir_shows_and_an_unknown_name_is_told_of_it() -> None:
    assert dir(genchi) == sorted(set(genchi.__all__))
    assert len(set(genchi.__all__)) == len(genchi.__all__)
    with pytest.raises(AttributeError, match=r"genchi has no 'Hom'; it has .*Home"):
        genchi.Hom  # noqa: B018


def test_no_public_name_equals_the_name_of_a_room() -> None:
    assert len(rooms()) > 15
    for name in MODULES:
        module = import_module(name)
        for public in set(public_names(module)) & rooms():
            assert getattr(module, public) is import_module(f"genchi.{public}"), f"{name}.{public}"


def test_importing_genchi_loads_nothing_of_its_own_and_nothing_of_others() -> None:
    added = watched("import genchi")["modules"]
    foreign = {name for name in added if name.partition(".")[0] not in sys.stdlib_module_names}
    assert foreign == {"genchi"}
    assert len(added) <= MOST_MODULES, added


def test_importing_genchi_opens_no_file_and_no_socket_and_starts_no_thread() -> None:
    found = watched("import genchi")
    assert found["events"] == []
    assert found["threads"] == 0


def test_the_watch_would_see_a_file_a_socket_and_a_thread() -> None:
    found = watched(
        "import socket, threading, time\n"
        "open('/dev/null').close()\n"
        "socket.socket().close()\n"
        "threading.Thread(target=time.sleep, args=(1,)).start()"
    )
    assert {"open /dev/null", "socket.__new__"} <= set(found["events"])
    assert found["threads"] == 1
