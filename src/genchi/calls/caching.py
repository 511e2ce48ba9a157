"""A model whose answers are looked up first: what a prompt asks when it is given a cache."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from genchi.cache import Answered, Asked, Cache
from genchi.models import Model
from genchi.models.door import as_request
from genchi.records import Json, Request, Response
from genchi.tracing import OpenSpan


@dataclass(frozen=True, slots=True)
class Cached:
    """Which cache a prompt looks into, and for whom.

    `tenant` has no default, so that nobody forgets it; `user` narrows it to one person. `id` is
    your own name of the thing asked about, `documents` are the versions, by name, of what the
    answers rest on, and `repeat` tells the repeats of an evaluation apart.
    """

    cache: Cache
    tenant: str
    user: str | None = None
    id: str | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    repeat: int = 0


class CachedModel(Model):
    """A model for one call of a prompt. `said` has what the cache did at each question."""

    def __init__(self, model: Model, cached: Cached, prompt: str, question: str | None) -> None:
        """`prompt` is its name, `question` what people read of what is asked."""
        super().__init__(model.alias, model.targets)
        self._model = model
        self._cached = cached
        self._prompt = prompt
        self._question = question
        self.said: list[Answered] = []

    async def complete(
        self, request: Request | str, *, prompt_version: str | None = None
    ) -> Response:
        """The kept answer, or the model's."""
        first, asked = self.targets[0], as_request(request)

        async def call() -> Response:
            return await self._model.complete(asked, prompt_version=prompt_version)

        kept = self._cached
        answered = await kept.cache.answered(
            Asked(
                first.asked(asked),
                first.model,
                first.provider,
                kept.tenant,
                user=kept.user,
                prompt=self._prompt,
                prompt_version=prompt_version,
                id=kept.id,
                repeat=kept.repeat,
                documents=kept.documents,
                question=self._question,
            ),
            call,
        )
        self.said.append(answered)
        return answered.response


def write_down(span: OpenSpan, said: list[Answered]) -> None:
    """What the cache did, on the span of the prompt."""
    for answered in said:
        told: dict[str, Json] = {
            "genchi.cache.hit": answered.hit,
            "genchi.cache.shared": answered.shared or None,
            "genchi.cache.why_not": answered.why_not,
            "genchi.cache.saved_cost": answered.saved_cost,
        }
        span.set(**told)


def question_of(inputs: Mapping[str, Json]) -> str | None:
    """What people read of the question: the only text among the inputs, or the one so named."""
    texts = {name: value for name, value in inputs.items() if isinstance(value, str)}
    if "question" in texts:
        return texts["question"]
    return next(iter(texts.values())) if len(texts) == 1 else None
