"""The "model" of this example: it picks sentences of articles that share words with the question.

No language model is called, so the example runs anywhere and says the same every time. A product
would call one at this place; all that is recorded and asked of people around it stays as it is.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import genchi
from genchi.records import Passage

MODEL = "sentence-picker"
PROMPT_VERSION = "v1"
_ARTICLES = json.loads((Path(__file__).parent / "articles.json").read_text(encoding="utf-8"))
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    "a an and are at be by can do does for from how i in is it me my of on or our please the to us "
    "we what when where which will with you your".split()
)
_OPENING = {"en": "Thank you for your question. ", "zh": "感谢您的咨询。"}
_NOTHING = {
    "en": "Thank you for your question. A colleague will look into it and write to you.",
    "zh": "感谢您的咨询。我们的同事会查看并回复您。",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply that somebody should read before it is sent; `span` names what made it."""

    text: str
    span: str
    sources: tuple[str, ...]


def draft(question: str, *, attempt: int = 0, user: str | None = None) -> Draft:
    """A reply to a question; a further `attempt` picks other sentences."""
    language = "zh" if _CHINESE.search(question) else "en"
    with genchi.span(
        "draft reply",
        inputs={"question": question, "attempt": attempt},
        user=user,
        prompt_version=PROMPT_VERSION,
    ) as span:
        found = _find(question, language, attempt)
        span.model = MODEL
        span.output = _joined(found, language)
        return Draft(span.output, span.traceparent, tuple(sorted({p.document for p in found})))


@genchi.trace(name="find sentences", operation="retrieval")
def _find(question: str, language: str, attempt: int) -> list[Passage]:
    """The two sentences that share most with the question, after those of earlier attempts."""
    wanted = _terms(question)
    scored = [
        (
            len(wanted & _terms(sentence)) / (1 + len(_terms(sentence))) ** 0.5,
            article["id"],
            sentence,
        )
        for article in _ARTICLES
        for sentence in article[language]
    ]
    best = sorted((s for s in scored if s[0] > 0), key=lambda s: -s[0])
    chosen = best[2 * attempt : 2 * attempt + 2]
    passages = [
        Passage(text, document=name, scores={"words": round(s, 3)}) for s, name, text in chosen
    ]
    span = genchi.tracing.current()
    if span is not None:
        span.passages = passages
    return passages


def _joined(found: list[Passage], language: str) -> str:
    if not found:
        return _NOTHING[language]
    return _OPENING[language] + ("" if language == "zh" else " ").join(p.text for p in found)


def _terms(text: str) -> set[str]:
    """Words of a text, and of Chinese every two characters that stand together."""
    words = set(_WORD.findall(text.lower())) - _COMMON
    for run in _CHINESE.findall(text):
        words.update(run[n : n + 2] for n in range(len(run) - 1))
    return words
