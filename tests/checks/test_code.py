"""Code that a model wrote is read and never run."""

from __future__ import annotations

import pytest

from genchi.checks.library.code import code_parses
from genchi.records import Subject


@pytest.mark.parametrize(
    "output", ["x = 1", "好的：\n```py\n名 = '退款'\n```\n完成。", r"a = '\d'"]
)
def test_code_may_stand_in_a_block_or_alone(output: str) -> None:
    assert code_parses(Subject(output)).passed


@pytest.mark.parametrize(
    "output", ["", "x = (", "a\0b", "(" * 5000, "-" * 90_000 + "1", "这是代码。"]
)
def test_broken_or_hostile_code_fails_and_crashes_nothing(output: str) -> None:
    assert code_parses(Subject(output)).outcome == "fail"
