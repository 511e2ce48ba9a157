"""A model that quotes: the sentences of the given passages that say most about the question.

It invents nothing, costs nothing and needs no network, so it is the baseline that every answer
from passages has to beat, and what a fresh install answers with.

Sentences are ranked by BM25 over words and, for Chinese, pairs of characters (Robertson and
Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, k1 = 1.2, b = 0.75). The
best are quoted in the order in which they stand; where no sentence shares a word with the
question, the answer is that the passages do not say.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import AsyncIterator, Sequence

from genchi.models.families import Client
from genchi.models.offline.saying import chunks_of, said
from genchi.records import Chunk, Message, Request, Response, Text
from genchi.text import is_chinese, sentences, tokens

UNKNOWN = {"en": "The passages do not say.", "zh": "所给材料没有说明。"}
"""What it says when no sentence shares a word with the question."""
_K1, _B = 1.2, 0.75
_MOST = 3
"""Sentences that are quoted."""
_CLOSE = 0.5
"""Of the best score, what another sentence must have to be quoted beside it."""
_COMMON = frozenset(
    "a an the is are was were be been do does did can could will would shall should may might must "
    "i you he she it we they me my your his her its our their this that these those what which who "
    "whom whose when where why how of in on at to for from by with about as and or not no if there "
    "的 了 是 在 吗 呢 吧 啊 我 你 您 他 她 它 们 我们 你们 什么 怎么 怎样 如何 哪里 哪个 多少 "
    "为什么 请问 可以 能否 是否 一个 这个 那个 和 与 或".split()
)
"""Words that a question and a sentence share without being about the same."""


class Extractive:
    """The family of the model that quotes."""

    async def complete(self, client: Client, model: str, request: Request) -> Response:
        """The best sentences of `request.passages`; of the messages where there are none."""
        question, sources = _asked(request)
        quoted = best_sentences(question, sources)
        answer = " ".join(quoted) if quoted else UNKNOWN["zh" if is_chinese(question) else "en"]
        return said(model, request, Message("assistant", (Text(answer),)))

    async def stream(
        self, client: Client, model: str, request: Request
    ) -> AsyncIterator[Chunk | Response]:
        """The same in the pieces that a stream has."""
        response = await self.complete(client, model, request)
        for chunk in chunks_of(response.message):
            yield chunk
        yield response


def best_sentences(question: str, sources: Sequence[str], most: int = _MOST) -> list[str]:
    """The sentences of some texts that say most about a question, in the order they stand in.

    >>> best_sentences("How long is the refund?", ["We ship daily. A refund takes 7 days."])
    ['A refund takes 7 days.']
    >>> best_sentences("退款要多久？", ["我们每天发货。退款需要七天。"])
    ['退款需要七天。']
    """
    found = [piece.text.strip() for source in sources for piece in sentences(source)]
    found = list(dict.fromkeys(sentence for sentence in found if sentence))
    scores = _bm25(set(_terms(question)), [_terms(sentence) for sentence in found])
    best = max(scores, default=0.0)
    ranked = sorted(range(len(found)), key=lambda n: (-scores[n], n))[:most]
    return [found[n] for n in sorted(ranked) if scores[n] > 0 and scores[n] >= _CLOSE * best]


def _asked(request: Request) -> tuple[str, list[str]]:
    """The question, which is the last paragraph of the user, and the texts to answer it from."""
    asked = [message for message in request.messages if message.role == "user"]
    last = asked[-1].text if asked else ""
    before, _, question = last.strip().rpartition("\n\n")
    if request.passages:
        return question, [passage.text for passage in request.passages]
    others = [message.text for message in request.messages if message.text != last]
    return question, [*others, before]


def _terms(text: str) -> list[str]:
    """Words, and pairs of Chinese characters: one alone says too little."""
    terms = [term for term in tokens(text) if term.isascii() or len(term) > 1]
    return [term for term in terms if term not in _COMMON]


def _bm25(asked: set[str], texts: Sequence[list[str]]) -> list[float]:
    mean = sum(map(len, texts)) / len(texts) if texts else 0.0
    holding = Counter(term for terms in texts for term in asked.intersection(terms))
    weight = {
        term: math.log(1 + (len(texts) - many + 0.5) / (many + 0.5))
        for term, many in holding.items()
    }
    return [_score(Counter(terms), weight, len(terms) / mean if mean else 0.0) for terms in texts]


def _score(counts: Counter[str], weight: dict[str, float], length: float) -> float:
    norm = _K1 * (1 - _B + _B * length)
    return sum(w * counts[t] * (_K1 + 1) / (counts[t] + norm) for t, w in weight.items())
