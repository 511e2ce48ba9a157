"""The report: one page that needs nothing else, says nothing untrue, and hides nothing typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason='needs the lab extra: pip install "genchi[lab]"')
pytest.importorskip("scipy", reason='needs the lab extra: pip install "genchi[lab]"')

from genchi import Home
from genchi.cli.main import run
from genchi.errors import UsageError
from genchi.records import Evidence, Label, Payload, Span, SpanKey, Target, Verdict
from genchi.report.page.drawing import confusion_svg, interval_svg
from genchi.report.page.outputs import marked
from genchi.stats import wilson


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with Home(tmp_path_factory.mktemp("home")) as opened:
        opened.import_file(str(files("genchi") / "samples" / "support_desk.jsonl"), "desk")
        opened.check("desk")
        yield opened


class Tags(HTMLParser):
    """Counts tags and says whether each that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.addresses += [v for k, v in attrs if k in ("src", "href") and v]
        if tag not in ("meta", "br", "line", "rect", "circle", "img", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("line", "rect", "circle"):
            assert self.open.pop() == tag


def read(page: str) -> Tags:
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    return tags


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_well_formed_and_needs_nothing_outside_itself(
    home: Home, language: str
) -> None:
    page = home.report("desk", language=language)  # type: ignore[arg-type]
    tags = read(page)
    assert "script" not in tags.seen
    assert all(address.startswith("#") for address in tags.addresses)
    assert "url(" not in page
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert {address[1:] for address in tags.addresses} <= ids
    assert 'lang="zh-CN"' in page if language == "zh" else 'lang="en"' in page


def test_the_page_says_what_the_commands_say(home: Home) -> None:
    page = home.report("desk")
    overall = home.quality("desk", "grounded")[0]
    assert f"{overall.rate:.0%} of the labelled answers are grounded" in page
    assert "v2 is better than v1" in page
    alignment = home.align("desk", "grounded")
    assert f"{len(alignment.detector.checks)} checks can be trusted" in page
    for check in alignment.checks:
        assert check.check in page
    assert page.count("<h2>") >= 9


def test_no_word_of_english_is_left_in_the_chinese_page(home: Home) -> None:
    page = home.report("desk", language="zh")
    for names in (
        r"<(style|article|pre|code|nav|h2|b)\b.*?</\1>",
        r'<span class="[^"]*spec[^"]*">.*?</span>',
    ):
        page = re.sub(names, " ", page, flags=re.DOTALL)
    page = re.sub(r'<th class="row">[a-z].*?</th>', " ", page)
    words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]+>", " ", page)))
    names = "genchi FILE desk checks prompt version prompt_version grounded helpful tone MCC"
    assert words <= {*names.split(), "Wilson", "McNemar", "Holm"}


def test_what_people_typed_is_shown_and_never_run(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&"
    with Home(tmp_path) as home:
        store = home.store(create=True)
        for n in range(12):
            key = SpanKey(evil, f"{n:032x}", f"{n:016x}")
            payload = Payload(inputs={evil: evil}, output=f"{evil} {n}", metadata={evil: evil})
            version = f"v{n % 2}{evil}"
            store.spans.add([Span(key, n, model=evil, prompt_version=version, payload=payload)])
            store.labels.add([Label(evil, Target(key), float(n % 3 > 0), evil, 1)])
            verdict = Verdict("fail" if n % 3 == 0 else "pass", evil, evidence=(Evidence(2, 9),))
            store.verdicts.add(evil, f"judge {evil}", "1", [(key, verdict)], now_ns=1)
        page = home.report(evil)
    assert "script" not in read(page).seen
    assert "&lt;script&gt;" in page


def test_marks_may_overlap_and_text_stays_whole() -> None:
    text = "a <b> 退款 & c"
    html = marked(text, [(2, 8, ""), (6, 10, "person"), (90, 99, ""), (3, 3, "")])
    assert re.sub(r"<[^>]+>", "", html) == "a &lt;b&gt; 退款 &amp; c"
    read(html)


def test_an_interval_stays_inside_its_picture() -> None:
    for successes in (0, 5, 10):
        svg = interval_svg(wilson(successes, 10), held_out=wilson(5, 10))
        places = [float(x) for x in re.findall(r'(?:cx|x1|x)="([\d.]+)"', svg)]
        assert all(0 <= x <= 220 for x in places)
    assert "–" in interval_svg(None)


def test_the_four_counts_are_bars_on_one_scale() -> None:
    widths = [float(w) for w in re.findall(r'/?width="([\d.]+)"', confusion_svg(3, 1, 2, 6))[1:]]
    whole_bad, caught, whole_good, failed = widths
    assert whole_good == 2 * whole_bad
    assert caught == pytest.approx(0.75 * whole_bad, abs=0.1)
    assert failed == pytest.approx(0.25 * whole_good, abs=0.1)
    read(confusion_svg(0, 0, 0, 0))


def test_without_checks_the_page_says_how_to_run_some(tmp_path: Path) -> None:
    with Home(tmp_path) as home:
        home.import_file(str(files("genchi") / "samples" / "support_desk.jsonl"), "desk")
        page = home.report("desk")
    read(page)
    assert "genchi check --app NAME" in page


def test_without_labels_there_is_nothing_to_report(tmp_path: Path) -> None:
    with Home(tmp_path) as home:
        store = home.store(create=True)
        store.spans.add([Span(SpanKey("a", "0" * 32, "0" * 16), 1)])
        with pytest.raises(UsageError, match="has no labels"):
            home.report("a")


def test_the_command_writes_the_page_and_says_where(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deep" / "page.html"
    assert run(["--home", str(home.path), "report", "--app", "desk", "--out", str(out)]) == 0
    assert f"report written to {out}" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    (tmp_path / "file").write_text("")
    bad = str(tmp_path / "file" / "page.html")
    assert run(["--home", str(home.path), "report", "--app", "desk", "--out", bad]) == 3
    assert "name another --out" in capsys.readouterr().err


def test_align_and_suggest_print_what_others_build_on(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    options = ["--home", str(home.path), "--app", "desk", "--criterion", "grounded", "--json"]
    assert run(["align", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"labelled", "bad", "checks", "detector", "minimal", "uncaught"} <= found.keys()
    keys = {"check", "coverage", "false_failure", "tpr", "tnr", "mcc", "kappa", "held_out"}
    assert all(keys <= check.keys() for check in found["checks"])
    for name in ("detector", "minimal"):
        assert {"checks", "in_sample", "held_out"} <= found[name].keys()
    assert run(["align", "--max-false-failure", "0", *options]) == 0
    strict = json.loads(capsys.readouterr().out)["detector"]
    assert strict["in_sample"]["false_failure"] == 0.0
    assert set(strict["checks"]) < set(found["detector"]["checks"])
    assert run(["suggest", *options]) == 0
    suggested = json.loads(capsys.readouterr().out)
    assert suggested
    keys = {"check", "catches", "wrongly_fails", "held_out", "examples"}
    assert all(keys <= item.keys() for item in suggested)
    assert run(["--lang", "zh", "suggest", *options[:-1]]) == 0
    assert "标注所提示的检查" in capsys.readouterr().out
    assert run(["--lang", "zh", "align", *options[:-1]]) == 0
    assert "监测组" in capsys.readouterr().out
