"""Writing systems and languages, where a text mixes them."""

from __future__ import annotations

import pytest

from genchi.errors import UsageError
from genchi.text import chinese_share, is_chinese, language, script


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hello 你", "latin"),
        ("你好 a", "han"),
        ("Привет", "cyrillic"),
        ("नमस्ते", "devanagari"),
        ("สวัสดี", "thai"),
        ("γειά", "greek"),
        ("ＡＢＣ", "latin"),
        ("42 !?", "none"),
        ("\ud800\x00", "none"),
    ],
)
def test_the_script_is_that_of_most_letters(text: str, name: str) -> None:
    assert script(text) == name


def test_chinese_with_english_names_is_chinese_and_english_that_quotes_it_is_not() -> None:
    assert is_chinese("用 Docker Compose 部署 GitHub Actions runner 的步骤")
    assert not is_chinese("The characters 你好 are what people say to greet you in China")
    assert chinese_share("こんにちは、東京です") == 0.0


def test_among_closes_the_set_of_answers() -> None:
    assert language("你好", among=["en", "de"]) == "und"
    assert language("hello", among=["zh"]) == "und"
    assert language("bonjour", among=["zh", "fr"]) == "fr"


def test_an_unknown_or_missing_language_is_shown() -> None:
    with pytest.raises(UsageError, match="non-empty list"):
        language("x", among=[])
    with pytest.raises(UsageError, match="non-empty list"):
        language("x", among="en")
    pytest.importorskip("py3langid", reason='needs the lab extra: pip install "genchi[lab]"')
    with pytest.raises(UsageError, match="no language called xx"):
        language("hello", among=["en", "xx"])
