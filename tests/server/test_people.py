"""Who may do what: people, their roles, sessions and what stays open to strangers."""

from __future__ import annotations

import asyncio
import dataclasses
import http.cookies
import re
from collections.abc import Callable
from typing import Any

import pytest

from genchi.records import Span
from genchi.server import api
from genchi.server.api.document import plain_path
from genchi.server.guarding import Guard
from genchi.server.identifying import Identity
from genchi.store import ROLES, Keep, Role, open_store
from genchi.tracing import otlp

Spans = Callable[..., list[Span]]
READS_WITHOUT_A_ROLE = {"/api/me", "/api/session"}
TO_PROGRAMS = {"/api/feedback"}
KEEP = Keep(days=30)


def path_of(endpoint: Any) -> str:
    """The path of an endpoint with something in each of its places."""
    return re.sub(r"\{\w+\}", "x", plain_path(endpoint.path))


def ask(up: Any, endpoint: Any) -> Any:
    """A request that gets past everything but the question who asks."""
    if endpoint.method == "GET":
        return up.get(path_of(endpoint))
    body: object = {} if endpoint.body is not None else None
    return up.write(path_of(endpoint), body, endpoint.method)


def cookie(answer: Any) -> http.cookies.Morsel[str]:
    found: http.cookies.SimpleCookie = http.cookies.SimpleCookie(answer.headers["set-cookie"])
    return found["genchi_session"]


def test_alone_on_a_machine_everybody_is_admin_and_nobody_signs_in(up: Any) -> None:
    me = up.get("/api/me").json
    assert (me["role"], me["name"], me["people"]) == ("admin", None, False)
    assert (me["signed_in"], me["needs_sign_in"]) == (False, False)
    assert up.get("/api/apps").json == []


def test_with_people_the_api_wants_to_know_who_asks_and_traces_come_in_as_before(
    up: Any, spans: Spans
) -> None:
    mei = up.signed_in("小梅", "reviewer")
    assert up.send(otlp.write(spans(2))).status == 200
    for path in ("/api/apps", "/api/traces", "/api/settings", "/api/openapi.json"):
        refused = up.get(path)
        assert (refused.status, refused.json["code"]) == (401, "sign_in")
        assert mei.get(path).status == 200
    stranger = up.get("/api/me").json
    assert (stranger["role"], stranger["needs_sign_in"], stranger["people"]) == (
        "viewer",
        True,
        True,
    )
    assert mei.get("/api/me").json["name"] == "小梅"
    assert up.get("/").status == up.get("/metrics").status == up.get("/api/health").status == 200


def test_signing_in_gives_a_cookie_that_no_script_and_no_other_site_can_use(up: Any) -> None:
    token, _ = up.store.people.add("mei", "viewer", 1)
    answer = up.write("/api/session", {"token": f" {token}\n"})
    assert answer.json["name"] == "mei"
    morsel = cookie(answer)
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Strict", "/")
    assert morsel["max-age"] == str(30 * 86_400)
    inside = dataclasses.replace(up, headers={"cookie": f"a=b; genchi_session={morsel.value}; c=d"})
    assert inside.get("/api/apps").status == 200
    assert inside.get("/api/me").json["signed_in"] is True
    left = inside.write("/api/session", method="DELETE")
    assert (left.status, left.json) == (200, {})
    assert (cookie(left).value, cookie(left)["max-age"]) == ("", "0")


def test_behind_tls_the_cookie_is_for_tls_alone(up: Any) -> None:
    token, _ = up.store.people.add("mei", "viewer", 1)
    for scheme, secure in (("http", ""), ("https", True)):
        headers = {"origin": f"{scheme}://127.0.0.1:{up.port}"}
        morsel = cookie(up.write("/api/session", {"token": token}, headers=headers))
        assert morsel["secure"] == secure


