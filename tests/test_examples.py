"""Every example that a person may copy runs: in the docs, the readmes and the docstrings.

In a page, blocks run in order in one empty directory that has the sample in its place:

- `python`: a script, whose output is compared where a `text` block follows at once; or a session
  with `>>>`;
- `console`: `$ ` begins a command, `> ` continues it, and what follows is its output, compared
  where it is shown;
- other blocks do not run.

In an expected output `...` stands for anything, and runs of spaces are alike.
"""

from __future__ import annotations

import doctest
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

import genchi
from genchi import server
from genchi.checks import Check

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$(?:\n```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL)
RULES = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
MODULES = [
    found.name
    for found in pkgutil.walk_packages(genchi.__path__, "genchi.")
    if not found.name.endswith("__main__")
]


@dataclass(frozen=True)
class Example:
    """A block of a page: what it is, what is run, and what should come out (None: not said)."""

    kind: str
    body: str
    expected: str | None
    line: int


def examples_of(text: str) -> list[Example]:
    found = []
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(Example(match[1], match[2], match[3], line))
    return [example for example in found if example.kind in ("python", "console")]


def commands_of(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with the output shown after it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        more = next((n for n, x in enumerate(lines[1:], 1) if x[0] != ">"), len(lines))
        command = lines[0] + "".join(line[1:].removeprefix(" ") for line in lines[1:more])
        yield command, "".join(lines[more:])


def run(arguments: list[str], folder: Path) -> str:
    """What a command prints on stdout and stderr; it must end well."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("GENCHI_", "LC_", "LANG"))},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GENCHI_HOME": str(folder / ".genchi"),
        "LANG": "C.UTF-8",
        "COLUMNS": "120",
    }
    done = subprocess.run(
        arguments,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, f"ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def assert_same(expected: str, got: str) -> None:
    checker = doctest.OutputChecker()
    if not checker.check_output(expected, got, RULES):
        pytest.fail(f"expected:\n{expected}\ngot:\n{got}")


def run_console(example: Example, folder: Path) -> None:
    for command, expected in commands_of(example.body):
        got = run(["bash", "-c", command], folder)
        if expected.strip():
            assert_same(expected, got)


def run_python(example: Example, folder: Path) -> None:
    if ">>>" in example.body:
        script = (
            "import doctest, sys\n"
            f"test = doctest.DocTestParser().get_doctest({example.body!r}, {{}}, 'page', None, 0)\n"
            f"failed, _ = doctest.DocTestRunner(optionflags={RULES}).run(test)\n"
            "sys.exit(failed)\n"
        )
        run([sys.executable, "-c", script], folder)
        return
    got = run([sys.executable, "-c", example.body], folder)
    if example.expected is not None:
        assert_same(example.expected, got)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An empty directory that looks like a checkout with only the sample in it.

    Servers that were left running there are stopped.
    """
    (tmp_path / "src" / "genchi").mkdir(parents=True)
    samples = ROOT / "src" / "genchi" / "samples"
    (tmp_path / "src" / "genchi" / "samples").symlink_to(samples, target_is_directory=True)
    yield tmp_path
    for told in tmp_path.glob("**/server.json"):
        server.stop(told.parent)


def has_examples(page: Path) -> bool:
    return bool(examples_of(page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if has_examples(page)],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_every_example_of_a_page_runs_and_shows_what_the_page_shows(
    page: Path, folder: Path
) -> None:
    for example in examples_of(page.read_text(encoding="utf-8")):
        try:
            (run_console if example.kind == "console" else run_python)(example, folder)
        except (AssertionError, pytest.fail.Exception) as error:
            raise AssertionError(f"{page.name}, line {example.line}: {error}") from None


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_docstring_hold(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    module = import_module(name)
    assert doctest.testmod(module).failed == 0
    for check in (v for v in vars(module).values() if isinstance(v, Check)):
        if check.function.__module__ == name:  # doctest looks into functions, not into checks
            for test in doctest.DocTestFinder().find(check.function, check.name, module):
                assert doctest.DocTestRunner().run(test).failed == 0, check.name


def test_a_console_block_is_read_as_commands_and_their_output() -> None:
    body = "$ cat <<'END'\n> a\n> END\na\n$ true\n"
    assert list(commands_of(body)) == [("cat <<'END'\na\nEND\n", "a\n"), ("true\n", "")]


def test_an_example_that_shows_the_wrong_output_is_found(folder: Path) -> None:
    wrong = Example("console", "$ echo one\ntwo\n", None, 1)
    with pytest.raises(pytest.fail.Exception, match="expected:\ntwo"):
        run_console(wrong, folder)
    with pytest.raises(AssertionError, match="ended with 1"):
        run_python(Example("python", ">>> 1 + 1\n3\n", None, 1), folder)
