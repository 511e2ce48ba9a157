"""The web app in the package: built from what is in `frontend/`, small, with nothing remote."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from genchi.server.api import ENDPOINTS
from genchi.server.api.document import document

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
WEB = ROOT / "src" / "genchi" / "server" / "web"
MOST_AT_FIRST = 250 * 1024
MOST_IN_ALL = 3 * 1024 * 1024

pytestmark = pytest.mark.skipif(not FRONTEND.exists(), reason="the sources are not here")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """`hatch_build.py`, which is no part of the package."""
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def linked(page: str) -> list[Path]:
    """The files of this server that a page loads at once."""
    return [WEB / address.lstrip("/") for address in re.findall(r'(?:src|href)="(/[^"]+)"', page)]


def test_what_is_built_is_what_the_sources_say(hook: ModuleType) -> None:
    assert hook.is_current(ROOT), "run python hatch_build.py"


def test_the_first_load_is_small() -> None:
    page = (WEB / "index.html").read_text()
    first = [WEB / "index.html", *linked(page), *WEB.glob("assets/*.woff2")]
    packed = {path.name: len(gzip.compress(path.read_bytes())) for path in first}
    assert len(packed) > 5
    assert sum(packed.values()) <= MOST_AT_FIRST, packed


def test_the_whole_is_small_and_has_no_source_maps() -> None:
    files = [path for path in WEB.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_IN_ALL
    assert not [path for path in files if path.suffix == ".map"]


def test_the_page_loads_nothing_from_elsewhere_and_has_no_inline_code() -> None:
    page = (WEB / "index.html").read_text()
    assert not re.search(r'(?:src|href)="(?!/[^/])', page)
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=", page)


def test_no_style_loads_anything_from_elsewhere() -> None:
    styles = list(WEB.rglob("*.css"))
    assert styles
    for style in styles:
        assert not re.search(r"url\(\s*[\"']?(?!/assets/|\./)|@import", style.read_text()), style


def test_the_licence_of_the_letters_is_beside_them() -> None:
    assert "SIL OPEN FONT LICENSE" in (WEB / "Inter-OFL.txt").read_text().upper()


def test_the_lock_says_what_is_installed_and_not_from_where() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    installed = {name: package for name, package in lock["packages"].items() if name}
    assert installed
    assert not [name for name, package in installed.items() if "resolved" in package]
    assert all(package["integrity"].startswith("sha512-") for package in installed.values())


def test_versions_are_exact() -> None:
    package = json.loads((FRONTEND / "package.json").read_text())
    versions = package["dependencies"] | package["devDependencies"]
    assert not {name: one for name, one in versions.items() if not re.fullmatch(r"[\d.]+", one)}


def test_the_types_of_the_api_are_those_of_its_document() -> None:
    described = document(ENDPOINTS)
    described["info"] = {"title": "genchi", "version": ""}
    printed = json.dumps(described, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(printed.encode()).hexdigest()
    types = (FRONTEND / "src" / "lib" / "schema.d.ts").read_text()
    assert digest in types.partition("\n")[0], "run npm run types in frontend/"


def test_a_changed_source_is_noticed_and_a_changed_test_is_not(
    hook: ModuleType, tmp_path: Path
) -> None:
    root = a_small_tree(tmp_path)
    hook.built(root).mkdir(parents=True)
    (hook.built(root) / ".stamp").write_text(hook.stamp_of(root / "frontend"))
    (root / "frontend/src/page.test.ts").write_text("a test")
    (root / "frontend/src/page.ts").write_bytes(b"one\r\n")  # the same lines on another system
    assert hook.is_current(root)
    (root / "frontend/src/page.ts").write_text("two\n")
    assert not hook.is_current(root)


def test_without_npm_an_old_build_stops_the_package_and_says_what_to_do(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"install Node 20 or newer, then run python hatch_build"):
        hook.make_current(a_small_tree(tmp_path))


def test_a_tree_without_the_sources_is_left_alone(hook: ModuleType, tmp_path: Path) -> None:
    assert hook.make_current(tmp_path) is False
    assert list(tmp_path.iterdir()) == []


def a_small_tree(folder: Path) -> Path:
    """As much of a frontend as the stamp reads."""
    source = folder / "tree" / "frontend" / "src"
    source.mkdir(parents=True)
    (source / "page.ts").write_text("one\n")
    return folder / "tree"


@pytest.mark.slow
def test_built_in_another_directory_it_is_the_same_to_the_byte(
    hook: ModuleType, tmp_path: Path
) -> None:
    npm, packages = shutil.which("npm"), FRONTEND / "node_modules"
    if npm is None or not packages.exists():
        pytest.skip("needs Node and npm ci in frontend/")
    copy = tmp_path / "some where else" / "frontend"
    shutil.copytree(FRONTEND, copy, ignore=shutil.ignore_patterns("node_modules"))
    (copy / "node_modules").symlink_to(packages)
    subprocess.run([npm, "run", "build"], cwd=copy, check=True, capture_output=True)
    assert contents(hook.built(copy.parent)) == contents(WEB)


def contents(folder: Path) -> dict[str, str]:
    """The digest of every file, without the stamp."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".stamp"
    }
