"""Holding an answer to a JSON Schema while it is written: what would leave it cannot be chosen.

llguidance follows the answer with a parser made of the schema and says which tokens may come next.
JSON is written as `json.dumps` writes it, one space after a comma or a colon and none elsewhere,
so that a model cannot fill its limit with white space: what a schema bounds has an end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from genchi.errors import UsageError
from genchi.models.failures import ProviderError
from genchi.models.local.loading import LocalModel, sdk
from genchi.records import Json

_WRITTEN = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}


class Constraint:
    """One answer on its way through a schema."""

    def __init__(self, model: LocalModel, schema: Mapping[str, Json]) -> None:
        """Raises `UsageError` for a schema that cannot be followed, and says why."""
        matcher = sdk("llguidance").LLMatcher
        try:
            grammar = matcher.grammar_from_json_schema(json.dumps(dict(schema)), overrides=_WRITTEN)
        except (ValueError, TypeError) as error:
            raise _refused(str(error)) from error
        if said := matcher.validate_grammar(grammar, model.vocabulary):
            raise _refused(said)
        self._matcher = matcher(model.vocabulary, grammar, log_level=0)

    @property
    def ended(self) -> bool:
        """Whether the answer is whole and nothing can follow it."""
        return bool(self._matcher.is_stopped())

    def take(self, token: int) -> None:
        """The token that was chosen. Raises `ProviderError` where llguidance gives up."""
        if not self._matcher.consume_token(token):
            raise ProviderError(
                f"the schema could not be followed to its end: {self._matcher.get_error()}",
                "bad_request",
            )

    def __call__(self, ids: Any, scores: Any) -> Any:
        """The scores, in place, with those of tokens that may not come next at minus infinity.

        `scores` has the shape (1, vocabulary).
        """
        torch, numpy = sdk("torch"), sdk("numpy")
        bits = numpy.frombuffer(self._matcher.compute_bitmask(), numpy.uint8)
        allowed = numpy.unpackbits(bits, bitorder="little")[: scores.shape[1]]
        refused = torch.from_numpy(allowed == 0).to(scores.device)
        return scores.masked_fill_(refused, float("-inf"))


def _refused(why: str) -> UsageError:
    return UsageError(
        f"an answer cannot be held to this schema: {' '.join(why.split())}: leave that out of the "
        "schema, or ask without one and check the answer afterwards"
    )
