"""Any value as data: a snapshot, within bounds, without secrets, without harm."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import decimal
import enum
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.records import from_json, to_json
from genchi.tracing.capture import take
from genchi.tracing.secret_names import is_secret


@dataclasses.dataclass
class Order:
    id: int
    items: list[str]
    password: str = "geheim"
    hidden: str = dataclasses.field(default="geheim", repr=False)


class Colour(enum.Enum):
    RED = "red"


Point = collections.namedtuple("Point", "x y")


class BadRepr:
    def __repr__(self) -> str:
        raise RuntimeError("no")


class HugeRepr:
    def __repr__(self) -> str:
        return "x" * 5_000_000


class LazyQuery:
    """Runs when it is shown or read, as a query of an ORM does."""

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("the query ran")

    def __repr__(self) -> str:
        raise AssertionError("the query ran")

    def __len__(self) -> int:
        raise AssertionError("the query ran")


class BadMapping(dict[str, int]):
    def items(self) -> Any:
        raise RuntimeError("no")


def kept(value: object) -> Any:
    return take(value)[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (1.5, 1.5),
        (float("nan"), None),
        (2**70, str(2**70)),
        ("退款", "退款"),
        ("\ud800x", "\ufffdx"),
        ((1, "a"), [1, "a"]),
        ({3, 1, 2}, [1, 2, 3]),
        (collections.deque([1, 2]), [1, 2]),
        ({1: 2, None: 3, Colour.RED: 4}, {"1": 2, "None": 3, "red": 4}),
        (Point(1, 2), {"x": 1, "y": 2}),
        (Colour.RED, "red"),
        (Order(1, ["a"]), {"id": 1, "items": ["a"], "password": "[hidden]"}),
        (b"123", "<bytes 3>"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (decimal.Decimal("1.20"), "1.20"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Path("/etc"), "/etc"),
        (ValueError("no"), "ValueError: no"),
        (np.zeros((3, 4)), "<ndarray 3x4 float64>"),
        (np.float32(1.5), 1.5),
        (np.int64(3), 3),
        (np.zeros(10**7), "<ndarray 10000000 float64>"),
        (len, "<builtin_function_or_method len>"),
        (object(), "<object>"),
        (BadRepr(), "<BadRepr that cannot be read>"),
        (BadMapping(a=1), "<BadMapping that cannot be read>"),
        (LazyQuery(), "<LazyQuery>"),
    ],
    ids=lambda v: type(v).__name__,
)
def test_values_become_data(value: object, expected: object) -> None:
    assert kept(value) == expected


def test_a_pydantic_model_is_its_fields_with_its_secrets_hidden() -> None:
    pydantic: Any = pytest.importorskip("pydantic")
    secret = pydantic.SecretStr("geheim")
    model = pydantic.create_model("Model", name=(str, "li"), key=(pydantic.SecretStr, secret))
    assert kept(model()) == {"name": "li", "key": "**********"}


def test_data_frames_are_described() -> None:
    pandas: Any = pytest.importorskip("pandas")
    assert kept(pandas.DataFrame({"a": [1, 2], "b": [3, 4]})) == "<DataFrame 2 rows: a, b>"
    assert kept(pandas.Series([1, 2])) == "<Series 2 int64>"


def test_generators_and_files_are_not_consumed(tmp_path: Path) -> None:
    numbers = (i for i in range(3))
    path = tmp_path / "a"
    path.write_text("text")
    with path.open() as file:
        assert kept([numbers, file]) == ["<generator>", "<TextIOWrapper>"]
        assert file.read() == "text"
    assert list(numbers) == [0, 1, 2]


def test_a_snapshot_does_not_change_with_its_original() -> None:
    original: dict[str, Any] = {"a": [1, {"b": 2}], "c": "x"}
    flat = {"a": 1}
    snapshot, small = kept(original), kept(flat)
    original["a"][1]["b"] = 3
    flat["a"] = 2
    assert snapshot == {"a": [1, {"b": 2}], "c": "x"}
    assert small == {"a": 1}


def test_what_contains_itself_and_what_is_deep_ends_somewhere() -> None:
    inside: list[Any] = []
    inside.append(inside)
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    assert kept(inside) == ["<list within itself>"]
    assert "nested too deeply" in str(kept(deep))
    twice = {"a": 1}
    assert kept([twice, twice]) == [twice, twice]


def test_a_text_that_is_cut_says_how_much_is_missing() -> None:
    assert kept("款" * 70_000) == "款" * 65_536 + "… [4464 characters cut]"
    assert take("x" * 20, 5) == ("xxxxx… [15 characters cut]", 26)


def test_many_elements_are_counted() -> None:
    assert kept(list(range(5000)))[-1] == "… [4000 more]"
    assert kept({str(i): i for i in range(5000)})["…"] == "[4000 more]"
    assert kept(["x" * 65_536, "y", "z"])[-1] == "… [2 more]"


def test_a_huge_description_is_cut() -> None:
    assert len(kept(HugeRepr())) < 2000


@pytest.mark.parametrize(
    "key",
    "password userPassword PASSWORD db_password passwd api_key apiKey APIKey x-api-key "
    "OPENAI_API_KEY auth_token accessToken Authorization proxy-authorization cookie Set-Cookie "
    "client_secret private_key 密码 数据库密码".split(),
)
def test_names_of_secrets_are_known(key: str) -> None:
    assert is_secret(key)
    assert kept({"deep": [{key: "geheim"}]}) == {"deep": [{key: "[hidden]"}]}


@pytest.mark.parametrize(
    "key", "max_tokens tokens author authenticated secretary key keyboard question 问题".split()
)
def test_other_names_are_not_taken_for_secrets(key: str) -> None:
    assert not is_secret(key)


def test_the_environment_can_be_an_argument_without_its_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOME_API_KEY", "geheim")
    assert "geheim" not in str(take(os.environ, 10**6))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(max_examples=50, deadline=None)
@given(json_values, st.integers(0, 200))
def test_whatever_is_taken_is_json_and_bounded(value: object, limit: int) -> None:
    taken, size = take(value, limit)
    assert from_json(to_json(taken)) == taken
    assert size >= 0
    assert len(to_json(taken)) < 6 * limit + 3000


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.integers(-100, 100) | st.text(max_size=20)))
def test_the_short_way_for_small_dicts_keeps_what_the_long_way_keeps(
    value: dict[str, Any],
) -> None:
    class Same(dict[str, Any]):
        """Not a plain dict, so it is walked."""

    assert take(value) == take(Same(value))
