"""Zstandard: Python's own from 3.14 on, and before that the backport of the same module."""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import (  # type: ignore[import-not-found,unused-ignore]
        ZstdCompressor,
        ZstdDecompressor,
        ZstdError,
        compress,
        decompress,
    )
else:
    from backports.zstd import ZstdCompressor, ZstdDecompressor, ZstdError, compress, decompress

__all__ = ["ZstdCompressor", "ZstdDecompressor", "ZstdError", "compress", "decompress"]
