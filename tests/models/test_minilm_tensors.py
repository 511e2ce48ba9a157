"""safetensors files: what is in them comes out, and what is damaged is refused in one sentence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.models.minilm_tiny import file_of, tiny_tensors, written

from genchi.errors import OutsideError
from genchi.models.minilm.tensors import read_tensors


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "model.safetensors"
    path.write_bytes(data)
    return path


def told(**changes: Any) -> dict[str, Any]:
    return {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]} | changes


def test_every_tensor_comes_out_as_it_was_written(tmp_path: Path) -> None:
    tensors: Mapping[str, npt.NDArray[Any]] = {
        **tiny_tensors(),
        "half": np.array([[0.5, -2.0, 65504.0]], np.float16),
        "counts": np.arange(6).reshape(1, 2, 3),
        "none": np.zeros((0, 4), np.float32),
        "一个数": np.array(7.0, np.float32),
    }
    found = read_tensors(saved(tmp_path, written(tensors)))
    assert found.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert found[name].dtype == tensor.dtype, name
        assert found[name].shape == tensor.shape, name
        assert np.array_equal(found[name], tensor), name


def test_the_numbers_cannot_be_written_to(tmp_path: Path) -> None:
    found = read_tensors(saved(tmp_path, written({"a": np.ones(3, np.float32)})))
    with pytest.raises(ValueError, match="read-only"):
        found["a"][0] = 2


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "ends before its header"),
        (b"\x02\x00\x00", "ends before its header"),
        (b"\xff" * 8, "ends before its header"),
        ((99).to_bytes(8, "little") + b"{}", "ends before its header"),
        (file_of(b"not json", b""), "Expecting value"),
        (file_of(b"\xff\xfe\xff", b""), "decode"),
        (file_of(b"[" * 100_000, b""), "nested too deeply"),
        (file_of([], b""), "no JSON object"),
        (file_of(b'{"a": 1, "a": 2}', b""), "has a name twice"),
        (file_of({"a": 1}, b""), "does not say where tensor 'a' is"),
        (file_of({"a": {"dtype": "F32"}}, b""), "does not say where tensor 'a' is"),
        (file_of({"a": told(data_offsets=[0])}, b"\0" * 8), "does not say where"),
        (file_of({"a": told(dtype="F7")}, b"\0" * 8), "of type 'F7'; known are F64, F32"),
        (file_of({"a": told(dtype=["F32"])}, b"\0" * 8), "of type"),
        (file_of({"a": told(shape=[-2])}, b"\0" * 8), "no count"),
        (file_of({"a": told(shape=[True, 2])}, b"\0" * 8), "no count"),
        (file_of({"a": told(shape=[2.0])}, b"\0" * 8), "no count"),
        (file_of({"a": told(shape="2")}, b"\0" * 8), "no count"),
        (file_of({"a": told(shape=[2**63, 2**63])}, b"\0" * 8), "bytes, and has 8"),
        (file_of({"a": told(shape=[0, 2**70], data_offsets=[0, 0])}, b""), ""),
        (file_of({"a": told(shape=[1] * 99, data_offsets=[0, 4])}, b"\0" * 4), ""),
        (file_of({"a": told(shape=[3])}, b"\0" * 8), "'a' needs 12 bytes, and has 8"),
        (file_of({"a": told(data_offsets=[8, 0])}, b"\0" * 8), "needs 8 bytes, and has -8"),
        (file_of({"a": told()}, b"\0" * 7), "take 8 bytes, and it has 7"),
        (file_of({"a": told()}, b"\0" * 9), "take 8 bytes, and it has 9"),
        (file_of({"a": told(data_offsets=[1, 9])}, b"\0" * 9), "at byte 1, not at 0"),
        (file_of({"a": told(), "b": told()}, b"\0" * 8), "'b' begins at byte 0, not at 8"),
    ],
)
def test_a_damaged_file_is_one_sentence(tmp_path: Path, data: bytes, why: str) -> None:
    path = saved(tmp_path, data)
    with pytest.raises(OutsideError) as caught:
        read_tensors(path)
    said = str(caught.value)
    assert said.startswith(f"{path} is damaged (")
    assert why in said
    assert said.endswith("install it again")
    assert "\n" not in said


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"cannot be read \(No such file"):
        read_tensors(tmp_path / "none")
    with pytest.raises(OutsideError, match="cannot be read"):
        read_tensors(tmp_path)


@given(st.integers(0, 10**6), st.binary(max_size=6), st.integers(0, 40))
def test_no_damage_to_the_header_has_another_end(
    tmp_path_factory: pytest.TempPathFactory, place: int, put: bytes, cut: int
) -> None:
    tensors: Mapping[str, npt.NDArray[Any]] = {
        "a": np.ones((2, 3), np.float32),
        "b": np.zeros(4, np.float16),
    }
    whole = written(tensors)
    at = place % len(whole)
    damaged = whole[:at] + put + whole[at + len(put) :]
    path = saved(tmp_path_factory.mktemp("damaged"), damaged[: len(damaged) - cut])
    try:
        found = read_tensors(path)
    except OutsideError:
        return
    header = json.loads(damaged[8 : 8 + int.from_bytes(damaged[:8], "little")])
    for name, tensor in found.items():
        assert list(tensor.shape) == header[name]["shape"]