@pytest.mark.parametrize(
    "token", ["", "wrong", "genchi_p_" + "A" * 43, "退款", "\x00" * 9, "x" * 9999]
)
def test_a_token_that_is_nobodys_signs_nobody_in(up: Any, token: str) -> None:
    up.store.people.add("mei", "admin", 1)
    answer = up.write("/api/session", {"token": token})
    assert (answer.status, answer.json["code"]) == (401, "sign_in")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("value", ["", '"', "x" * 4000, "genchi_p_", "a=b=c", "%00", "{}"])
def test_a_cookie_that_is_nonsense_is_a_stranger_and_is_taken_away(up: Any, value: str) -> None:
    up.store.people.add("mei", "admin", 1)
    for header in (f"genchi_session={value}", f"x; genchi_session={value}; =; genchi_session"):
        answer = up.get("/api/apps", headers={"cookie": header})
        assert answer.status == 401
        assert cookie(answer)["max-age"] == "0"
        assert up.get("/api/me", headers={"cookie": header}).json["needs_sign_in"] is True
        assert up.get("/", headers={"cookie": header}).status == 200


def test_somebody_who_was_removed_is_out_at_once(up: Any) -> None:
    mei = up.signed_in("mei", "admin")
    up.signed_in("tom", "admin")
    assert mei.get("/api/apps").status == 200
    assert mei.write("/api/people/tom", method="DELETE").json == {}
    up.store.people.remove("mei")
    up.store.people.add("tom", "viewer", 1)
    assert mei.get("/api/apps").status == 401


