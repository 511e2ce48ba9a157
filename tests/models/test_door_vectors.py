"""The doors to embedders and rerankers: in batches, tried again, recorded, and never mixed up."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.models.door import project, recorded

from genchi import models
from genchi.errors import UsageError
from genchi.models import ProviderError, mock

pytest.importorskip("openai")

TOLD = """
[models.vectors]
provider = "here"
model = "text-embedding-v4"
dimensions = 16
retries = 5
backoff = 0.01
failures_to_open = 100
price = { input = 1.0, output = 0.0 }

[models.order]
provider = "here"
model = "rerank-1"
fallback = ["order2"]

[models.order2]
provider = "here"
model = "rerank-2"

[models.answers]
provider = "anthropic"
model = "claude"

[models.english]
provider = "minilm"

[providers.here]
base_url = "MOCK"
batch = 4
"""
TEXTS = [f"第 {n} 条：怎么退款？" for n in range(10)]


def test_a_list_goes_in_batches_and_is_one_span(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up, recorded() as spans:
        embedder = models.open_embedder("vectors", project=project(tmp_path, up, TOLD))
        made = embedder.run(TEXTS)
        [span] = spans()
        assert up.requests().received == 3
    assert {len(vector) for vector in made.vectors} == {16}
    assert len(made.vectors) == 10
    assert made.usage.input_tokens
    assert made.usage.cost == pytest.approx(made.usage.input_tokens / 1e6)
    assert embedder.name == "here:text-embedding-v4 of 16"
    assert (span.operation, span.usage.cost) == ("embeddings", made.usage.cost)
    assert span.payload is not None
    assert span.payload.inputs == {"input": TEXTS}
    assert span.payload.output is None


def test_a_batch_that_fails_is_tried_again_alone(tmp_path: Path) -> None:
    with mock.serving(seed=4, faults={"server_error": 0.4}) as up, recorded() as spans:
        embedder = models.open_embedder("vectors", project=project(tmp_path, up, TOLD))
        vectors = [embedder.run(TEXTS).vectors for _ in range(4)]
        tally = up.requests()
        found = spans()
    assert tally.charged == 12
    assert tally.received > 12
    assert all(made == vectors[0] for made in vectors)
    assert [span.status for span in found] == ["ok"] * 4


def test_vectors_that_fail_leave_a_span_that_says_so(tmp_path: Path) -> None:
    with mock.serving(seed=4, faults={"server_error": 1.0}) as up, recorded() as spans:
        embedder = models.open_embedder("vectors", project=project(tmp_path, up, TOLD))
        with pytest.raises(ProviderError):
            embedder.run(TEXTS)
        [span] = spans()
    assert span.status == "error"


@pytest.mark.parametrize("texts", ["one text", ["a", 7], [None]])
def test_what_is_no_list_of_texts_is_refused(texts: object, tmp_path: Path) -> None:
    with mock.serving(seed=1) as up:
        embedder = models.open_embedder("vectors", project=project(tmp_path, up, TOLD))
        with pytest.raises(UsageError, match="embed takes a list of texts"):
            embedder.run(texts)  # type: ignore[arg-type]
        assert embedder.run([]).vectors == ()
        assert up.requests().received == 0


def test_budgets_count_vectors_too(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up:
        embedder = models.open_embedder("vectors", project=project(tmp_path, up, TOLD))
        with models.budget(calls=2), pytest.raises(models.BudgetError):
            embedder.run(TEXTS)
        assert up.requests().received == 2


def test_a_model_of_answers_makes_no_vectors(tmp_path: Path) -> None:
    with mock.serving(seed=1) as up:
        folder = project(tmp_path, up, TOLD)
    for opened in (models.open_embedder, models.open_reranker):
        with pytest.raises(UsageError, match="answers is a model of anthropic, which makes no"):
            opened("answers", project=folder)
    with pytest.raises(UsageError, match="english is an embedder: open it with"):
        models.open("english", project=folder)


def test_documents_come_best_first_with_their_scores(tmp_path: Path) -> None:
    documents = ["我们每天发货。", "退款需要七天。", "客服时间为九点。"]
    with mock.serving(seed=1) as up, recorded() as spans:
        reranker = models.open_reranker("order", project=project(tmp_path, up, TOLD))
        ranked = reranker.run("退款需要几天", documents, top=2)
        [span] = spans()
    assert ranked.indices[0] == 1
    assert len(ranked.indices) == 2
    assert list(ranked.scores) == sorted(ranked.scores, reverse=True)
    assert span.operation == "rerank"
    assert span.payload is not None
    assert span.payload.inputs["query"] == "退款需要几天"
    assert span.payload.output["indices"] == list(ranked.indices)


def test_another_reranker_stands_in(tmp_path: Path) -> None:
    told = TOLD.replace('model = "rerank-1"', 'model = "rerank-1"\nretries = 0').replace(
        '[models.order]\nprovider = "here"', '[models.order]\nprovider = "down"'
    )
    told += '\n[providers.down]\nbase_url = "http://127.0.0.1:9/v1"\n'
    with mock.serving(seed=1) as up:
        reranker = models.open_reranker("order", project=project(tmp_path, up, told))
        assert reranker.run("退款", ["退款", "发货"]).model == "rerank-2"


def test_the_offline_embedder_is_the_one_of_a_fresh_install(tmp_path: Path) -> None:
    from genchi.models import minilm

    pytest.importorskip("numpy")
    if minilm.installed() is None:
        pytest.skip("the weights are not installed: genchi embedder install")
    with recorded() as spans:
        embedder = models.open_embedder(project=tmp_path)
        made = embedder.run(["Where is my parcel?", "The package has not arrived."])
        [span] = spans()
    assert [len(vector) for vector in made.vectors] == [384, 384]
    assert made.usage.cost == 0.0
    assert embedder.reads("refund")
    assert not embedder.reads("退款")
    assert span.model == embedder.name
    with pytest.raises(UsageError, match="reads English only"):
        embedder.run(["怎么退款？"])
