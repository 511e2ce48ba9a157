"""The forward pass of a BERT encoder in numpy, with mean pooling: pieces in, vectors out.

Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers", with the layer norm
after each half of a layer, and Reimers and Gurevych 2019, "Sentence-BERT", for the mean over the
pieces. Everything is computed in float32.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genchi.errors import OutsideError, missing_extra

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

_LEAST = -3.0e38
"""Added to the score of padding, so that nothing attends to it."""
_BLOCK = 1 << 17
"""Numbers computed together where each stands alone: as many as stay near the processor."""
_ABOVE = (
    -2.72614225801306e-10,
    2.77068142495902e-08,
    -2.10102402082508e-06,
    -5.69250639462346e-05,
    -7.34990630326855e-04,
    -2.95459980854025e-03,
    -1.60960333262415e-02,
)
_BELOW = (
    -1.45660718464996e-05,
    -2.13374055278905e-04,
    -1.68282697438203e-03,
    -7.37332916720468e-03,
    -1.42647390514189e-02,
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an encoder: pieces and places it knows, width, layers, heads, inner width."""

    vocabulary: int
    places: int
    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float = 1e-12


@dataclass(frozen=True, slots=True)
class Linear:
    """A matrix and what is added: x @ matrix + bias."""

    matrix: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        """The image of each row of `x`."""
        # One product for all texts: numpy would make one for each, and short texts are many.
        y = x.reshape(-1, x.shape[-1]) @ self.matrix
        y += self.bias
        return y.reshape(*x.shape[:-1], -1)


