"""Reviewing over HTTP: pages that send again or talk nonsense, and servers that are killed."""

from __future__ import annotations

import http.client
import json
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from genchi.records import Criterion, Label, Payload, Span, SpanKey, Target, Verdict
from genchi.server import api
from genchi.server.api.document import document
from genchi.store import Store, open_store

NOW_MS = int(time.time() * 1000) - 3_600_000
DOCUMENT = document(api.ENDPOINTS)


def key(number: int) -> SpanKey:
    return SpanKey("shop", f"{number:032x}", f"{number:016x}")


def fill(store: Store, count: int = 40) -> None:
    spans = [
        Span(
            key(n),
            NOW_MS * 10**6 - n,
            payload=Payload(inputs={"question": f"能退款吗？{n}"}, output=f"可以。{n} 天。"),
        )
        for n in range(1, count + 1)
    ]
    store.spans.add(spans)
    store.criteria.word(Criterion("shop", "good", "answers the question"))


@pytest.fixture
def shop(up: Any) -> Any:
    """A server with 40 outputs and a criterion."""
    fill(up.store)
    return up


def label(number: int, on: int = 1, value: float | None = 1.0, **more: object) -> dict[str, Any]:
    target = {"kind": "output", "trace_id": key(on).trace_id, "span_id": key(on).span_id}
    return {
        "id": f"action-{number:04}",
        "kind": "label",
        "at_ms": NOW_MS + number,
        "criterion": "good",
        "target": target,
        "value": value,
        "blind": True,
        "why": "random",
        "ms": 1500,
        **more,
    }


def undo(number: int, of: int) -> dict[str, Any]:
    named = {"id": f"action-{number:04}", "of": f"action-{of:04}"}
    return {"kind": "undo", "at_ms": NOW_MS + number, **named}


def act(up: Any, *actions: object, reviewer: str = "mei") -> list[dict[str, Any]]:
    body = {"app": "shop", "reviewer": reviewer, "actions": list(actions)}
    answer = up.write("/api/review/actions", body)
    assert answer.status == 200, answer.json
    return is_as_described("/api/review/actions", "post", answer.json)["results"]  # type: ignore[no-any-return]


def queue(up: Any, **more: object) -> Any:
    body = {"app": "shop", "criterion": "good", "reviewer": "mei", "limit": 5, **more}
    answer = up.write("/api/review/queue", body)
    assert answer.status == 200, answer.json
    return is_as_described("/api/review/queue", "post", answer.json)


def is_as_described(path: str, method: str, answer: Any) -> Any:
    """The answer, which is as the document says."""
    described = DOCUMENT["paths"][path][method]["responses"]["200"]["content"]
    schema = described["application/json"]["schema"] | {"components": DOCUMENT["components"]}
    jsonschema_rs.validator_for(schema).validate(answer)
    return answer


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [one["outcome"] for one in results]


def test_a_queue_answers_with_all_that_is_shown_and_actions_end_it(shop: Any) -> None:
    shop.store.verdicts.add("shop", "polite", "1", [(key(1), Verdict("pass"))], now_ns=1)
    batch = queue(shop, limit=24)
    assert len(batch["items"]) == 24
    assert batch["progress"] == {"done_today": 0, "goal": 20, "waiting": 40}
    assert (batch["lease_seconds"], batch["ended"], batch["plan"]) == (600, False, None)
    first = batch["items"][0]
    assert first["id"] == f"{first['key']['trace_id']}.{first['key']['span_id']}"
    assert first["view"]["asked"].startswith("能退款吗？")
    assert first["view"]["sentences"] == [[0, 3], [3, len(first["view"]["output_text"])]]
    numbers = [int(item["key"]["span_id"], 16) for item in batch["items"]]
    assert set(outcomes(act(shop, *(label(n, on=n) for n in numbers)))) == {"stored"}
    rest = queue(shop, limit=24)
    assert len(rest["items"]) == 16
    assert rest["ended"]


def test_two_hundred_actions_in_overlapping_batches_leave_what_one_sending_leaves(
    shop: Any,
) -> None:
    draw = random.Random(4)
    actions: list[dict[str, Any]] = []
    for n in range(200):
        undoes = n > 0 and draw.random() < 0.3
        actions.append(
            undo(n, of=draw.randrange(n))
            if undoes
            else label(n, on=draw.randint(1, 40), value=draw.choice([0, 1, None]))
        )
    undone = {a["of"] for a in actions if a["kind"] == "undo"}
    for start in range(0, 200, 25):
        act(shop, *actions[max(0, start - 40) : start + 25])
    act(shop, *actions)
    with shop.store.database.read() as connection:
        found = connection.execute("SELECT span_id, value FROM label ORDER BY id").fetchall()
    kept = [a for a in actions if a["kind"] == "label" and a["id"] not in undone]
    assert found == [(bytes.fromhex(a["target"]["span_id"]), a["value"]) for a in kept]


