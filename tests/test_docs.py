"""The docs name every command and option, and link only to what is there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

import genchi
from genchi.checks import default_checks, library_checks
from genchi.cli.main import genchi as group
from genchi.intake import FORMATS
from genchi.intake.mapping import KEYS, PREFIXES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "bench").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(text: str) -> str:
    """The page without its fenced blocks."""
    return FENCE.sub("", text)


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ .+$", prose(text), re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The anchors of a page, as GitHub makes them from headings."""
    names = [heading.lstrip("#").strip().lower() for heading in headings(text)]
    return {re.sub(r"[^\w\- ]", "", name).replace(" ", "-") for name in names}


def links(page: Path) -> list[str]:
    return [target for target in LINK.findall(prose(text_of(page))) if "://" not in target]


def section(name: str) -> str:
    found = re.search(rf"^## genchi {name}$(.*?)(?=^## |\Z)", text_of(DOCS / "cli.md"), re.M | re.S)
    assert found, f"docs/cli.md has no section ## genchi {name}"
    return found[1]


def test_every_command_and_option_is_in_the_page_of_commands() -> None:
    for name, command in group.commands.items():
        about = section(name)
        for option in command.params:
            if isinstance(option, click.Option):
                missing = [o for o in option.opts if o.startswith("--") and f"`{o}" not in about]
                assert missing == [], f"{name} in docs/cli.md"


def test_the_page_of_commands_has_no_command_and_no_option_that_is_gone() -> None:
    page = prose(text_of(DOCS / "cli.md"))
    assert set(re.findall(r"^## genchi (\w+)$", page, re.MULTILINE)) == set(group.commands)
    commands = [group, *group.commands.values()]
    known = {option for command in commands for p in command.params for option in p.opts}
    assert set(re.findall(r"`(--[\w-]+)", page)) <= known | {"--help"}


def test_every_format_and_every_key_is_in_the_page_of_importing() -> None:
    rows = re.findall(r"^\| (`.+?) \|", text_of(DOCS / "importing.md"), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w.-]+)`", row)}
    prefixes = {name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for name in named}
    assert {*FORMATS, *KEYS} - named == set()
    assert set(PREFIXES) - prefixes == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in links(page):
        file, _, anchor = target.partition("#")
        linked = (page.parent / file).resolve() if file else page
        assert linked.exists(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(text_of(linked)), f"{page.name} links to {target}"


def test_every_page_of_the_docs_can_be_reached_from_the_readme() -> None:
    reached, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / t.partition("#")[0]).resolve() for t in links(page)]
    assert {page for page in PAGES if DOCS in page.parents} - reached == set()


def test_both_readmes_have_the_same_shape() -> None:
    english, chinese = text_of(ROOT / "README.md"), text_of(ROOT / "README.zh-CN.md")

    def shape(text: str) -> dict[str, object]:
        rows = re.findall(r"^\|", text, re.MULTILINE)
        points = re.findall(r"^- ", prose(text), re.MULTILINE)
        return {
            "headings": [heading.split()[0] for heading in headings(text)],
            "examples": [language for language, _ in FENCE.findall(text)],
            "rows": len(rows),
            "points": len(points),
        }

    assert shape(english) == shape(chinese)


def test_the_changelog_has_this_version() -> None:
    assert f"## [{genchi.__version__}]" in text_of(ROOT / "CHANGELOG.md")


def test_the_example_of_the_readme_is_short() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        ran = [body for kind, body in FENCE.findall(text_of(ROOT / name)) if kind == "console"]
        assert len(ran) == 1
        assert len(ran[0].splitlines()) < 20


def test_pages_speak_of_genchi_and_not_of_the_machine_they_were_written_on() -> None:
    for page in PAGES:
        assert not re.search(r"/(work|home|root)/", text_of(page)), page


def test_every_check_of_the_library_is_in_the_page_of_checks() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    for check in library_checks().values():
        assert f"`{check.signature}`" in page, check.name
    for check in default_checks():
        assert f"`{check.spec}`" in page.split("## The library")[0], check.spec
