"""Which language a text is in.

The script decides where it can. Only languages in Latin letters need the optional language model.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import cast

from genchi.errors import UsageError, missing_extra
from genchi.text.scripts import is_chinese, letters_by_script

_BY_SCRIPT = {
    "han": "zh",
    "kana": "ja",
    "hangul": "ko",
    "cyrillic": "ru",
    "arabic": "ar",
    "hebrew": "he",
    "thai": "th",
    "devanagari": "hi",
    "greek": "el",
    "armenian": "hy",
    "georgian": "ka",
    "bengali": "bn",
    "tamil": "ta",
}
_LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "tr", "id", "vi")


def language(text: str, among: Sequence[str] | None = None) -> str:
    """The ISO 639-1 code of the language of `text`, or "und" where there is nothing to go by.

    `among` closes the set of answers; "und" is still possible. When it names only one language
    in Latin letters, or none, no optional part is needed. Without it the Latin-script answers are
    en, de, fr, es, it, pt, nl, sv, pl, tr, id and vi.

    Each script stands for its largest language: Ukrainian is reported as "ru", Persian as "ar".

    >>> language("把 iPhone 的 Wi-Fi 打开"), language("東京はどこですか"), language("1 + 1 = 2")
    ('zh', 'ja', 'und')
    >>> language("hello there", among=["zh", "en"])
    'en'
    """
    if among is not None and (isinstance(among, str) or not among):
        raise UsageError(
            f'among is a non-empty list of language codes such as ["en", "zh"], not {among!r}'
        )
    found = _by_script(text)
    if found == "latin":
        return _latin_language(text, _latin_candidates(among))
    return found if among is None or found in among else "und"


def _by_script(text: str) -> str:
    """A language code, "latin" for a text in Latin letters, or "und"."""
    counts = letters_by_script(text)
    if not counts:
        return "und"
    if is_chinese(text):
        return "zh"
    kana, han = counts.get("kana", 0), counts.pop("han", 0)
    if kana:
        counts["kana"] = kana + han
    elif not counts:
        return "zh"
    main = max(counts, key=lambda name: counts[name])
    return "latin" if main == "latin" else _BY_SCRIPT.get(main, "und")


def _latin_candidates(among: Sequence[str] | None) -> tuple[str, ...]:
    if among is None:
        return _LATIN
    return tuple(sorted({code for code in among if code not in _BY_SCRIPT.values()}))


def _latin_language(text: str, candidates: tuple[str, ...]) -> str:
    if not candidates:
        return "und"
    if len(candidates) == 1:
        return candidates[0]
    return _classifier(candidates)(_encodable(text))[0]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@cache
def _classifier(candidates: tuple[str, ...]) -> Callable[[str], tuple[str, float]]:
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError as error:
        raise missing_extra("telling Latin-script languages apart", "lab") from error
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    unknown = sorted(set(candidates) - set(identifier.labels))
    if unknown:
        raise UsageError(
            f"no language called {', '.join(unknown)}; known are "
            f"{', '.join(sorted(identifier.labels))}"
        )
    identifier.set_languages(list(candidates))
    return cast("Callable[[str], tuple[str, float]]", identifier.classify)
