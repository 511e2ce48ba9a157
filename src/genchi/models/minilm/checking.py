"""Does the embedder compute here what the original library computes, and how fast?"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from genchi.errors import OutsideError
from genchi.models.minilm.embedder import Embedder, load
from genchi.models.minilm.package import Installed

MOST_DIFFERENCE = 1e-4
"""Between a number computed here and the same one of the original library; float32 gives 1e-6."""
_SENTENCE = "The parcel arrived on Tuesday, and the invoice says 42 euros."
_NUMBERS = (
    -0.008638, 0.033964, -0.007205, 0.039150, -0.017900, -0.029012, 0.014842, 0.074166,
    0.017397, -0.013755, 0.022814, -0.046245, -0.013466, -0.004446, -0.087663, -0.011637,
    0.020789, -0.089377, -0.087152, 0.019588, 0.074242, 0.041849, -0.099318, 0.015114,
    0.076928, 0.082293, -0.060162, -0.100157, 0.022045, -0.016949, -0.007991, 0.018229,
)  # fmt: skip
"""The first numbers of its vector, by sentence-transformers 6.2.0 on torch 2.13.0."""
_DOCUMENTS = 32
_PASSAGE = """
    Our records show that the order left the warehouse on Monday morning and was handed to the
    carrier the same day. The customer wrote twice, first to ask for the tracking number, then to
    say that the box had come with a dent in one corner. She would like a refund for the broken lamp
    but wants to keep the shade. Please check whether the return label was sent, add a note to the
    account, and tell her when the money can be expected. If the supplier has no more lamps of this
    kind, offer the newer model at the old price.
"""
"""A hundred words, as long as a usual passage of a collection."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a look at the embedder.

    `difference` is the largest between a number of the known vector and what was computed here.
    """

    name: str
    folder: str
    bytes: int
    dimensions: int
    difference: float
    load_seconds: float
    documents_per_cpu_second: float | None

    @property
    def is_right(self) -> bool:
        """Whether the vectors are those of the original library."""
        return self.difference <= MOST_DIFFERENCE


def examine(
    there: Installed,
    *,
    timed: bool,
    clock: Callable[[], float] = time.perf_counter,
    cpu_clock: Callable[[], float] = time.process_time,
) -> Found:
    """Load the embedder, compare a known vector, and time documents of a hundred words if `timed`.

    Raises `OutsideError` where a file is damaged or numpy is not installed.
    """
    started = clock()
    embedder = load(there)
    took = clock() - started
    return Found(
        embedder.name,
        str(there.folder),
        there.bytes,
        embedder.dimensions,
        _difference(embedder),
        took,
        _rate(embedder, cpu_clock) if timed else None,
    )


def require_right(found: Found) -> None:
    """Raises where this machine computes other vectors than the original library."""
    if not found.is_right:
        raise OutsideError(
            f"the vectors computed here are not those of the original library (they differ by up "
            f"to {found.difference:.2g}, allowed is {MOST_DIFFERENCE:g}): install another numpy "
            "(pip install --force-reinstall numpy), since its matrix product is wrong"
        )


def _difference(embedder: Embedder) -> float:
    (vector,) = embedder.embed([_SENTENCE]).tolist()
    return max(
        abs(kept - float(computed)) for kept, computed in zip(_NUMBERS, vector, strict=False)
    )


def _rate(embedder: Embedder, cpu_clock: Callable[[], float]) -> float:
    started = cpu_clock()
    embedder.embed([_PASSAGE] * _DOCUMENTS)
    return _DOCUMENTS / max(cpu_clock() - started, 1e-9)
