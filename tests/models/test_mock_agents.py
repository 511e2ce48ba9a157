"""An agent of another library goes round with the mock and comes to an end."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel

from genchi.models import mock

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
pydantic_ai = pytest.importorskip("pydantic_ai", reason="pydantic-ai is not installed")


class Weather(BaseModel):
    """What the agent is to answer."""

    city: str
    degrees: int


@pytest.mark.parametrize("kind", ["OpenAIChatModel", "OpenAIResponsesModel"])
@pytest.mark.parametrize("output", [str, Weather])
def test_an_agent_with_tools_ends_with_what_it_is_to_answer(kind: str, output: Any) -> None:
    models = pytest.importorskip("pydantic_ai.models.openai")
    providers = pytest.importorskip("pydantic_ai.providers.openai")
    asked: list[str] = []

    async def agreed(up: mock.Mock) -> Any:
        async with openai.AsyncOpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as client:
            provider = providers.OpenAIProvider(openai_client=client)
            agent = pydantic_ai.Agent(
                getattr(models, kind)("gpt-mock", provider=provider), output_type=output
            )

            @agent.tool_plain  # type: ignore[untyped-decorator]
            def get_weather(city: str) -> str:
                """The weather of a city."""
                asked.append(city)
                return f"晴，在 {city}"

            return (await agent.run("get_weather: 上海天气怎么样？")).output

    with mock.serving() as up:
        made = asyncio.run(agreed(up))
        tally = up.requests()
    assert len(asked) == 1
    assert isinstance(made, output)
    if isinstance(made, str):
        assert made.startswith("工具返回：晴")
    assert tally.by_status == {"200": 2}
