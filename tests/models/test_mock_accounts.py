"""The accounts of the mock: they add up, hide secrets, and see double charging."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest

from genchi.errors import OutsideError, UsageError
from genchi.models import mock

openai = pytest.importorskip("openai", reason="the openai SDK is not installed")
anthropic = pytest.importorskip("anthropic", reason="the anthropic SDK is not installed")

ASK: list[Any] = [{"role": "user", "content": "怎么退款？"}]


@pytest.fixture(scope="module")
def shared() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


@pytest.fixture
def up(shared: mock.Mock) -> mock.Mock:
    shared.reset()
    return shared


@pytest.fixture
def client(up: mock.Mock) -> Iterator[Any]:
    with openai.OpenAI(
        base_url=up.openai_url, api_key="sk-secret", max_retries=0, timeout=60
    ) as made:
        yield made


def chat(client: Any, **options: Any) -> Any:
    return client.chat.completions.create(model="m", messages=ASK, **options)


def ask(up: mock.Mock, method: str, path: str) -> tuple[int, Any]:
    address = urlsplit(up.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.request(method, path)
    response = connection.getresponse()
    found = response.status, json.loads(response.read())
    connection.close()
    return found


def adds_up(tally: mock.Tally) -> bool:
    ended = tally.answered + tally.faulted + tally.disconnected
    return (
        tally.received == ended + tally.open == sum(tally.by_path.values())
        and ended == sum(tally.by_status.values())
        and tally.faulted == sum(tally.by_fault.values())
    )


def test_requests_are_told_without_their_secrets_and_with_all_else(
    up: mock.Mock, client: Any
) -> None:
    chat(client, stream=False, extra_headers={"x-mine": "7", "cookie": "session=1"})
    with pytest.raises(openai.BadRequestError):
        chat(client, temperature=9)
    with pytest.raises(openai.NotFoundError):
        client.images.generate(prompt="x")
    status, told = ask(up, "GET", "/mock/requests?last=2")
    assert status == 200
    assert told == json.loads(json.dumps(up.requests(2).as_json()))
    assert (told["received"], told["answered"], told["charged"]) == (3, 3, 1)
    assert told["by_status"] == {"200": 1, "400": 1, "404": 1}
    assert [seen["number"] for seen in told["last"]] == [2, 3]
    [first] = [seen for seen in up.requests().last if seen.number == 1]
    assert first.body["messages"] == ASK
    assert (first.model, first.status, first.ending, first.charged) == ("m", 200, "answered", True)
    assert first.headers["user-agent"].startswith("OpenAI/")
    assert "sk-secret" not in str(up.requests())
    assert "session=1" not in str(up.requests())
    assert adds_up(up.requests())


def test_a_request_with_the_same_idempotency_key_is_charged_once(
    up: mock.Mock, client: Any
) -> None:
    for key in ("a", "a", "b", None, None):
        headers = {} if key is None else {"Idempotency-Key": key}
        chat(client, extra_headers=headers)
    tally = up.requests()
    assert (tally.received, tally.charged, tally.repeated) == (5, 4, 1)
    assert [seen.charged for seen in tally.last] == [True, False, True, True, True]
    assert tally.input_tokens == 4 * 5


def test_tokens_and_lists_that_cost_nothing_are_not_charged(up: mock.Mock, client: Any) -> None:
    client.models.list()
    with anthropic.Anthropic(base_url=up.url, api_key="k") as other:
        other.messages.count_tokens(model="m", messages=ASK)
        other.messages.create(model="m", max_tokens=50, messages=ASK)
    client.embeddings.create(model="m", input="x")
    assert (up.requests().received, up.requests().charged) == (4, 2)


def test_a_reset_begins_again_from_number_one(up: mock.Mock, client: Any) -> None:
    first = chat(client)
    status, told = ask(up, "POST", "/mock/reset")
    assert (status, told["received"], told["last"]) == (200, 0, [])
    assert chat(client).id == first.id
    assert chat(client).id != first.id


def test_other_paths_of_the_mock_are_told_what_there_is(up: mock.Mock) -> None:
    status, told = ask(up, "GET", "/mock/reset")
    assert (status, told["detail"]) == (
        404,
        "there is no GET /mock/reset: GET /mock/requests, POST /mock/reset",
    )
    assert ask(up, "GET", "/mock/requests?last=x")[0] == 200
    assert ask(up, "GET", "/mock/requests?last=99999999999999999999")[0] == 200


def test_a_missing_key_is_refused_where_one_is_required() -> None:
    with mock.serving(require_key=True) as up:
        with openai.OpenAI(base_url=up.openai_url, api_key="any", max_retries=0) as client:
            assert chat(client).choices
            with pytest.raises(openai.AuthenticationError, match="didn't provide an API key"):
                chat(client, extra_headers={"Authorization": openai.Omit()})
        with anthropic.Anthropic(base_url=up.url, api_key="any", max_retries=0) as other:
            told: dict[str, Any] = {"model": "m", "max_tokens": 9, "messages": ASK}
            keys = ("X-Api-Key", "Authorization")
            assert other.messages.create(**told).content
            with pytest.raises(anthropic.AuthenticationError) as caught:
                other.messages.create(**told, extra_headers=dict.fromkeys(keys, anthropic.Omit()))
            assert caught.value.body["error"]["type"] == "authentication_error"
        assert ask(up, "GET", "/mock/requests")[0] == 200
        assert up.requests().by_status == {"200": 2, "401": 2}


def test_sixty_four_clients_at_once_are_answered_and_counted() -> None:
    faults = {"rate_limit": 0.1, "disconnect": 0.1, "truncate": 0.1, "malformed_stream": 0.1}

    async def one(client: Any, number: int) -> str:
        try:
            if number % 2:
                made = await chat(client)
                return str(made.choices[0].finish_reason)
            async for _ in await chat(client, stream=True):
                pass
        except Exception as error:
            return type(error).__name__
        return "streamed"

    async def everyone(up: mock.Mock) -> list[str]:
        clients = [
            openai.AsyncOpenAI(base_url=up.openai_url, api_key="k", max_retries=0)
            for _ in range(64)
        ]
        ended = await asyncio.gather(
            *(one(client, number) for number in range(4) for client in clients)
        )
        await asyncio.gather(*(client.close() for client in clients))
        return ended

    with mock.serving(faults=faults, seed=5, chunk_ms=1, latency_ms="0..3") as up:
        ended = asyncio.run(everyone(up))
        tally = up.requests(200)
    assert (len(ended), tally.received, tally.open) == (256, 256, 0)
    assert adds_up(tally)
    assert tally.by_fault["rate_limit"] == ended.count("RateLimitError") > 5
    assert len({seen.number for seen in tally.last}) == 200


def test_threads_with_clients_of_both_providers_are_counted(up: mock.Mock) -> None:
    def one(number: int) -> None:
        if number % 2:
            with openai.OpenAI(base_url=up.openai_url, api_key="k", max_retries=0) as client:
                chat(client)
        else:
            with anthropic.Anthropic(base_url=up.url, api_key="k", max_retries=0) as client:
                client.messages.create(model="m", max_tokens=99, messages=ASK)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(32)))
    assert up.requests().by_path == {"/v1/chat/completions": 16, "/v1/messages": 16}
    assert adds_up(up.requests())


def test_several_mocks_run_side_by_side() -> None:
    with mock.serving(seed=1) as one, mock.serving(seed=2) as other:
        assert one.url != other.url
        ask(one, "GET", "/v1/models")
        assert (one.requests().received, other.requests().received) == (1, 0)
        assert (one.requests().seed, other.requests().seed) == (1, 2)


def test_a_port_that_is_taken_and_a_host_that_is_none_are_told(up: mock.Mock) -> None:
    taken = urlsplit(up.url).port
    with pytest.raises(OutsideError, match="cannot be used"), mock.serving(port=taken or 0):
        pass
    with pytest.raises(UsageError, match="no address"), mock.serving(host="300.1.1.1"):
        pass
    with pytest.raises(UsageError, match="chunk_ms"), mock.serving(chunk_ms=-1):
        pass