@dataclass(frozen=True, slots=True)
class Norm:
    """A layer norm: each row to mean 0 and variance 1, then scaled and moved."""

    scale: Floats
    bias: Floats
    epsilon: float

    def __call__(self, x: Floats) -> Floats:
        """The rows of `x`, normalised in place."""
        x -= x.mean(axis=-1, keepdims=True)
        variance = (x * x).mean(axis=-1, keepdims=True)
        x /= (variance + x.dtype.type(self.epsilon)) ** 0.5
        x *= self.scale
        x += self.bias
        return x


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: attention among the pieces of a text, then a step on each piece alone."""

    attend: Linear
    """Queries, keys and values side by side: (width, 3 * width)."""
    attended: Linear
    attended_norm: Norm
    widen: Linear
    narrow: Linear
    norm: Norm


@dataclass(frozen=True, slots=True)
class Encoder:
    """The numbers of an encoder. `vectors` is what it is for."""

    shape: Shape
    pieces: Floats
    places: Floats
    norm: Norm
    layers: Sequence[Layer]

    def vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        """A vector of length 1 for each text, given as numbers of pieces: (texts, width).

        All texts are padded to the longest: bring together texts of about one length.
        """
        import numpy as np

        lengths = np.array([len(text) for text in texts])
        numbers = np.zeros((len(texts), int(lengths.max())), np.int64)
        for row, text in zip(numbers, texts, strict=True):
            row[: len(text)] = text
        real = np.arange(numbers.shape[1]) < lengths[:, None]
        x = self.norm(self.pieces[numbers] + self.places[: numbers.shape[1]])
        masked = np.where(real, np.float32(0), np.float32(_LEAST))[:, None, None, :]
        for layer in self.layers:
            x = _step(layer, x, masked, self.shape.heads)
        mean = (x * real[:, :, None]).sum(axis=1) / lengths[:, None].astype(np.float32)
        mean /= np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), np.float32(1e-12))
        found: Floats = mean
        return found


def encoder_of(tensors: Mapping[str, npt.NDArray[Any]], shape: Shape) -> Encoder:
    """The encoder of tensors named as the transformers library names those of `BertModel`."""
    try:
        import numpy as np
    except ImportError as error:
        raise missing_extra("computing embeddings", "lab") from error

    def take(name: str, *size: int) -> Floats:
        found = tensors.get(name)
        if found is None or found.shape != size or found.dtype.kind != "f":
            what = "is not there" if found is None else f"has shape {found.shape} of {found.dtype}"
            raise OutsideError(
                f"the model is not as expected: tensor {name} {what}, expected were floats of "
                f"shape {size}: install it again"
            )
        return np.require(found, np.float32, "A")

    def linear(name: str, out: int, into: int) -> Linear:
        return Linear(take(f"{name}.weight", out, into).T, take(f"{name}.bias", out))

    def norm(name: str) -> Norm:
        name = f"{name}.LayerNorm"
        scale, bias = take(f"{name}.weight", width), take(f"{name}.bias", width)
        return Norm(scale, bias, shape.epsilon)

    def layer(name: str) -> Layer:
        parts = [
            linear(f"{name}.attention.self.{part}", width, width)
            for part in ("query", "key", "value")
        ]
        return Layer(
            Linear(
                np.concatenate([part.matrix for part in parts], axis=1),
                np.concatenate([part.bias for part in parts]),
            ),
            linear(f"{name}.attention.output.dense", width, width),
            norm(f"{name}.attention.output"),
            linear(f"{name}.intermediate.dense", shape.inner, width),
            linear(f"{name}.output.dense", width, shape.inner),
            norm(f"{name}.output"),
        )

    width = shape.width
    kinds = take("embeddings.token_type_embeddings.weight", 2, width)
    return Encoder(
        shape,
        take("embeddings.word_embeddings.weight", shape.vocabulary, width),
        # One text and no pair: every piece is of the first kind.
        take("embeddings.position_embeddings.weight", shape.places, width) + kinds[0],
        norm("embeddings"),
        [layer(f"encoder.layer.{number}") for number in range(shape.layers)],
    )


def _step(layer: Layer, x: Floats, masked: Floats, heads: int) -> Floats:
    x = layer.attended_norm(layer.attended(_attention(layer.attend(x), masked, heads)) + x)
    return layer.norm(layer.narrow(_gelu(layer.widen(x))) + x)


def _attention(asked: Floats, masked: Floats, heads: int) -> Floats:
    """softmax(query · key / √size) · value, for each head (Vaswani et al. 2017, equation 1)."""
    import numpy as np

    texts, length, width = asked.shape
    size = width // (3 * heads)
    query, key, value = asked.reshape(texts, length, 3, heads, size).transpose(2, 0, 3, 1, 4)
    scores = (query / np.float32(size**0.5)) @ key.transpose(0, 1, 3, 2)
    scores += masked
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    found: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(texts, length, width // 3)
    return found


def _gelu(x: Floats) -> Floats:
    """x · Φ(x) with the normal distribution itself (Hendrycks and Gimpel 2016), block by block."""
    import numpy as np

    found = np.empty_like(x)
    rows = x.reshape(-1, x.shape[-1])
    blocks = found.reshape(rows.shape)
    step = max(1, _BLOCK // x.shape[-1])
    for first in range(0, len(rows), step):
        part = rows[first : first + step]
        share = erf(part * np.float32(0.5**0.5))
        share += np.float32(1)
        share *= part
        np.multiply(share, np.float32(0.5), out=blocks[first : first + step])
    return found


def erf(x: Floats) -> Floats:
    """The error function in float32, off by at most 5e-7: the quotient of polynomials of Eigen.

    Of the time of scipy's, which is exact to the last bit, it takes a seventh. The coefficients
    are those of `generic_fast_erf_float` in Eigen, which TensorFlow uses too.
    """
    import numpy as np

    x = np.clip(x, np.float32(-4), np.float32(4))
    square = x * x
    found = _polynomial(square, _ABOVE)
    found *= x
    found /= _polynomial(square, _BELOW)
    return found


def _polynomial(x: Floats, coefficients: Sequence[float]) -> Floats:
    """Horner's scheme, the highest power first."""
    highest, following, *rest = (x.dtype.type(number) for number in coefficients)
    found: Floats = x * highest
    found += following
    for number in rest:
        found *= x
        found += number
    return found
