"""A BERT of two small layers whose numbers follow from a formula, for torch as for us."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from genchi.models.minilm.bert import Shape

SHAPE = Shape(vocabulary=23, places=10, width=12, layers=2, heads=3, inner=20)
TEXTS = ([1, 5, 9, 22, 2], [1, 2], [1, 7, 7, 3, 4, 11, 0, 18, 13, 2])

Tensors = Mapping[str, npt.NDArray[np.float32]]


def tiny_tensors() -> Tensors:
    """The tensors of the small model, by the names of the transformers library."""
    return {
        name: _numbers(place, size, around=1.0 if name.endswith("LayerNorm.weight") else 0.0)
        for place, (name, size) in enumerate(_sizes().items())
    }


def written(tensors: Mapping[str, npt.NDArray[np.generic]]) -> bytes:
    """The tensors as a safetensors file."""
    header: dict[str, object] = {"__metadata__": {"format": "np"}}
    body = b""
    kinds = {"float32": "F32", "float16": "F16", "int64": "I64"}
    for name, tensor in tensors.items():
        place = [len(body), len(body) + tensor.nbytes]
        kind = kinds[tensor.dtype.name]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": place}
        body += tensor.tobytes()
    return file_of(header, body)


def file_of(header: object, body: bytes) -> bytes:
    """A safetensors file of this header and these bytes, right or wrong."""
    told = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(told).to_bytes(8, "little") + told + body


def references() -> dict[str, list[dict[str, object]]]:
    """What the original libraries computed; see make_minilm_references.py."""
    path = Path(__file__).with_name("minilm_references.json")
    found: dict[str, list[dict[str, object]]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _sizes() -> dict[str, tuple[int, ...]]:
    width, inner = SHAPE.width, SHAPE.inner
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (SHAPE.vocabulary, width),
        "embeddings.position_embeddings.weight": (SHAPE.places, width),
        "embeddings.token_type_embeddings.weight": (2, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    for layer in range(SHAPE.layers):
        at = f"encoder.layer.{layer}"
        for part, out, into in (
            ("attention.self.query", width, width),
            ("attention.self.key", width, width),
            ("attention.self.value", width, width),
            ("attention.output.dense", width, width),
            ("intermediate.dense", inner, width),
            ("output.dense", width, inner),
        ):
            sizes |= {f"{at}.{part}.weight": (out, into), f"{at}.{part}.bias": (out,)}
        for part in ("attention.output", "output"):
            norm = f"{at}.{part}.LayerNorm"
            sizes |= {f"{norm}.weight": (width,), f"{norm}.bias": (width,)}
    return sizes


def _numbers(place: int, size: tuple[int, ...], *, around: float) -> npt.NDArray[np.float32]:
    spread = np.sin(np.arange(math.prod(size)) * (1.3 + place / 7) + place)
    return np.asarray(around + 0.6 * spread, np.float32).reshape(size)
