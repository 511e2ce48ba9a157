"""Embeddings and reranking of the mock: the same for the same text, near for shared words."""

from __future__ import annotations

import base64
import json
import math
import struct
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from genchi.models import mock

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture
def client(up: mock.Mock) -> Iterator[Any]:
    with openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0, timeout=30) as made:
        yield made


def embed(client: Any, told: Any, **options: Any) -> list[list[float]]:
    made = client.embeddings.create(
        **({"model": "text-embedding-3-small", "input": told} | options)
    )
    return [item.embedding for item in made.data]


def dot(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def post(up: mock.Mock, path: str, body: Any) -> tuple[int, Any]:
    request = urllib.request.Request(up.url + path, json.dumps(body).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_vectors_have_length_one_and_the_dimensions_of_the_model(client: Any) -> None:
    one, other = embed(client, ["怎么退款？", "Where is my refund?"])
    assert len(one) == len(other) == 1536
    assert dot(one, one) == pytest.approx(1, abs=1e-5)
    assert len(embed(client, "x", model="text-embedding-3-large")[0]) == 3072
    assert len(embed(client, "x", dimensions=8)[0]) == 8


def test_equal_texts_are_equal_and_texts_that_share_words_are_near(client: Any) -> None:
    asked, same, near, far = embed(client, ["怎么退款", "怎么退款", "退款要多久", "天气很好"])
    assert asked == same
    assert dot(asked, near) > dot(asked, far) + 0.1


def test_floats_and_base64_are_the_same_numbers(client: Any) -> None:
    plain = embed(client, "hello", dimensions=64, encoding_format="float")[0]
    raw = client.embeddings.with_raw_response.create(
        model="text-embedding-3-small", input="hello", dimensions=64, encoding_format="base64"
    )
    coded = json.loads(raw.text)["data"][0]["embedding"]
    assert struct.unpack("<64f", base64.b64decode(coded)) == pytest.approx(plain)
    assert embed(client, "hello", dimensions=64)[0] == pytest.approx(plain)


def test_tokens_may_be_given_for_text(client: Any) -> None:
    made = client.embeddings.create(model="m", input=[[1, 2, 3], [4]])
    assert (len(made.data), made.usage.prompt_tokens) == (2, 4)
    assert len(client.embeddings.create(model="m", input=[1, 2, 3]).data) == 1


def test_a_vector_of_one_place_still_has_length_one(client: Any) -> None:
    for text in ("a", "a b", "a b c d", "!"):
        assert math.isclose(abs(embed(client, text, dimensions=1)[0][0]), 1)


@pytest.mark.parametrize(
    "wrong", [{"input": ""}, {"input": []}, {"input": [1, "a"]}, {"dimensions": 0}, {"input": {}}]
)
def test_what_cannot_be_embedded_is_refused(client: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(openai.BadRequestError):
        client.embeddings.create(model="m", input="x", extra_body=wrong)


@pytest.mark.parametrize("path", ["/v1/rerank", "/v2/rerank"])
def test_documents_are_ranked_by_the_words_they_share(up: mock.Mock, path: str) -> None:
    documents = ["天气很好", {"text": "退款需要七天"}, "怎么退款"]
    body = {"model": "reranker", "query": "怎么退款？", "documents": documents}
    status, made = post(up, path, body | {"return_documents": True})
    assert status == 200
    assert [result["index"] for result in made["results"]] == [2, 1, 0]
    assert made["results"][0]["document"] == {"text": "怎么退款"}
    assert made["results"][0]["relevance_score"] == 1
    assert made["results"][-1]["relevance_score"] == 0
    _, short = post(up, path, body | {"top_n": 1})
    assert short["results"] == [{"index": 2, "relevance_score": 1}]


def test_a_wrong_rerank_is_refused_in_the_words_of_rerankers(up: mock.Mock) -> None:
    status, made = post(up, "/v1/rerank", {"model": "m", "query": "x", "documents": []})
    assert status == 400
    assert "at least one document" in made["detail"] == made["message"]
