"""A prompt with a cache: one call for many, hits on the span, misses where anything differs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.calls.test_prompting import REFUND, written
from tests.models.door import recorded

import genchi
from genchi import Cached, models
from genchi.app import Home
from genchi.cache import Cache
from genchi.records import Request


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Home(tmp_path / "home") as home, home.cache() as opened:
        yield opened


def counting() -> models.Model:
    asked = iter(range(1000))

    def answer(request: Request) -> str:
        return f"answer {next(asked)}"

    return models.scripted(answer)


def test_many_who_ask_the_same_at_once_ask_the_model_once(tmp_path: Path, cache: Cache) -> None:
    model = counting()
    kept = Cached(cache, tenant="shop")
    prompt = genchi.prompt("refund", model=model, cached=kept, project=written(tmp_path, REFUND))

    async def together() -> set[str]:
        return {c.text for c in await asyncio.gather(*(prompt(question="?") for _ in range(200)))}

    assert asyncio.run(together()) == {"answer 0"}
    assert len(model.targets[0].family.requests) == 1  # type: ignore[attr-defined]


def test_a_hit_is_on_the_span_and_costs_nothing(tmp_path: Path, cache: Cache) -> None:
    prompt = genchi.prompt(
        "refund",
        model=counting(),
        cached=Cached(cache, tenant="shop"),
        project=written(tmp_path, REFUND),
    )
    with recorded() as spans:
        first, second = prompt.run(question="怎么退款？"), prompt.run(question="怎么退款？")
        chat, missed, hit = spans()
    assert first.text == second.text
    assert second.response.usage.cost == 0.0
    assert chat.parent_id == missed.key.span_id
    assert missed.payload is not None
    assert "genchi.cache.hit" not in missed.payload.attributes
    assert hit.payload is not None
    assert hit.payload.attributes["genchi.cache.hit"] == "exact"
    assert hit.payload.output == first.text


@pytest.mark.parametrize("changed", ["tenant", "user", "prompt", "question", "model", "repeat"])
def test_whatever_differs_misses(changed: str, tmp_path: Path, cache: Cache) -> None:
    def text(of: dict[str, Any]) -> str:
        kept = Cached(cache, tenant=of["tenant"], user=of["user"], repeat=of["repeat"])
        asked = models.scripted([str(of)], model=of["model"])
        folder = written(tmp_path, REFUND.replace("shop", of["prompt"]))
        told = genchi.prompt("refund", model=asked, cached=kept, project=folder)
        return told.run(question=of["question"]).text

    same = {
        "tenant": "a",
        "user": "mei",
        "prompt": "shop",
        "question": "怎么退款？",
        "model": "m",
        "repeat": 0,
    }
    other = same | {changed: 1 if changed == "repeat" else f"{same[changed]}x"}
    first = text(same)
    assert text(other) != first
    assert text(same) == first


def test_a_typed_answer_is_kept_and_read_again(tmp_path: Path, cache: Cache) -> None:
    typed = REFUND.replace("inputs:", "output: { days: integer }\ninputs:")
    prompt = genchi.prompt(
        "refund",
        model=models.scripted(['{"days": 7}']),
        cached=Cached(cache, tenant="shop"),
        project=written(tmp_path, typed),
    )
    assert prompt.run(question="?").value == prompt.run(question="?").value == {"days": 7}


def test_what_may_not_be_kept_says_why(tmp_path: Path, cache: Cache) -> None:
    warm = REFUND.replace("temperature: 0", "temperature: 1")
    prompt = genchi.prompt(
        "refund",
        model=counting(),
        cached=Cached(cache, tenant="shop"),
        project=written(tmp_path, warm),
    )
    with recorded() as spans:
        assert prompt.run(question="?").text != prompt.run(question="?").text
        found = [span for span in spans() if span.operation == "prompt"]
    said = [span.payload and span.payload.attributes["genchi.cache.why_not"] for span in found]
    assert said == ["temperature"] * 2