def test_one_action_nobody_understands_is_refused_and_the_others_are_kept(shop: Any) -> None:
    bad: list[Any] = [
        label(1, value=2),
        label(2, why="because"),
        label(
            3,
            target={
                "kind": "piece",
                **{k: v for k, v in label(1)["target"].items() if k != "kind"},
            },
        ),
        label(4, criterion="unheard"),
        label(5, on=999),
        {**label(6), "id": "short"},
        {"kind": "label"},
        {"kind": "undo", "id": "action-0007"},
        {"kind": "dance", "id": "action-0008"},
        label(9, target={"kind": "output", "trace_id": "../..", "span_id": "x"}),
        label(10, at_ms=2**70),
        None,
        [],
        "label",
    ]
    results = act(shop, *bad, label(99))
    assert outcomes(results) == ["refused"] * len(bad) + ["stored"]
    assert all(one["error"] for one in results[:-1])
    assert results[0]["id"] == "action-0001"
    assert len(list(shop.store.labels.current("shop", "good"))) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/api/review/actions", {"app": "shop", "reviewer": "mei", "actions": [{}] * 201}, 400),
        ("/api/review/actions", {"app": "shop", "reviewer": " ", "actions": []}, 400),
        ("/api/review/queue", {"app": "shop", "criterion": "no", "reviewer": "m", "limit": 1}, 404),
        ("/api/review/queue", {"app": "no", "criterion": "good", "reviewer": "m", "limit": 1}, 404),
        (
            "/api/review/queue",
            {"app": "shop", "criterion": "good", "reviewer": "m", "limit": 25},
            400,
        ),
        (
            "/api/review/queue",
            {
                "app": "shop",
                "criterion": "good",
                "reviewer": "m",
                "limit": 1,
                "source": "filter",
                "filter": "modle:x",
            },
            400,
        ),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(
    shop: Any, path: str, body: dict[str, Any], status: int
) -> None:
    answer = shop.write(path, body)
    assert answer.status == status
    assert answer.json["error"]


def test_two_pages_get_different_items_and_learn_of_each_other(shop: Any) -> None:
    mine = queue(shop, limit=20)["items"]
    theirs = queue(shop, reviewer="tom", limit=24)["items"]
    assert len(theirs) == 20
    assert not {one["id"] for one in mine} & {one["id"] for one in theirs}
    held = int(theirs[0]["key"]["span_id"], 16)
    assert act(shop, label(1, on=held))[0]["also"] == ["tom"]
    assert act(shop, label(2, on=held), reviewer="tom")[0]["also"] == ["mei"]
    body = {"app": "shop", "criterion": "good", "reviewer": "tom"}
    released = shop.write("/api/review/release", {**body, "ids": [one["id"] for one in theirs]})
    assert released.json == {}
    assert len(queue(shop, limit=24, have=[one["id"] for one in mine])["items"]) == 19


def test_a_filter_queue_gives_what_it_finds(shop: Any) -> None:
    found = queue(shop, source="filter", filter=f"trace:{key(7).trace_id}")
    assert [(one["key"]["span_id"], one["why"]) for one in found["items"]] == [
        (key(7).span_id, "filter")
    ]


def test_picks_are_added_shown_and_taken_back(shop: Any) -> None:
    spans = [{"trace_id": key(n).trace_id, "span_id": key(n).span_id} for n in (3, 4, 999)]
    body = {"app": "shop", "criterion": None, "spans": [*spans, {"trace_id": "x", "span_id": "y"}]}
    assert shop.write("/api/review/picks", body).json == {"added": spans[:2]}
    assert shop.write("/api/review/picks", body).json == {"added": []}
    assert len(queue(shop, source="picked")["items"]) == 2
    assert shop.write("/api/review/picks", body, "DELETE").json == {"removed": 2}
    assert queue(shop, source="picked", reviewer="tom")["items"] == []


