"""Vectors and rankings by the endpoints of OpenAI's language, and what is no answer of theirs."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from typing import Any

import pytest
from tests.models.canned_provider import PROXY, Canned, as_json, providing
from tests.models.families_speaking import Speaker, speaking

from genchi.errors import UsageError
from genchi.models import mock
from genchi.models.failures import ProviderError
from genchi.models.families.embeddings import Embedded, batches, embed
from genchi.models.families.rerank import Reranked, rerank
from genchi.models.mock.embeddings import vector
from genchi.text import tokens

pytest.importorskip("openai", reason="the openai SDK is not installed")

TEXTS = ["怎么退款？", "how do I get a refund", "发货时间", "怎么退款？"]


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture
def speaker(up: mock.Mock) -> Iterator[Speaker]:
    up.reset()
    with speaking("openai", up.url) as made:
        yield made


def embedded(speaker: Speaker, texts: list[str], **options: Any) -> Embedded:
    async def ask() -> Embedded:
        return await embed(speaker.client, "an-embedder", texts, **options)

    return speaker.runner.run(ask())


def ranked(speaker: Speaker, documents: list[str], **options: Any) -> Reranked:
    async def ask() -> Reranked:
        return await rerank(speaker.client, "a-ranker", "怎么退款？", documents, **options)

    return speaker.runner.run(ask())


def item(index: int | None, *numbers: Any) -> dict[str, Any]:
    place = {} if index is None else {"index": index}
    return place | {"object": "embedding", "embedding": list(numbers)}


def test_each_text_has_its_vector_in_its_place(speaker: Speaker) -> None:
    made = embedded(speaker, TEXTS)
    assert made.vectors == tuple(tuple(vector(tokens(text), 1024)) for text in TEXTS)
    assert made.model == "an-embedder"
    assert made.usage.input_tokens


def test_texts_are_sent_in_groups_of_so_many_and_of_so_many_tokens() -> None:
    assert list(batches(TEXTS, 3)) == [TEXTS[:3], TEXTS[3:]]
    large = ["退" * 90_000, "款" * 90_000, "a"] * 2
    assert list(batches(large, 2048)) == [large[:3], large[3:]]
    assert list(batches(["退" * 900_000], 10)) == [["退" * 900_000]]


def test_vectors_can_be_shorter(speaker: Speaker) -> None:
    assert {len(v) for v in embedded(speaker, TEXTS, dimensions=16).vectors} == {16}


def test_no_texts_are_no_call(speaker: Speaker, up: mock.Mock) -> None:
    assert embedded(speaker, []) == Embedded(())
    assert ranked(speaker, []) == Reranked((), ())
    assert up.requests().received == 0


def test_a_batch_or_a_top_of_nothing_is_the_developers_mistake(speaker: Speaker) -> None:
    with pytest.raises(UsageError, match="at least one text, not 0"):
        list(batches(TEXTS, 0))
    with pytest.raises(UsageError, match="at least 1, not 0"):
        ranked(speaker, TEXTS, top=0)


def test_vectors_are_ordered_by_index_and_without_one_by_place() -> None:
    for data in ([item(1, 2.0), item(0, 1)], [item(None, 1), item(None, 2)]):
        body = {"data": data, "usage": {"total_tokens": 4}}
        with providing(as_json(body)) as up, speaking("openai", up.url) as speaker:
            made = embedded(speaker, ["a", "b"])
        assert made.vectors == ((1.0,), (2.0,))
        assert (made.model, made.usage.input_tokens) == (None, 4)
    assert up.sent[0].body["encoding_format"] == "float"


def test_base64_is_read_where_it_comes_unasked() -> None:
    body = {"data": [{"index": 0, "embedding": "AACAPwAAAD8="}], "model": "m"}
    with providing(as_json(body)) as up, speaking("openai", up.url) as speaker:
        assert embedded(speaker, ["a"]) == Embedded(((1.0, 0.5),), "m")


@pytest.mark.parametrize(
    "data",
    [
        [],
        [item(0, 1)],
        [item(0, 1), item(0, 1)],
        [item(0, 1), item(2, 1)],
        [item(0, 1), {"index": "1", "embedding": [1]}],
        [item(0, 1), {"index": True, "embedding": [1]}],
        [item(0, 1), item(1, 1, 2)],
        [item(0, 1), item(1)],
        [item(0, 1), item(1, None)],
        [item(0, 1), item(1, "1")],
        [item(0, 1), item(1, math.nan)],
        [item(0, 1), item(1, math.inf)],
        [item(0, 1), {"index": 1, "embedding": "§"}],
        [item(0, 1), {"index": 1, "embedding": "AAAA"}],
        [item(0, 1), {"index": 1, "embedding": "AADAfw=="}],
        [item(0, 1), {"index": 1}],
        "none",
    ],
    ids=str,
)
def test_vectors_that_are_not_what_was_asked_for_are_unreadable(data: Any) -> None:
    with providing(as_json({"data": data})) as up, speaking("openai", up.url) as speaker:
        with pytest.raises(ProviderError) as caught:
            embedded(speaker, ["a", "b"])
        assert caught.value.kind == "unreadable"


def test_dimensions_that_a_provider_ignores_are_noticed() -> None:
    body = {"data": [item(0, 1, 2, 3)]}
    with (
        providing(as_json(body)) as up,
        speaking("openai", up.url) as speaker,
        pytest.raises(ProviderError, match="2 dimensions were asked for, and 3 came"),
    ):
        embedded(speaker, ["a"], dimensions=2)


def test_documents_are_ranked_the_best_first(speaker: Speaker) -> None:
    made = ranked(speaker, ["发货时间", "怎么退款", "weather"])
    assert made.indices[0] == 1
    assert sorted(made.indices) == [0, 1, 2]
    assert list(made.scores) == sorted(made.scores, reverse=True)
    assert made.usage.input_tokens


def test_only_the_best_can_be_asked_for(speaker: Speaker) -> None:
    assert ranked(speaker, ["发货时间", "怎么退款", "天气"], top=1).indices == (1,)
    assert len(ranked(speaker, ["a", "b"], top=9).indices) == 2


def score(index: Any, value: Any) -> dict[str, Any]:
    return {"index": index, "relevance_score": value}


def test_a_ranking_is_sorted_here_and_its_tokens_are_found_where_they_are() -> None:
    results = [score(0, 0.1), score(1, 0.9)]
    for told in (
        {"usage": {"total_tokens": 7}},
        {"meta": {"tokens": {"input_tokens": 7}}},
        {"tokens": {"input_tokens": 7}},
    ):
        ranking = as_json({"results": results} | told)
        with providing(ranking) as up, speaking("openai", up.url) as speaker:
            made = ranked(speaker, ["a", "b"])
        assert (made.indices, made.scores, made.usage.input_tokens) == ((1, 0), (0.9, 0.1), 7)
    assert up.sent[0].body == {"model": "a-ranker", "query": "怎么退款？", "documents": ["a", "b"]}


@pytest.mark.parametrize(
    "results",
    [
        [],
        [score(0, 1)],
        [score(0, 1), score(0, 1)],
        [score(0, 1), score(2, 1)],
        [score(0, 1), score(-1, 1)],
        [score(0, 1), score("1", 1)],
        [score(0, 1), score(None, 1)],
        [score(0, 1), score(1, None)],
        [score(0, 1), score(1, "0.5")],
        [score(0, 1), score(1, math.nan)],
        {"0": 1},
    ],
    ids=str,
)
def test_a_ranking_that_is_none_is_unreadable(results: Any) -> None:
    with providing(as_json({"results": results})) as up, speaking("openai", up.url) as speaker:
        with pytest.raises(ProviderError) as caught:
            ranked(speaker, ["a", "b"])
        assert caught.value.kind == "unreadable"


@pytest.mark.parametrize(
    ("canned", "kind", "words"),
    [
        (as_json({"detail": "no API key was provided"}, 401), "bad_key", "no API key"),
        (as_json({"message": "invalid api token"}, 401), "bad_key", "invalid api token"),
        (as_json({"detail": "slower"}, 429, **{"retry-after": "3"}), "rate_limited", "slower"),
        (PROXY, "unreadable", "Please log in"),
        (Canned(b"[]"), "unreadable", "not a JSON object"),
    ],
)
def test_what_rerankers_say_is_understood(canned: Canned, kind: str, words: str) -> None:
    with providing(canned) as up, speaking("openai", up.url) as speaker:
        for ask in (lambda: ranked(speaker, ["a"]), lambda: embedded(speaker, ["a"])):
            with pytest.raises(ProviderError, match=words) as caught:
                ask()
            assert caught.value.kind == kind


def test_faults_of_the_mock_are_failures_of_vectors_too() -> None:
    with mock.serving(faults={"overloaded": 1}) as up, speaking("openai", up.url) as speaker:
        for ask in (lambda: ranked(speaker, ["a"]), lambda: embedded(speaker, ["a"])):
            with pytest.raises(ProviderError) as caught:
                ask()
            assert caught.value.kind == "overloaded"


def test_a_call_that_is_given_up_is_given_up() -> None:
    with mock.serving(faults={"timeout": 1}) as up, speaking("openai", up.url) as speaker:

        async def ask() -> None:
            async with asyncio.timeout(0.1):
                await embed(speaker.client, "m", ["a"])

        with pytest.raises(TimeoutError):
            speaker.runner.run(ask())
