"""The built package: installed alone it does the main job, and it stays small."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_DISTRIBUTIONS = 25

pytestmark = pytest.mark.slow


def pip(*arguments: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True)


@pytest.fixture(scope="session")
def package_index() -> None:
    """Skips where pip has nowhere to install from."""
    probe = pip(
        "install", "--dry-run", "--no-deps", "--ignore-installed", "--retries", "1", "click"
    )
    if probe.returncode != 0:
        pytest.skip(f"pip reaches no package index here: {probe.stderr.strip()[-200:]}")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--wheel",
            "--outdir",
            str(out),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def fresh_environment(folder: Path, *, what: str) -> Path:
    """The interpreter of a new environment with `what` installed in it and nothing else."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    done = pip("install", "--quiet", what, python=str(python))
    assert done.returncode == 0, done.stderr
    return python


def distributions(python: Path) -> set[str]:
    listed = pip("list", "--format", "json", python=str(python))
    return {found["name"].lower() for found in json.loads(listed.stdout)}


def run_demo(python: Path, folder: Path) -> str:
    """What the demo prints; the web app that it starts is there, and is stopped."""
    genchi = [str(python), "-I", "-m", "genchi", "--home", str(folder / "home")]
    done = subprocess.run([*genchi, "demo"], capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    url = re.search(r"http://\S+", done.stdout)
    assert url is not None
    with urllib.request.urlopen(url[0], timeout=30) as page:
        assert b'<div id="root">' in page.read()
    stopped = subprocess.run([*genchi, "down"], capture_output=True, text=True, cwd=folder)
    assert stopped.returncode == 0, stopped.stderr
    return done.stdout


def test_the_wheel_holds_the_code_the_sample_and_the_licence_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"genchi/__init__.py", "genchi/py.typed", "genchi/samples/support_desk.jsonl"} <= {
        *names
    }
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert all(name.startswith(("genchi/", "genchi-")) for name in names)


@pytest.mark.usefixtures("package_index")
def test_installed_alone_it_does_the_main_job_without_numpy(wheel: Path, tmp_path: Path) -> None:
    python = fresh_environment(tmp_path / "base", what=str(wheel))
    assert "v2" in run_demo(python, tmp_path)
    installed = distributions(python)
    assert "numpy" not in installed
    assert len(installed) <= MOST_DISTRIBUTIONS, sorted(installed)


@pytest.mark.usefixtures("package_index")
def test_installed_with_the_lab_it_does_the_main_job_too(wheel: Path, tmp_path: Path) -> None:
    python = fresh_environment(tmp_path / "lab", what=f"{wheel}[lab]")
    assert "v2" in run_demo(python, tmp_path)
    assert {"numpy", "py3langid"} <= distributions(python)
