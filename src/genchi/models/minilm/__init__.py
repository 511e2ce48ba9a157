"""Vectors of English texts on this machine, without a network: all-MiniLM-L6-v2, 384 numbers.

The weights are in a package of their own, which `genchi embedder install` gets without what it
depends on. The computation is numpy's and agrees with the original library's to the sixth digit.

    embedder = load()
    embedder.embed(["Where is my parcel?", "The package has not arrived."])
"""

from __future__ import annotations

from genchi.models.minilm.checking import Found, examine, require_right
from genchi.models.minilm.embedder import MOST_PIECES, Embedder, load
from genchi.models.minilm.installing import install
from genchi.models.minilm.package import PACKAGE, VERSION, Installed, installed

__all__ = [
    "MOST_PIECES",
    "PACKAGE",
    "VERSION",
    "Embedder",
    "Found",
    "Installed",
    "examine",
    "install",
    "installed",
    "load",
    "require_right",
]