def test_pairs_are_two_views_of_one_question(up: Any) -> None:
    fill(up.store, 0)
    up.store.spans.add(
        [
            Span(key(n), n, model=model, payload=Payload(inputs={"q": "退款"}, output=f"{n}"))
            for n, model in ((1, "a"), (2, "b"))
        ]
    )
    (item,) = queue(up, mode="pair")["items"]
    assert {item["view"]["output_text"], item["other_view"]["output_text"]} == {"1", "2"}
    assert item["id"].count("~") == 1
    target = {"kind": "preference", **item["key"], "other": item["other"]}
    assert outcomes(act(up, label(1, target=target, side="left", value=0.5))) == ["stored"]
    assert queue(up, mode="pair")["items"] == []


def test_a_criterion_is_made_worded_anew_and_given_reasons(shop: Any) -> None:
    path = "/api/criteria/grounded"
    steps = [
        {"question": "Is it in the passages?", "question_zh": "段落里有吗？", "bad_when": "no"}
    ]
    words = {"statement": "Says only what passages say", "title_zh": "有据", "steps": steps}
    made = shop.write(f"{path}?app=shop", words, "PUT")
    assert made.status == 200, made.json
    shop.write(f"{path}?app=shop", words, "PUT")
    again = shop.write(f"{path}?app=shop", {**words, "statement": "只说段落里有的"}, "PUT").json
    assert [one["statement"] for one in again["wordings"]] == [
        "Says only what passages say",
        "只说段落里有的",
    ]
    for title in ("Made up!", "编造 政策", "Made up?", "Made up!"):
        told = shop.write(f"{path}/reasons?app=shop", {"title": title})
        assert told.status == 200, told.json
    assert [one["name"] for one in told.json["reasons"]] == ["made-up", "编造-政策", "made-up-2"]
    listed = is_as_described("/api/criteria", "get", shop.get("/api/criteria", app="shop").json)
    assert [one["name"] for one in listed] == ["good", "grounded"]
    assert listed[1]["steps"][0]["question_zh"] == "段落里有吗？"


def test_reasons_that_labels_brought_are_shown_after_those_that_were_named(shop: Any) -> None:
    shop.write("/api/criteria/good/reasons?app=shop", {"title": "Too long"})
    act(
        shop,
        label(1, on=1, value=0, failure="invented"),
        label(2, on=2, value=0, failure="invented"),
        label(3, on=3, value=0, failure="too-long"),
        label(4, on=4, value=1),
    )
    (good,) = shop.get("/api/criteria", app="shop").json
    assert [(one["name"], one["labels"]) for one in good["reasons"]] == [
        ("too-long", 1),
        ("invented", 2),
    ]
    assert (good["labels"], good["outputs"], good["people"]) == (4, 4, ["mei"])
    assert good["rate"]["value"] == 0.25


@pytest.mark.parametrize("name", ["A", "a b", "退款", "x" * 65])
def test_a_new_criterion_has_a_name_that_can_be_typed(shop: Any, name: str) -> None:
    from urllib.parse import quote

    answer = shop.write(f"/api/criteria/{quote(name)}?app=shop", {"statement": "s"}, "PUT")
    assert answer.status == 400
    assert "no name for a criterion" in answer.json["error"]


def test_a_summary_says_what_a_session_came_to(shop: Any) -> None:
    verdicts = [(key(n), Verdict("pass" if n != 2 else "fail")) for n in range(1, 6)]
    shop.store.verdicts.add("shop", "polite", "1", verdicts, now_ns=1)
    for n, value in ((1, 1.0), (2, 0.0), (3, 0.0), (4, 1.0)):
        shop.store.labels.add([Label("good", Target(key(n)), value, "tom", 1)])
    act(
        shop,
        label(1, on=1),
        label(2, on=2, value=0, failure="编造"),
        label(3, on=3, value=1),
        label(4, on=4, value=1, why="likely_bad"),
        label(5, on=5, value=None, why="likely_bad"),
        label(6, on=6, value=0, why="likely_bad"),
        undo(7, of=6),
    )
    query = {"app": "shop", "criterion": "good", "reviewer": "mei", "since_ms": NOW_MS}
    answer = shop.get("/api/review/summary", **query)
    told = is_as_described("/api/review/summary", "get", answer.json)
    assert [told[name] for name in ("labelled", "good", "bad", "unsure")] == [5, 3, 1, 1]
    assert told["seconds_each"] == 1.5
    assert (told["random_labels"], told["rate"]["value"]) == (3, 0.5)
    assert told["agreement"]["n"] == 4
    assert told["agreement"]["agree"]["value"] == 0.75
    kappa = told["agreement"]["kappa"]
    assert kappa["value"] == pytest.approx(0.5)
    assert kappa["low"] < 0.5 < kappa["high"]
    assert [(one["check"], one["n"], one["agree"]["value"]) for one in told["checks"]] == [
        ("polite", 4, 1.0)
    ]
    assert told["reasons"] == [
        {"name": "编造", "title": "编造", "title_zh": "", "n": 1, "new": True}
    ]
    (look,) = told["look_again"]
    assert (look["key"]["span_id"], look["you"], look["other"], look["said"]) == (
        key(3).span_id,
        1.0,
        "tom",
        0.0,
    )