def test_the_first_person_is_an_admin_and_is_signed_in_at_once(up: Any) -> None:
    refused = up.write("/api/people", {"name": "mei", "role": "reviewer"})
    assert (refused.status, refused.json["code"]) == (409, "conflict")
    first = up.write("/api/people", {"name": "mei", "role": "admin"})
    assert first.json["token"].startswith("genchi_p_")
    assert cookie(first).value == first.json["token"]
    assert up.write("/api/people", {"name": "tom", "role": "admin"}).status == 401
    mei = dataclasses.replace(up, headers={"cookie": f"genchi_session={first.json['token']}"})
    second = mei.write("/api/people", {"name": "张伟/二", "role": "reviewer"})
    assert second.json["name"] == "张伟/二"
    assert "set-cookie" not in second.headers
    told = mei.get("/api/settings").json["people"]
    assert [(one["name"], one["role"]) for one in told] == [
        ("mei", "admin"),
        ("张伟/二", "reviewer"),
    ]
    assert second.json["token"] not in str(told)
    assert mei.write("/api/people/mei", method="DELETE").json["code"] == "conflict"
    assert mei.write("/api/people/%E5%BC%A0%E4%BC%9F%2F%E4%BA%8C", method="DELETE").status == 200
    assert mei.write("/api/people/mei", method="DELETE").status == 200
    assert up.get("/api/me").json["role"] == "admin"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"name": "", "role": "viewer"}, "a name of 1 to 100"),
        ({"name": "a\nb", "role": "viewer"}, "printable"),
        ({"name": "n" * 101, "role": "viewer"}, "a name of 1 to 100"),
        ({"name": "tom", "role": "owner"}, "there is no role 'owner'"),
        ({"name": "mei", "role": "viewer"}, "there is a person 'mei' already"),
        ({"name": "tom"}, "missing required field `role`"),
        ({"name": 5, "role": "viewer"}, "got `int` at $.name"),
        ({"name": "tom", "role": "viewer", "rôle": 1}, "a field 'rôle' at $ that nobody reads"),
        ([], "expected `object`, got `array`"),
    ],
)
def test_a_person_that_cannot_be_is_one_sentence(up: Any, body: Any, sentence: str) -> None:
    answer = up.signed_in("mei", "admin").write("/api/people", body)
    assert answer.status == 400
    assert sentence in answer.json["error"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_it_may_and_nothing_above_it(up: Any, role: Role) -> None:
    someone, seen = up.signed_in("someone", role), set[str]()
    up.signed_in("another", "admin")
    for endpoint in api.ENDPOINTS:
        answer = ask(someone, endpoint)
        may = ROLES.index(role) >= ROLES.index(endpoint.role)
        code = answer.json.get("code") if isinstance(answer.json, dict) else None
        assert (answer.status == 403 and code == "role") is not may, (endpoint, answer)
        assert answer.status not in (401, 500), (endpoint, answer)
        seen.add(endpoint.role)
    assert seen == set(ROLES)


def test_a_viewer_never_changes_anything(up: Any) -> None:
    viewer = up.signed_in("viewer", "viewer")
    writes = [one for one in api.ENDPOINTS if one.method != "GET"]
    allowed = {one.path for one in writes if one.role == "viewer"}
    assert allowed == {"/api/session", *TO_PROGRAMS}
    for endpoint in writes:
        if endpoint.path not in allowed:
            assert ask(viewer, endpoint).json["code"] == "role"


def test_a_stranger_gets_nowhere(up: Any) -> None:
    up.store.people.add("mei", "admin", 1)
    for endpoint in api.ENDPOINTS:
        if endpoint.path not in READS_WITHOUT_A_ROLE:
            answer = ask(up, endpoint)
            open_door = endpoint.path in TO_PROGRAMS and endpoint.method == "POST"
            assert (answer.status == 401) is not open_door, endpoint


def test_beyond_loopback_the_page_to_sign_in_at_is_there_and_no_data(
    serve: Any, spans: Spans
) -> None:
    up = serve(keys=True)
    up.store.spans.add(spans(3))
    for path in ("/", "/traces", "/favicon.svg", "/feedback.js"):
        assert up.get(path).status == 200
    assert up.get("/api/me").json["needs_sign_in"] is True
    assert up.get("/api/apps").status == up.get("/metrics").status == 401
    assert up.send(otlp.write(spans(1))).status == 401
    mei = up.signed_in("mei", "viewer")
    assert mei.get("/api/apps").json[0]["spans"] == 3
    refused = mei.send(otlp.write(spans(1, 9)))
    assert refused.status == 401, "a person signs in; a program has a key"


def test_a_key_reads_its_application_and_judges_nothing(serve: Any, spans: Spans) -> None:
    up = serve(keys=True)
    up.store.spans.add([*spans(3), *spans(2, app="SECRET")])
    up.store.retention.set(dataclasses.replace(KEEP, app="SECRET"))
    up.store.people.add("SECRET", "admin", 1)
    secret, _ = up.store.keys.create("shop", 1)
    program = dataclasses.replace(up, headers={"authorization": f"Bearer {secret}"})
    assert [one["app"] for one in program.get("/api/apps").json] == ["shop"]
    for path in ("/api/settings", "/api/apps", "/api/jobs", "/api/rows", "/api/export/traces"):
        answer = program.get(path)
        assert (answer.status, b"SECRET" in answer.body) == (200, False), path
    assert program.get("/api/rows", app="SECRET").status == 403
    for endpoint in api.ENDPOINTS:
        if endpoint.role != "viewer":
            assert ask(program, endpoint).json["code"] == "role"


def test_a_wrong_secret_waits_for_its_answer_and_a_missing_one_does_not(tmp_path: Any) -> None:
    store = open_store(tmp_path, create=True)
    answered: list[int] = []
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("nobody should come here")

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request"}

    guard = Guard(app, Identity(store, everywhere=True), pause=pause)
    for headers, times in (([], 0), ([(b"authorization", b"Bearer wrong")], 1)):
        waited.clear()
        scope = {"type": "http", "method": "GET", "path": "/api/apps", "headers": headers}
        asyncio.run(guard(scope, receive, send))
        assert len(waited) == times
    store.close()
    assert answered == [401, 401]
