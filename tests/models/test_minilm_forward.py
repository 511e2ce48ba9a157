"""The forward pass computes what torch computes, whatever is padded beside it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from tests.models.minilm_tiny import SHAPE, TEXTS, references, tiny_tensors

from genchi.errors import OutsideError
from genchi.models.minilm.bert import encoder_of, erf


def test_a_small_model_has_the_vectors_of_the_original_libraries() -> None:
    encoder = encoder_of(tiny_tensors(), SHAPE)
    kept = references()["tiny"]
    assert [one["pieces"] for one in kept] == list(TEXTS)
    for one in kept:
        (vector,) = encoder.vectors([one["pieces"]])  # type: ignore[list-item]
        assert vector == pytest.approx(one["vector"], abs=2e-6)


def test_a_text_has_its_vector_whatever_is_computed_with_it() -> None:
    encoder = encoder_of(tiny_tensors(), SHAPE)
    together = encoder.vectors(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
        assert vector == pytest.approx(encoder.vectors([text])[0], abs=1e-6)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)
    assert together.dtype == np.float32


def test_the_order_of_the_pieces_counts() -> None:
    encoder = encoder_of(tiny_tensors(), SHAPE)
    one, other = encoder.vectors([[1, 5, 9, 2], [1, 9, 5, 2]])
    assert float(one @ other) < 0.9999


def test_numbers_of_half_precision_are_read_as_they_are() -> None:
    half = {name: tensor.astype(np.float16) for name, tensor in tiny_tensors().items()}
    full = {name: tensor.astype(np.float32) for name, tensor in half.items()}
    of_half, of_full = (encoder_of(tensors, SHAPE).vectors(TEXTS) for tensors in (half, full))
    assert np.array_equal(of_half, of_full)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (None, "is not there"),
        (np.zeros((12, 5), np.float32), r"has shape \(12, 5\) of float32"),
        (np.zeros((12, 12), np.int64), r"has shape \(12, 12\) of int64"),
    ],
)
def test_a_model_of_another_kind_is_one_sentence(changed: Any, why: str) -> None:
    name = "encoder.layer.1.attention.output.dense.weight"
    tensors = {**tiny_tensors(), name: changed}
    if changed is None:
        del tensors[name]
    with pytest.raises(
        OutsideError, match=rf"{name} {why}.*expected were floats of shape \(12, 12"
    ):
        encoder_of(tensors, SHAPE)


def test_the_error_function_is_exact_enough() -> None:
    x = np.concatenate([np.linspace(-6, 6, 20_001), [-1e30, 1e-30, 0, 1e30]]).astype(np.float32)
    exact = [math.erf(number) for number in x.tolist()]
    assert np.abs(erf(x) - np.array(exact)).max() < 5e-7