def test_an_empty_session_has_a_summary_too(shop: Any) -> None:
    told = shop.get("/api/review/summary", app="shop", criterion="good", reviewer="mei").json
    assert (told["labelled"], told["rate"], told["agreement"]["n"]) == (0, None, 0)


def test_a_rota_says_whose_turn_it_is_and_how_much_was_looked_at(shop: Any) -> None:
    days = ["Mei", "汤姆", None, None, "Mei", None, None]
    answer = shop.write("/api/review/rota?app=shop", {"days": days}, "PUT")
    assert answer.status == 200, answer.json
    act(shop, label(1, on=1))
    told = is_as_described("/api/review/rota", "get", shop.get("/api/review/rota", app="shop").json)
    assert told["days"] == days
    assert told["people"] == ["Mei", "mei", "汤姆"]
    assert told["today"] in days
    assert shop.write("/api/review/rota?app=shop", {"days": days[:6]}, "PUT").status == 400


def test_only_reviewers_judge_and_only_admins_set_the_rota(shop: Any) -> None:
    viewer, reviewer = shop.signed_in("ann", "viewer"), shop.signed_in("mei", "reviewer")
    body = {"app": "shop", "actions": [label(1)], "reviewer": "somebody else"}
    assert viewer.write("/api/review/actions", body).status == 403
    assert reviewer.write("/api/review/actions", body).status == 200
    (stored,) = shop.store.labels.current("shop", "good")
    assert stored.annotator == "mei"
    days = {"days": [None] * 7}
    assert reviewer.write("/api/review/rota?app=shop", days, "PUT").status == 403
    assert viewer.get("/api/review/rota", app="shop").status == 200


def test_what_is_taken_out_of_spans_is_taken_out_of_notes_and_corrections(
    serve: Callable[..., Any], tmp_path: Path
) -> None:
    up = serve(tmp_path, redact=["email"])
    fill(up.store)
    act(up, label(1, value=0, reason="ask ann@example.com", correction="写信给 ann@example.com"))
    (stored,) = up.store.labels.current("shop", "good")
    assert "ann@" not in stored.reason + (stored.correction or "")


class Killable:
    """`genchi up` as a process."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, 0

    def start(self) -> None:
        command = [sys.executable, "-m", "genchi", "up", "--home", str(self.home)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--lang", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+:(\d+)", line)
        assert found is not None, line
        self.port = int(found.group(1))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def write(self, body: object) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"content-type": "application/json", "x-genchi": "1"}
            connection.request("POST", "/api/review/actions", json.dumps(body), headers)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.fixture
def killable(tmp_path: Path) -> Iterator[Killable]:
    store = open_store(tmp_path, create=True)
    fill(store)
    store.close()
    process = Killable(tmp_path)
    process.start()
    yield process
    process.kill()


def test_a_server_that_is_killed_in_the_middle_keeps_every_action_once_and_in_order(
    killable: Killable, tmp_path: Path
) -> None:
    actions = [undo(n, of=n - 1) if n % 5 == 4 else label(n, on=n % 40 + 1) for n in range(200)]
    draw, at = random.Random(1), 0
    while at < len(actions):
        batch = actions[at : at + 10]
        body = {"app": "shop", "reviewer": "mei", "actions": batch}
        if draw.random() < 0.2:  # killed while the answer is on its way, as the page sees it
            killer = f"import os, time; time.sleep({draw.random() / 20}); "
            killer += f"os.kill({killable.process.pid}, 9)"
            killed = subprocess.Popen([sys.executable, "-c", killer])
            with suppress(OSError, http.client.HTTPException):
                killable.write(body)
            killed.wait()
            killable.kill()
            killable.start()
            continue
        assert killable.write(body) == 200
        at += 10
    store = open_store(tmp_path, create=False)
    with store.database.read() as connection:
        found = connection.execute("SELECT span_id FROM label ORDER BY id").fetchall()
    store.close()
    kept = [a for n, a in enumerate(actions) if n % 5 not in (3, 4)]
    assert found == [(bytes.fromhex(a["target"]["span_id"]),) for a in kept]
