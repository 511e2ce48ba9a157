"""The table of rooms in docs/architecture.md is what the code does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "genchi"
TABLE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

BASE = -1
"""The level of the files that every room may import."""
TEMPORARY_SQL = "intake/occurrences.py"
"""Counts equal records in a temporary file that is no part of genchi's own data."""
OUTSIDE = frozenset(
    "sqlite3 apsw socket ssl http urllib ftplib smtplib asyncio httpx httpx2 requests".split()
)
SQL = re.compile(
    r"\s*(?!DELETE$)(SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|REPLACE|PRAGMA|BEGIN|COMMIT|"
    r"ROLLBACK|WITH)\b"
)


@dataclass(frozen=True)
class Import:
    """One imported name; `room` is the part of genchi it comes from, "" for other packages."""

    module: str
    line: int
    name: str

    @property
    def room(self) -> str:
        package, _, rest = self.name.partition(".")
        return rest.partition(".")[0] if package == "genchi" else ""

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def levels() -> dict[str, int]:
    """The level of each room and each file of the table."""
    rows = re.findall(r"^\| (\w+) \| `([\w./]+)` \|", TABLE, re.MULTILINE)
    assert len({name for _, name in rows}) == len(rows) > 20
    return {plain(name): BASE if level == "base" else int(level) for level, name in rows}


def existing() -> set[str]:
    """The rooms that the table says are there today."""
    rows = re.findall(r"^\| \w+ \| `([\w./]+)` \| (yes|planned) \|", TABLE, re.MULTILINE)
    assert len(rows) == len(levels())
    return {plain(name) for name, today in rows if today == "yes"}


def plain(name: str) -> str:
    return name.rstrip("/").removesuffix(".py")


def room_of(module: str) -> str:
    return plain(module.partition("/")[0])


def sources() -> dict[str, str]:
    return {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*.py"))
    }


def imports_in(module: str, source: str) -> Iterator[Import]:
    """Every import, wherever it stands, and every `import_module("…")`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (Import(module, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: write the import out from genchi"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (Import(module, node.lineno, name) for name in names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            named = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)]
            yield from (Import(module, node.lineno, str(name)) for name in named)


def uphill(found: Import) -> bool:
    """Whether an import of one room by another is against the table."""
    importer = room_of(found.module)
    if found.room not in levels() or found.room == importer:
        return False
    above, below = levels()[importer], levels()[found.room]
    return not (below < above or below == above == BASE)


def all_imports() -> list[Import]:
    return [found for module, source in sources().items() for found in imports_in(module, source)]


def strings_in(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_folder_with_code_is_in_the_table_and_the_table_says_what_is_there() -> None:
    assert {room_of(module) for module in sources()} == existing()


def test_imports_only_go_downhill_and_never_to_a_room_of_the_same_level() -> None:
    assert [str(found) for found in all_imports() if uphill(found)] == []


def test_modules_take_only_rooms_and_the_version_from_the_package_itself() -> None:
    taken = {found.room for found in all_imports() if found.name.startswith("genchi.")}
    assert taken - existing() == {"__version__"}


def test_rooms_at_the_bottom_know_no_database_and_no_network() -> None:
    bottom = {name for name, level in levels().items() if level <= 0}
    assert bottom >= {"records", "text", "stats", "errors", "settings"}
    wrong = [
        str(found)
        for found in all_imports()
        if room_of(found.module) in bottom and found.name.partition(".")[0] in OUTSIDE
    ]
    assert wrong == []


def test_only_the_store_speaks_sql_apart_from_a_temporary_counter() -> None:
    speaking = {
        module for module, source in sources().items() if any(map(SQL.match, strings_in(source)))
    }
    judged = {m for m in speaking if m.startswith("checks/library/sql")}  # examples and words
    assert {m for m in speaking - judged if room_of(m) != "store"} == {TEMPORARY_SQL}
    assert any(room_of(module) == "store" for module in speaking)


def test_an_uphill_import_is_found_wherever_it_stands() -> None:
    hidden = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from genchi.store import Store
def later():
    from genchi import text
    from genchi.errors import UsageError
    import_module("genchi.app")
"""
    found = [i.name for i in imports_in("stats/bad.py", hidden) if uphill(i)]
    assert sorted(found) == ["genchi.app", "genchi.store.Store", "genchi.text"]
