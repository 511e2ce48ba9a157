"""A model on this machine behind the door: an alias of genchi.toml, spans, and values of a type."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from tests.models.door import recorded
from tests.models.local_tiny import TEMPLATE, make_model

from genchi import models
from genchi.errors import OutsideError, UsageError
from genchi.models import local

for package in ("torch", "transformers", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is not installed")
pytest.importorskip("jsonschema_rs", reason="jsonschema_rs is not installed")


@dataclass
class Order:
    """What is read out of an answer."""

    city: Literal["上海", "北京"]
    paid: bool


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a model beside its genchi.toml."""
    project = tmp_path_factory.mktemp("project")
    make_model(project / "模型" / "tiny", TEMPLATE)
    (project / "genchi.toml").write_text(
        "[models.small]\nprovider = 'local'\nmodel = '模型/tiny'\nmax_tokens = 5\n"
        "[models.other]\nprovider = 'local'\nmodel = '模型/tiny'\n"
        "[models.gone]\nprovider = 'local'\nmodel = '模型/gone'\n"
        "[models.nameless]\nprovider = 'local'\n",
        encoding="utf-8",
    )
    return project


def test_an_alias_stands_for_a_folder_beside_the_file(folder: Path) -> None:
    response = models.open("small", project=folder).run("怎么退款？")
    assert response.usage.output_tokens == 5
    assert response.usage.cost == 0.0
    assert response.model == str(folder / "模型" / "tiny")


def test_two_aliases_of_one_model_share_its_memory(folder: Path) -> None:
    async def clients() -> list[object]:
        opened = [models.open(alias, project=folder) for alias in ("small", "other")]
        return [model.targets[0].clients.get() for model in opened]

    small, other = models.run(clients())
    assert small is other


def test_the_door_parses_streams_and_records_it(folder: Path) -> None:
    model = local.open(folder / "模型" / "tiny", device="cpu")
    with recorded() as spans:
        answered = models.run(model.parse("哪个城市的订单？", Order, most=0))
        stream = model.stream("怎么退款？")
        text = "".join(chunk.text for chunk in stream)
        parsed, streamed = spans()
    assert answered.parsed.value.city in ("上海", "北京")
    assert answered.parsed.rung == "strict"
    assert text == stream.response.text
    assert parsed.usage.cost == streamed.usage.cost == 0.0
    assert streamed.usage.output_tokens == stream.response.usage.output_tokens


def test_an_entry_that_is_wrong_says_so(folder: Path) -> None:
    with pytest.raises(OutsideError, match="there is no model '模型/gone'"):
        models.open("gone", project=folder)
    with pytest.raises(UsageError, match="model is missing: name its folder"):
        models.open("nameless", project=folder)
