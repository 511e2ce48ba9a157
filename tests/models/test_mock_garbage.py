"""Whatever is sent to the mock, it answers in the provider's shape, and never with a traceback."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genchi.models import mock

PATHS = (
    "/v1/chat/completions",
    "/v1/responses",
    "/v1/messages",
    "/v1/messages/count_tokens",
    "/v1/embeddings",
    "/v1/rerank",
)
GARBAGE = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b'{"model": NaN}',
    b'{"model": "m", "model": 3}',
    b'{"model": "\\ud800", "messages": []}',
    b"[" * 100_000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b"{" + b'"x":1,' * 1000 + b'"model": "m"}',
]
FIELDS = (
    "model messages input tools tool_choice response_format text stream stream_options n stop "
    "max_tokens max_completion_tokens max_output_tokens temperature system thinking role content "
    "type function name parameters json_schema schema input_schema query documents top_n "
    "dimensions encoding_format tool_calls tool_call_id id instructions previous_response_id "
    "thread previous_message_id cache_control output_config format stop_sequences metadata"
).split()
WORDS = "m user assistant tool system text function json_schema tool_use tool_result any".split()
TANGLE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=6)
    ),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def up() -> Iterator[mock.Mock]:
    with mock.serving() as made:
        yield made


def send(
    up: mock.Mock, path: str, body: bytes, method: str = "POST", **headers: str
) -> tuple[int, bytes]:
    address = urlsplit(up.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    headers = {"anthropic-version": "2023-06-01"} if "messages" in path else headers
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


def shaped(path: str, told: Any) -> bool:
    """Whether an error has the shape of the provider whose path it is."""
    if "messages" in path:
        return bool(told["type"] == "error" and told["error"]["type"] and told["error"]["message"])
    if "rerank" in path:
        return bool(told["detail"])
    return set(told["error"]) == {"message", "type", "param", "code"}


@pytest.mark.parametrize("path", PATHS)
def test_garbage_is_a_400_in_the_shape_of_the_provider(up: mock.Mock, path: str) -> None:
    for body in GARBAGE:
        status, said = send(up, path, body)
        assert status == 400, (body[:40], said)
        assert shaped(path, json.loads(said)), said
        assert b"Traceback" not in said


def test_a_choice_of_tools_whose_type_is_a_list_is_refused(up: mock.Mock) -> None:
    body = {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
    told = json.dumps(body | {"tool_choice": {"type": []}}).encode()
    assert send(up, "/v1/messages", told)[0] == 400


@pytest.mark.parametrize("path", PATHS)
def test_a_tangle_of_the_right_words_is_answered_or_refused_and_never_fails(
    up: mock.Mock, path: str
) -> None:
    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(st.dictionaries(st.sampled_from(FIELDS), TANGLE, max_size=8))
    def tangled(body: dict[str, Any]) -> None:
        base = {"model": "m", "max_tokens": 9, "query": "x", "input": "x", "documents": ["x"]}
        asked = {"messages": [{"role": "user", "content": "x"}]}
        status, said = send(up, path, json.dumps(base | asked | body).encode())
        assert status in (200, 400, 404), said
        assert status == 200 or shaped(path, json.loads(said))

    tangled()


@pytest.mark.parametrize("path", PATHS)
def test_another_method_is_not_allowed(up: mock.Mock, path: str) -> None:
    status, said = send(up, path, b"", "GET")
    assert status == 405
    assert shaped(path, json.loads(said))


def test_an_unknown_path_is_told_which_there_are(up: mock.Mock) -> None:
    status, said = send(up, "/chat/completions", b"{}")
    assert status == 404
    assert "/v1/chat/completions" in json.loads(said)["error"]["message"]
    status, said = send(up, "/v1/messages/batches", b"{}")
    assert (status, json.loads(said)["error"]["type"]) == (404, "not_found_error")
    assert send(up, "/v1/models", b"", "POST")[0] == 405


def test_a_message_without_a_version_of_the_api_is_refused(up: mock.Mock) -> None:
    address = urlsplit(up.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.request("POST", "/v1/messages", b"{}")
    told = json.loads(connection.getresponse().read())
    connection.close()
    assert told["error"]["message"] == "anthropic-version: header is required"


def test_a_client_that_leaves_in_the_middle_of_its_request_is_counted(up: mock.Mock) -> None:
    up.reset()
    address = urlsplit(up.url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.putrequest("POST", "/v1/chat/completions")
    connection.putheader("content-length", "100")
    connection.endheaders(b'{"model"')
    while up.requests().received == 0:
        pass
    connection.close()
    tally = up.requests()
    assert (tally.received, tally.disconnected, tally.charged) == (1, 1, 0)


def test_a_request_that_is_too_long_is_refused(up: mock.Mock) -> None:
    up.reset()
    with suppress(ConnectionError):  # the mock stops reading
        status, said = send(up, "/v1/messages", b" " * (33 * 1024 * 1024))
        assert (status, json.loads(said)["error"]["type"]) == (413, "request_too_large")
    assert up.requests().by_status == {"413": 1}
