"""English texts into vectors, without a network: all-MiniLM-L6-v2 in numpy."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from genchi.errors import OutsideError, UsageError, missing_extra
from genchi.models.minilm.bert import Encoder, Shape, encoder_of
from genchi.models.minilm.legible import is_legible
from genchi.models.minilm.package import INSTALL, PACKAGE, Installed, installed, verified
from genchi.models.minilm.tensors import read_tensors
from genchi.models.minilm.wordpiece import Vocabulary, read_vocabulary

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_PIECES = 256
"""Pieces of a text that are read, its start and end included; about 190 English words."""
_SHAPE = Shape(vocabulary=30_522, places=512, width=384, layers=6, heads=12, inner=1_536)
_AT_ONCE = 2_048
"""Pieces computed together, padding included: of 512 to 8,192 the fastest, and bounded memory."""
_QUOTED = 40
"""Characters of a refused text that its error shows."""
_INSTEAD = (
    "configure an embedder that reads its language, at an OpenAI-compatible endpoint, under "
    '[models.NAME] in genchi.toml, for example provider = "dashscope" and '
    'model = "text-embedding-v4"'
)


@dataclass(frozen=True, slots=True)
class Embedder:
    """Makes vectors of English texts. Made by `load`, and safe to use from several threads."""

    name: str
    """Package, version and weights: an index keeps it, since other weights make other vectors."""
    encoder: Encoder = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return self.encoder.shape.width

    def reads(self, text: str) -> bool:
        """True where most of `text` is in Latin letters; other texts are refused by `embed`."""
        return is_legible(text)

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The vectors of `texts` in their order, each of length 1: (texts, dimensions).

        Of a long text the first 256 pieces count. Raises `UsageError` where a text is not in
        Latin letters: the vocabulary lacks most of its words, and the vector would be of nothing.
        """
        import numpy as np

        if isinstance(texts, str):
            raise UsageError(f"embed takes a list of texts, not one text: embed([{texts[:20]!r}])")
        self._refuse(texts)
        pieces = [array("i", self.vocabulary.pieces(text, MOST_PIECES)) for text in texts]
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for batch in _batches([len(numbers) for numbers in pieces]):
            vectors[batch] = self.encoder.vectors([pieces[place] for place in batch])
        return vectors

    def _refuse(self, texts: Sequence[str]) -> None:
        for number, text in enumerate(texts, 1):
            if not isinstance(text, str):
                raise UsageError(f"embed takes texts, and number {number} is {text!r}")
            if not is_legible(text):
                shown = text if len(text) <= _QUOTED else text[:_QUOTED] + "…"
                raise UsageError(
                    f"the offline embedder reads English only, and text {number} of {len(texts)} "
                    f"is in another script ({shown!r}): {_INSTEAD}"
                )


def load(found: Installed | None = None) -> Embedder:
    """The embedder of the weights on this machine; `found` says where they are, if elsewhere.

    The files are compared with those that were verified, byte for byte. The weights stay in their
    file, mapped into memory: several processes share them.
    """
    try:
        import numpy as np  # noqa: F401
    except ImportError as error:
        raise missing_extra("the offline embedder", "lab") from error
    found = found or installed()
    if found is None:
        raise OutsideError(f"the offline embedder is not installed: run {INSTALL}")
    weights = verified(found)
    return Embedder(
        f"{PACKAGE}=={found.version} sha256:{weights[:16]}",
        encoder_of(read_tensors(found.weights), _SHAPE),
        read_vocabulary(found.vocabulary.read_text(encoding="utf-8")),
    )


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The places of texts of about one length, as many as are computed at once."""
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lambda place: lengths[place]):
        if batch and (len(batch) + 1) * lengths[place] > _AT_ONCE:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
