"""Documents by how well they answer a query: the door to a reranker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from genchi.models import looping, recording
from genchi.models.bounds import Size, bounded
from genchi.models.families.rerank import Reranked, rerank
from genchi.models.targets import ModelTarget
from genchi.text.token_counts import estimated_tokens_of
from genchi.tracing import unrecorded


class Reranker:
    """A reranker by its alias. Made by `genchi.models.open_reranker`."""

    def __init__(self, alias: str, targets: Sequence[ModelTarget]) -> None:
        """`targets` are asked in turn: an order of one may stand in for that of another."""
        self.alias = alias
        self.targets = tuple(targets)

    def __repr__(self) -> str:
        return f"<Reranker {' → '.join(target.name for target in self.targets)}>"

    async def rank(
        self, query: str, documents: Sequence[str], *, top: int | None = None
    ) -> Reranked:
        """The places of documents, the best first, each with its score; all, or the best `top`.

        Raises `ProviderError` when no attempt went well, and `RunError` when a budget is spent.
        """
        first = self.targets[0]
        with recording.working("rerank", first.provider, first.model) as span:
            span.inputs = {"query": query, "documents": list(documents)}

            async def call(target: ModelTarget) -> Reranked:
                with unrecorded(span):
                    client = target.clients.get()
                    return await rerank(client, target.model, query, documents, top=top)

            size = Size(estimated_tokens_of([query, *documents]), 0)
            won = await bounded(self.targets, call, size)
            usage = won.target.priced(replace(won.value.usage, output_tokens=0))
            won.close(usage)
            ranked = replace(won.value, usage=usage)
            span.output = {"indices": ranked.indices, "scores": ranked.scores}
            recording.used(span, ranked.model, usage)
        return ranked

    def run(self, query: str, documents: Sequence[str], *, top: int | None = None) -> Reranked:
        """As `rank`, for code that does not wait."""
        return looping.run(self.rank(query, documents, top=top))
