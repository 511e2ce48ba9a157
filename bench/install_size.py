"""How large is an install? Megabytes and distributions of `genchi` and of `genchi[lab]`.

Each is installed into a fresh environment that holds nothing else, not even pip. Needs a package
index. Run it with: .venv/bin/python bench/install_size.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
WHAT = {"genchi": "", "genchi[lab]": "[lab]"}


def main() -> None:
    """Print one row for each way to install."""
    print(f"{'install':<14}{'MB':>8}{'distributions':>16}   largest")
    for name, extra in WHAT.items():
        with tempfile.TemporaryDirectory() as folder:
            packages = installed(f"{ROOT}{extra}", Path(folder))
            print(row(name, packages))


def installed(what: str, folder: Path) -> Path:
    """The package directory of a new environment with `what` in it."""
    venv.create(folder)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-qq", what], check=True)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    return packages


def row(name: str, packages: Path) -> str:
    """Name, size, number of distributions and the three largest folders."""
    total = megabytes(packages)
    count = len(list(packages.glob("*.dist-info")))
    folders = sorted((-megabytes(f), f.name) for f in packages.iterdir() if f.is_dir())[:3]
    largest = ", ".join(f"{folder} {-size:.1f}" for size, folder in folders)
    return f"{name:<14}{total:>8.1f}{count:>16}   {largest}"


def megabytes(folder: Path) -> float:
    """The size of all files below a folder, compiled code included."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
