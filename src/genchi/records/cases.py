"""Cases to try an application on, and the dataset they form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from genchi.records.encoding import Json, content_hash
from genchi.records.spans import SpanKey


@dataclass(frozen=True, slots=True)
class Case:
    """Inputs to answer, with a reference where one is known and the span they came from."""

    inputs: Mapping[str, Json]
    reference: Json = None
    metadata: Mapping[str, Json] = field(default_factory=dict)
    origin: SpanKey | None = None

    @property
    def id(self) -> str:
        """16 hex digits named by inputs and reference: where a case came from does not matter."""
        return content_hash([self.inputs, self.reference], size=8).hex()


@dataclass(frozen=True, slots=True)
class Dataset:
    """Named cases. The version is the hash of the cases and does not depend on their order."""

    name: str
    cases: tuple[Case, ...]

    @property
    def version(self) -> str:
        """16 hex digits.

        >>> one = Case({"q": "1"}); two = Case({"q": "2"})
        >>> Dataset("d", (one, two)).version == Dataset("d", (two, one)).version
        True
        """
        rows = sorted(content_hash([c.inputs, c.reference, c.metadata]).hex() for c in self.cases)
        return content_hash(rows, size=8).hex()
