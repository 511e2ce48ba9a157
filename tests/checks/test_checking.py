"""One subject in, one verdict out, whatever the function does."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from typing import Any

import pytest

import genchi
from genchi.checks import check, find_check, parse_spec
from genchi.errors import UsageError
from genchi.records import Evidence, Passage, Subject, Verdict

SUBJECT = Subject("one two three")


@check
def short(subject: Subject, limit: int = 3) -> bool:
    """the output has at most `limit` words

    and nothing else.
    """
    return len(subject.output.split()) <= limit


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (True, Verdict("pass", score=1.0)),
        (False, Verdict("fail", score=0.0)),
        (0.5, Verdict("pass", score=0.5)),
        (0.49, Verdict("fail", score=0.49)),
        (1, Verdict("pass", score=1.0)),
        ("", Verdict("pass")),
        ("太长", Verdict("fail", "太长")),
        (Verdict("skip", "n/a"), Verdict("skip", "n/a")),
    ],
)
def test_what_a_function_returns_becomes_a_verdict(result: Any, expected: Verdict) -> None:
    assert check(lambda subject: result)(SUBJECT) == expected


@pytest.mark.parametrize("nonsense", [None, [], 7, -0.1, float("nan"), float("inf"), {}, object()])
def test_nonsense_is_an_error_that_says_what_to_return(nonsense: Any) -> None:
    verdict = check(lambda subject: nonsense)(SUBJECT)
    assert verdict.outcome == "error"
    assert "return True or False" in verdict.reason


def test_a_check_that_raises_is_an_error_with_the_reason() -> None:
    @check
    def broken(subject: Subject) -> bool:
        raise KeyError("price")

    verdict = broken(SUBJECT)
    assert (verdict.outcome, verdict.reason) == ("error", "it raised KeyError: 'price'")
    assert not verdict
    assert asyncio.run(broken.judge(SUBJECT)) == verdict


def test_a_check_that_hangs_is_an_error_and_the_run_goes_on() -> None:
    @check(seconds=0.05)
    def loops(subject: Subject) -> bool:
        while True:
            try:
                time.sleep(0.01)
            except Exception:
                continue

    @check(seconds=0.05)
    def backtracks(subject: Subject) -> bool:
        return bool(re.match(r"(a+)+$", "a" * 40 + "b"))

    @check(seconds=0.05)
    async def waits(subject: Subject) -> bool:
        await asyncio.sleep(60)
        return True

    for hanging in (loops, backtracks, waits):
        verdict = hanging(SUBJECT)
        assert (verdict.outcome, verdict.reason) == ("error", "it took longer than 0.05 s")
    assert asyncio.run(waits.judge(SUBJECT)).outcome == "error"
    assert short(SUBJECT)


def test_a_check_in_another_thread_judges_without_a_limit() -> None:
    verdicts: list[Verdict] = []
    thread = threading.Thread(target=lambda: verdicts.append(short(SUBJECT)))
    thread.start()
    thread.join()
    assert verdicts == [Verdict("pass", score=1.0)]


def test_a_function_may_be_async_and_be_asked_from_either_side() -> None:
    @check
    async def polite(subject: Subject) -> str:
        await asyncio.sleep(0)
        return "no please"

    expected = Verdict("fail", "no please")
    assert polite(SUBJECT) == expected
    assert asyncio.run(polite.judge(SUBJECT)) == expected
    assert asyncio.run(short.judge(SUBJECT)).passed


@pytest.mark.parametrize("needs", [("passages",), ("reference",), ("usage",), ("tool_calls",)])
def test_what_the_subject_lacks_is_a_skip(needs: tuple[str, ...]) -> None:
    needy = check(needs=needs)(lambda subject: True)
    verdict = needy(SUBJECT)
    assert verdict.outcome == "skip"
    assert needs[0] in verdict.reason
    assert not verdict
    full = Subject("x", passages=(Passage("p"),), reference="r")
    assert needs[0] in ("usage", "tool_calls") or needy(full).passed


def test_parameters_make_another_check_with_another_version() -> None:
    brief = short(2)
    assert (short(SUBJECT).outcome, brief(SUBJECT).outcome) == ("pass", "fail")
    assert (short.spec, brief.spec, short(limit=2).spec) == ("short", "short(2)", "short(2)")
    assert len({short.version, brief.version, short(3).version}) == 3
    assert brief.version == short(limit=2).version
    assert short.description == "the output has at most `limit` words"


def test_options_reach_the_parameters_they_name() -> None:
    @check
    def plain(subject: Subject, a: int = 1, b: int = 2) -> str:
        return f"{a} {b}"

    @check
    def several(subject: Subject, first: str, *rest: str, end: str = "", **more: int) -> str:
        return f"{first} {rest} {end} {more}"

    assert plain(b=9)(SUBJECT).reason == "1 9"
    assert plain(7)(SUBJECT).reason == "7 2"
    assert several("x", "y", "z", end="!", n=3)(SUBJECT).reason == "x ('y', 'z') ! {'n': 3}"
    assert several("x")(SUBJECT).reason == "x ()  {}"
    assert plain(b=9).spec == "plain(b=9)"


def test_another_source_is_another_version() -> None:
    sources = ["def f(subject): return True", "def f(subject): return False"]
    versions = set()
    for source in sources:
        space: dict[str, Any] = {}
        exec(source, space)
        versions.add(check(space["f"]).version)
    assert len(versions) == 2


def test_wrong_parameters_are_the_callers_mistake() -> None:
    with pytest.raises(UsageError, match=r"short\(limit=3\): got an unexpected.*'size'"):
        short(size=3)
    with pytest.raises(UsageError, match="not plain data"):
        short(limit=object())

    @check
    def at_most(subject: Subject, limit: int) -> bool:
        return True

    with pytest.raises(UsageError, match=r"at_most needs limit: write at_most\(limit\)"):
        at_most(SUBJECT)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("short", ("short", [], {})),
        (" short() ", ("short", [], {})),
        ("max_words(120)", ("max_words", [120], {})),
        ("contains('退款', \"b\", count=-2)", ("contains", ["退款", "b"], {"count": -2})),
        ("f([1, {'a': None}], x=(True,))", ("f", [[1, {"a": None}]], {"x": (True,)})),
    ],
)
def test_a_spec_is_call_syntax_with_literals(spec: str, expected: object) -> None:
    assert parse_spec(spec) == expected


@pytest.mark.parametrize(
    "spec",
    ["", "1", "a.b()", "f(x)", "f(__import__('os'))", "f(", "f();g()", "f(*[1])", "f(**{})", "("],
)
def test_anything_else_is_refused_and_never_run(spec: str) -> None:
    with pytest.raises(UsageError, match="is not a check: write NAME"):
        parse_spec(spec)


def test_every_spec_reads_back_to_the_same_check() -> None:
    @check
    def many(subject: Subject, *texts: str, count: int = 1, options: Any = None) -> bool:
        return True

    known = {"short": short, "many": many}
    for made in (short(7), many("a", "b'\"", count=2), many(options={"x": [1]}), short):
        again = find_check(made.spec, known)
        assert (again.spec, again.version) == (made.spec, made.version)


def test_an_unknown_check_is_named_with_its_neighbours() -> None:
    with pytest.raises(UsageError, match="no check 'shirt': did you mean short"):
        find_check("shirt(3)", {"short": short})


def test_the_public_names_are_those_of_the_package() -> None:
    made = genchi.check(lambda subject: genchi.Verdict("fail", "why", evidence=(Evidence(0, 3),)))
    assert made(genchi.Subject("abc")).evidence == (Evidence(0, 3),)
