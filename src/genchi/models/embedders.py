"""Texts into vectors: the door to an embedder, hosted or on this machine.

An embedder has no fallback, as vectors of two models cannot be compared. A long list goes in
batches, each of which is tried again by itself; it is one span, without the vectors.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from genchi.errors import UsageError
from genchi.models import looping, minilm, recording
from genchi.models.bounds import Size, bounded
from genchi.models.families.embeddings import Embedded, batches, check_lengths, embed
from genchi.models.providers import BATCH
from genchi.models.targets import ModelTarget
from genchi.records import Usage
from genchi.text.token_counts import estimated_tokens_of
from genchi.tracing import OpenSpan, unrecorded


class Source(Protocol):
    """What makes vectors. `name` says whose they are: other models make other vectors."""

    name: str
    provider: str
    model: str

    def reads(self, text: str) -> bool:
        """Whether it knows the language of a text."""

    async def vectors(self, texts: Sequence[str], span: OpenSpan) -> Embedded:
        """The vectors of texts; what is recorded within `span` would be counted twice."""


class Embedder:
    """An embedder by its alias. Made by `genchi.models.open_embedder`."""

    def __init__(self, source: Source) -> None:
        """`source` makes the vectors."""
        self._source = source

    def __repr__(self) -> str:
        return f"<Embedder {self.name}>"

    @property
    def name(self) -> str:
        """Whose vectors these are. An index keeps it, and refuses those of another."""
        return self._source.name

    def reads(self, text: str) -> bool:
        """Whether the embedder knows the language of a text. A hosted one is taken to."""
        return self._source.reads(text)

    async def embed(self, texts: Sequence[str]) -> Embedded:
        """The vectors of texts, in their order. Raises `ProviderError`, and `RunError`."""
        if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
            raise UsageError(f"embed takes a list of texts, not {str(texts)[:60]!r}")
        source = self._source
        with recording.working("embeddings", source.provider, source.model) as span:
            span.inputs = {"input": list(texts)}
            made = await source.vectors(texts, span)
            recording.used(span, made.model, made.usage)
        return made

    def run(self, texts: Sequence[str]) -> Embedded:
        """As `embed`, for code that does not wait."""
        return looping.run(self.embed(texts))


class Hosted:
    """Vectors by the `/embeddings` of a provider."""

    def __init__(
        self, target: ModelTarget, *, dimensions: int | None = None, batch: int = BATCH
    ) -> None:
        """`dimensions` shortens the vectors, where the model can; `batch` is texts in a call."""
        shortened = "" if dimensions is None else f" of {dimensions}"
        self.name = f"{target.provider}:{target.model}{shortened}"
        self.provider, self.model = target.provider, target.model
        self._target = target
        self._dimensions = dimensions
        self._batch = batch

    def reads(self, text: str) -> bool:
        """Yes: what a provider's model knows, only its documentation says."""
        return True

    async def vectors(self, texts: Sequence[str], span: OpenSpan) -> Embedded:
        """Batch by batch."""
        made = [await self._part(part, span) for part in batches(texts, self._batch)]
        vectors = tuple(vector for part in made for vector in part.vectors)
        check_lengths(vectors, self._dimensions)
        model = made[0].model if made else None
        return Embedded(vectors, model, _sum([part.usage for part in made]))

    async def _part(self, texts: list[str], span: OpenSpan) -> Embedded:
        async def call(target: ModelTarget) -> Embedded:
            with unrecorded(span):
                client = target.clients.get()
                return await embed(client, target.model, texts, dimensions=self._dimensions)

        won = await bounded([self._target], call, Size(estimated_tokens_of(texts), 0))
        # vectors are no tokens: there is no output to pay for
        usage = self._target.priced(replace(won.value.usage, output_tokens=0))
        won.close(usage)
        return replace(won.value, usage=usage)


class Offline:
    """Vectors of English texts on this machine, by `genchi.models.minilm`."""

    provider = "minilm"

    def __init__(self) -> None:
        """Loads the weights. Raises `OutsideError` where they are not installed."""
        self._embedder = minilm.load()
        self.name = self.model = self._embedder.name

    def reads(self, text: str) -> bool:
        """Whether most of a text is in Latin letters."""
        return self._embedder.reads(text)

    async def vectors(self, texts: Sequence[str], span: OpenSpan) -> Embedded:
        """Computed in a thread, as it takes a while."""
        made = await asyncio.to_thread(self._embedder.embed, list(texts))
        vectors = tuple(map(tuple, made.tolist()))
        usage = Usage(input_tokens=estimated_tokens_of(texts), output_tokens=0, cost=0.0)
        return Embedded(vectors, self.model, usage)


def _sum(usages: Sequence[Usage]) -> Usage:
    """What calls used together; what is not known of one is not known of all."""
    tokens = [usage.input_tokens for usage in usages]
    costs = [usage.cost for usage in usages]
    return Usage(
        input_tokens=None if None in tokens else sum(filter(None, tokens)),
        output_tokens=0,
        cost=None if None in costs else sum(filter(None, costs)),
    )
