from __future__ import annotations

import ast
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.checks import default_checks, library_checks, load_checks
from genchi.checks.library import contains, excludes, max_words, not_matches
from genchi.checks.saving import FILE, checks_to_run, save_check, saved_checks, unsave_check
from genchi.checks.written import call_of, identifier_of, literal
from genchi.errors import UsageError

_TEXTS = st.text(min_size=1, max_size=30).filter(
    lambda text: text.encode("utf-8", "ignore").decode() == text
)


def specs_in(folder: Path) -> list[str]:
    return [check.spec for check in load_checks(folder)]


def test_a_saved_check_is_one_line_that_the_project_runs(tmp_path: Path) -> None:
    saved = save_check(tmp_path, 'excludes("guarantee")')
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert 'no_guarantee = excludes("guarantee")\n' in text
    assert "from genchi.checks.library import excludes\n" in text
    assert saved.name == "no_guarantee"
    assert specs_in(tmp_path) == ["excludes('guarantee')"]


def test_saving_the_same_check_again_changes_nothing(tmp_path: Path) -> None:
    first = save_check(tmp_path, "max_words(120)")
    before = (tmp_path / FILE).read_bytes()
    assert save_check(tmp_path, "max_words(most=120)") == first
    assert (tmp_path / FILE).read_bytes() == before


def test_a_check_without_parameters_is_run_under_another_name(tmp_path: Path) -> None:
    save_check(tmp_path, "no_refusal")
    assert "run_no_refusal = no_refusal\n" in (tmp_path / FILE).read_text(encoding="utf-8")
    assert specs_in(tmp_path) == ["no_refusal"]
    assert unsave_check(tmp_path, "no_refusal")
    assert specs_in(tmp_path) == []


def test_a_replaced_check_gives_its_line_up(tmp_path: Path) -> None:
    save_check(tmp_path, "max_words(120)")
    save_check(tmp_path, 'excludes("保证")')
    save_check(tmp_path, "max_words(90)", replaces="max_words(120)")
    assert specs_in(tmp_path) == ["excludes('保证')", "max_words(90)"]


def test_replacing_a_check_that_has_no_line_only_adds_one(tmp_path: Path) -> None:
    save_check(tmp_path, "max_words(90)", replaces="max_words(120)")
    assert specs_in(tmp_path) == ["max_words(90)"]


def test_two_checks_that_would_have_one_name_get_two(tmp_path: Path) -> None:
    names = [save_check(tmp_path, spec).name for spec in ('excludes("a b")', 'excludes("a-b")')]
    assert names == ["no_a_b", "no_a_b_2"]
    assert len(specs_in(tmp_path)) == 2


HAND_WRITTEN = '''\
\ufeff"""Ours."""
# a comment, with tabs\t and 中文
from genchi.checks.library import excludes, max_words as at_most
from genchi import check

brief = at_most(
    120,  # spread over lines
)
no_promise = excludes("promise");x = 1
helper = [1,2,   3]


@check
def own(subject):
    return True
'''.replace("\n", "\r\n")


def test_what_else_is_in_the_file_stays_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(HAND_WRITTEN.encode())
    assert {saved.spec for saved in saved_checks(tmp_path)} == {
        "max_words(120)",
        "excludes('promise')",
    }
    save_check(tmp_path, 'contains("您好")')
    assert unsave_check(tmp_path, 'contains("您好")')
    assert path.read_bytes() == HAND_WRITTEN.encode()
    assert unsave_check(tmp_path, "max_words(120)")
    gone = "brief = at_most(\r\n    120,  # spread over lines\r\n)\r\n"
    assert path.read_bytes() == HAND_WRITTEN.replace(gone, "").encode()
    assert "own" in specs_in(tmp_path)


def test_an_import_that_something_else_needs_stays(tmp_path: Path) -> None:
    ours = (
        b"from genchi.checks.library import max_words\nfrom genchi.checks.library import contains\n"
    )
    (tmp_path / FILE).write_bytes(ours + b"checks = [max_words(3)]\n")
    save_check(tmp_path, "max_words(4)")
    assert unsave_check(tmp_path, "max_words(4)")
    assert (tmp_path / FILE).read_bytes() == ours + b"checks = [max_words(3)]\n"


def test_what_was_saved_in_review_runs_beside_the_defaults_until_the_project_has_its_own(
    tmp_path: Path,
) -> None:
    usual = len(default_checks())
    assert len(checks_to_run(None)) == usual
    save_check(tmp_path, "max_words(3)")
    save_check(tmp_path, "no_refusal")
    assert len(checks_to_run(tmp_path)) == usual + 1
    save_check(tmp_path, "no_repetition(3)")
    specs = {check.spec for check in checks_to_run(tmp_path)}
    assert "no_repetition(3)" in specs
    assert "no_repetition" not in specs, "it was given other parameters"
    unsave_check(tmp_path, "no_repetition(3)")
    (tmp_path / "ours.py").write_text("from genchi import check\n\n\n@check\ndef own(s): ...\n")
    assert {c.spec for c in checks_to_run(tmp_path)} == {"max_words(3)", "no_refusal", "own"}


