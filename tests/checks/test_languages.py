"""Which language an output is in, with and without the optional model of languages."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from types import ModuleType

import pytest

from genchi.checks.library.languages import in_language
from genchi.records import Subject
from genchi.text import languages


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("zh", "请重启 Wi-Fi 路由器。"),
        ("ja", "東京はどこですか。"),
        ("ko", "안녕하세요."),
        ("ru", "Добрый день!"),
        ("bg", "Добър ден на всички!"),
        ("hi", "नमस्ते दुनिया"),
        ("mr", "नमस्कार जग"),
        ("ar", "مرحبا بالعالم"),
        ("fa", "سلام دنیا"),
        ("kn", "ನಮಸ್ಕಾರ ಜಗತ್ತು"),
        ("te", "నమస్కారం ప్రపంచం"),
        ("pa", "ਸਤ ਸ੍ਰੀ ਅਕਾਲ"),
    ],
)
def test_a_language_with_its_own_letters_is_known_by_them(code: str, output: str) -> None:
    assert in_language(code)(Subject(output)).passed


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("en", "Please restart the router and try again."),
        ("de", "Bitte starten Sie das Gerät neu und versuchen Sie es noch einmal."),
        ("vi", "Vui lòng khởi động lại bộ định tuyến."),
        ("sw", "Tafadhali washa upya kipanga njia na ujaribu tena."),
        ("en", "PLEASE RESTART THE ROUTER AND TRY AGAIN."),
    ],
)
def test_languages_in_latin_letters_are_told_apart(code: str, output: str) -> None:
    pytest.importorskip("py3langid")
    assert in_language(code)(Subject(output)).passed
    assert not in_language("it")(Subject(output))


def test_a_reason_says_which_language_it_is_in_instead() -> None:
    pytest.importorskip("py3langid")
    english = Subject("Please restart the router.")
    assert in_language("de")(english).reason == "it is in en, not in de"
    assert in_language("zh")(english).reason == "it is in Latin letters, not in zh"
    assert in_language("en")(Subject("请重启路由器。")).reason == "it is in zh, not in en"
    assert in_language("kn")(Subject("నమస్కారం")).reason == "it is in Telugu letters, not in kn"
    assert in_language("en")(Subject("నమస్కారం")).reason == "it is in Telugu letters, not in en"


def test_too_little_to_tell_by_is_skipped() -> None:
    assert in_language("zh")(Subject("42！")).outcome == "skip"
    assert in_language("en")(Subject("OK thanks")).outcome == "skip"
    assert not in_language("zh")(Subject("OK"))
    assert in_language("zh")(Subject("好")).passed


def test_what_is_no_language_code_is_an_error() -> None:
    assert in_language("English")(Subject("hello there you")).outcome == "error"


def test_without_the_optional_part_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = builtins.__import__

    def refuse(
        name: str,
        globals_: Mapping[str, object] | None = None,
        locals_: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name.startswith("py3langid"):
            raise ImportError(name)
        return real(name, globals_, locals_, fromlist, level)

    languages._classifier.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    verdict = in_language("en")(Subject("Please restart the router."))
    assert verdict.outcome == "error"
    assert 'pip install "genchi[lab]"' in verdict.reason
    assert in_language("zh")(Subject("请重启路由器。")).passed
    assert not in_language("zh")(Subject("Please restart the router."))