def test_a_line_that_holds_something_else_too_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(HAND_WRITTEN.encode())
    with pytest.raises(UsageError, match=r"from_review\.py:9 holds no_promise and something else"):
        unsave_check(tmp_path, 'excludes("promise")')
    assert (tmp_path / FILE).read_bytes() == HAND_WRITTEN.encode()


def test_a_name_that_means_something_else_in_the_file_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("def excludes(): ...\nno_x = 3\n")
    save_check(tmp_path, 'excludes("x")')
    text = (tmp_path / FILE).read_text()
    assert "from genchi.checks.library import excludes as _excludes\n" in text
    assert 'no_x_2 = _excludes("x")\n' in text
    assert specs_in(tmp_path) == ["excludes('x')"]
    assert unsave_check(tmp_path, 'excludes("x")')
    assert specs_in(tmp_path) == []


def test_a_file_without_an_end_of_line_gets_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"x = 1")
    save_check(tmp_path, "max_words(3)")
    assert specs_in(tmp_path) == ["max_words(3)"]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"x = 1\ny = = 2\n", ":2"),
        (b"x = '\xff'\n", ":1"),
        (b"x = 1\0\n", ":1"),
        (b"def f(:\n", ":1"),
        (b"(" * 500, ":1"),
    ],
)
def test_a_file_that_is_not_python_any_more_is_left_alone(
    tmp_path: Path, data: bytes, place: str
) -> None:
    (tmp_path / FILE).write_bytes(data)
    for change in (
        lambda: save_check(tmp_path, "max_words(3)"),
        lambda: unsave_check(tmp_path, "max_words(3)"),
        lambda: saved_checks(tmp_path),
    ):
        with pytest.raises(UsageError, match=f"from_review.py{place} cannot be read as Python"):
            change()
    assert (tmp_path / FILE).read_bytes() == data


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "nothing_like_it(1)",
        "max_words",
        "max_words(",
        "max_words('many', 2, 3)",
        "__import__('os')",
        "excludes(open('x'))",
        "max_words(1)\nx = 2",
        "max_words(1); x",
        "max_words(1e999)",
        "(" * 3000,
    ],
)
def test_what_is_no_check_of_the_library_is_refused_and_nothing_is_written(
    tmp_path: Path, spec: str
) -> None:
    with pytest.raises(UsageError):
        save_check(tmp_path / "checks", spec)
    assert not (tmp_path / "checks" / FILE).exists()


def test_taking_back_what_was_never_saved_changes_nothing(tmp_path: Path) -> None:
    assert not unsave_check(tmp_path, "max_words(3)")
    save_check(tmp_path, "max_words(4)")
    assert not unsave_check(tmp_path, "max_words(3)")
    assert specs_in(tmp_path) == ["max_words(4)"]


def test_a_saved_line_with_wrong_parameters_is_no_business_of_ours(tmp_path: Path) -> None:
    line = b"from genchi.checks.library import max_words\nodd = max_words(1, 2, 3)\n"
    (tmp_path / FILE).write_bytes(line)
    assert saved_checks(tmp_path) == []
    save_check(tmp_path, "max_words(4)")
    assert (tmp_path / FILE).read_bytes() == line + b"max_words_4 = max_words(4)\n"


def test_two_who_save_at_once_both_have_their_line(tmp_path: Path) -> None:
    specs = [f"max_words({number})" for number in range(1, 17)]
    threads = [threading.Thread(target=save_check, args=(tmp_path, spec)) for spec in specs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(specs_in(tmp_path)) == set(specs)


@settings(max_examples=80, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=3), most=st.integers(0, 10**6))
def test_any_check_is_read_back_as_it_was_saved_and_taken_back_without_a_trace(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], most: int
) -> None:
    folder = tmp_path_factory.mktemp("checks")
    save_check(folder, "no_refusal")
    before = (folder / FILE).read_bytes()
    wanted = [excludes(*texts), contains(*texts, count=2), max_words(most)]
    wanted.append(not_matches(texts[0], ignore_case=True))
    for check in wanted:
        save_check(folder, check.spec)
    assert [c.version for c in load_checks(folder)[1:]] == [c.version for c in wanted]
    names = [saved.name for saved in saved_checks(folder)]
    assert all(name.isidentifier() for name in names)
    assert len(set(names)) == len(names)
    for check in wanted:
        assert unsave_check(folder, check.spec)
    assert (folder / FILE).read_bytes() == before


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(-9, 9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.tuples(inner)
            | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_a_literal_means_what_it_was_made_of(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


def test_texts_stand_in_double_quotes_and_chinese_as_it_is() -> None:
    assert call_of(excludes("保证", "it's"), "excludes") == 'excludes("保证", "it\'s")'
    assert call_of(excludes('say "x"'), "excludes") == "excludes('say \"x\"')"


def test_every_check_of_the_library_gets_a_name_of_its_own() -> None:
    for name, check in library_checks().items():
        given_name = identifier_of(check, [name])
        assert given_name.isidentifier()
        assert given_name != name
