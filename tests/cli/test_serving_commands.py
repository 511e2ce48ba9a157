"""`genchi up --detach`, `down`, `people` and the demo that ends in the web app."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from genchi import server
from genchi.app import Home
from genchi.cli.main import run
from genchi.errors import OutsideError, UsageError

GENCHI = [sys.executable, "-m", "genchi"]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home whose server, if any, is stopped at the end."""
    folder = tmp_path / "我的 家"
    yield folder
    server.stop(folder)


def genchi(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*GENCHI, "--home", str(home), "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def get(url: str, path: str, **headers: str) -> tuple[int, bytes]:
    address = urlsplit(url)
    connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    found = response.status, response.read()
    connection.close()
    return found


def test_a_detached_server_is_ready_goes_on_alone_and_is_stopped(home: Path) -> None:
    started = genchi(home, "up", "--detach", "--port", "0")
    assert (started.returncode, started.stderr) == (0, "")
    first, *_, last = started.stdout.splitlines()
    url = first.rpartition(" ")[2]
    assert last.strip() == f"stop it with  genchi --home '{home}' down"
    assert get(url, "/api/me")[0] == 200
    assert b'<div id="root">' in get(url, "/")[1]
    assert "is up at" in (home / "server.log").read_text()
    again = genchi(home, "up", "--detach", "--port", "0")
    assert again.returncode == 2
    assert f"up already for {home} at {url}" in again.stderr
    stopped = genchi(home, "down")
    assert (stopped.returncode, stopped.stdout.strip()) == (
        0,
        "stopped: everything that was accepted is stored",
    )
    assert server.running(home) is None
    none = genchi(home, "down")
    assert (none.returncode, none.stdout.strip()) == (1, f"no server is up for {home}")
    assert json.loads(genchi(home, "down", "--json").stdout) == {"stopped": None}


def test_its_options_are_those_of_the_server_in_front(home: Path) -> None:
    options = ("--allow-host", "genchi.internal", "--allow-origin", "https://Shop.example/")
    assert (
        genchi(home, "up", "--detach", "--port", "0", *options, "--redact", "email").returncode == 0
    )
    there = server.running(home)
    assert there is not None
    assert get(there.url, "/api/me", host="genchi.internal")[0] == 200
    assert get(there.url, "/api/me", host="other.internal")[0] == 403
    told = json.loads(get(there.url, "/api/settings")[1])
    assert (told["origins"], told["redact"]) == (["https://shop.example"], ["email"])
    assert told["url"] == there.url
    assert json.loads(genchi(home, "down", "--json").stdout)["stopped"]["pid"] == there.pid


def test_a_server_that_does_not_start_says_why_and_nothing_is_left(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        failed = genchi(home, "up", "--detach", "--port", port)
    assert failed.returncode == 3
    assert "choose another with --port" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1
    for options, sentence in (
        (("--host", "0.0.0.0"), "genchi keys add --app NAME"),
        (("--allow-origin", "shop"), "is not the beginning of an address"),
        (("--redact", "nonsense"), "nonsense"),
    ):
        wrong = genchi(home, "up", "--detach", "--port", "0", *options)
        assert (wrong.returncode, sentence in wrong.stderr) == (2, True), wrong
    assert server.running(home) is None


def test_a_server_in_front_can_be_stopped_from_elsewhere(home: Path) -> None:
    command = [*GENCHI, "--home", str(home), "--lang", "en", "up", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "is up at http://127.0.0.1:" in process.stdout.readline()
        assert genchi(home, "down").returncode == 0
        assert process.wait(30) == 0


def test_a_server_that_cannot_be_stopped_from_here_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "server.json").write_text("")
    with server.only_one(tmp_path) as tell:
        tell("http://127.0.0.1:1")
        text = (tmp_path / "server.json").read_text()
        gone = subprocess.run(
            [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True
        ).stdout.strip()
        (tmp_path / "server.json").write_text(text.replace(str(os.getpid()), gone))
        with pytest.raises(OutsideError, match="cannot be stopped from here"):
            server.stop(tmp_path)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        ("HTTPS://Shop.Example:443/", "https://shop.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_an_origin_is_what_a_browser_says_of_an_address(text: str, origin: str) -> None:
    assert server.origin_of(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "null",
        "shop.example",
        "ftp://x",
        "https://",
        "https://a/b",
        "https://a:b",
        "https://me@a",
        "https://a?b",
        "https://[",
        "javascript:alert(1)",
    ],
)
def test_what_no_browser_says_is_no_origin(text: str) -> None:
    with pytest.raises(UsageError, match="is not the beginning of an address"):
        server.origin_of(text)


def test_people_are_added_listed_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["--home", str(tmp_path), "--lang", "en", "people"]
    assert run([*base, "list"]) == 0
    assert "everyone on this machine may do everything" in capsys.readouterr().out
    assert run([*base, "add", "小梅", "--role", "admin"]) == 0
    out, err = capsys.readouterr()
    token = out.strip()
    assert re.fullmatch(r"genchi_p_[\w-]{43}", token)
    assert "小梅 (admin: may do everything) signs in with this token" in err
    assert "genchi up says where" in err
    assert run([*base, "add", "tom", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["role"] == "reviewer"
    assert run([*base, "list"]) == 0
    listed = capsys.readouterr().out
    assert f"…{token[-4:]}" in listed
    assert token not in listed
    assert run([*base, "list", "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["tom", "小梅"]
    assert run([*base, "remove", "tom"]) == 0
    assert "opens nothing any more" in capsys.readouterr().out
    assert run([*base, "remove", "tom"]) == 2
    assert run([*base, "add", "小梅"]) == 2
    assert run([*base, "add", "li", "--role", "owner"]) == 2


def test_whoever_was_added_is_told_where_to_sign_in(home: Path) -> None:
    assert genchi(home, "up", "--detach", "--port", "0").returncode == 0
    there = server.running(home)
    assert there is not None
    added = genchi(home, "people", "add", "mei", "--role", "viewer")
    assert f"sign in with it at {there.url}" in added.stderr
    assert get(there.url, "/api/apps")[0] == 401
    secret = {"authorization": f"Bearer {added.stdout.strip()}"}
    assert json.loads(get(there.url, "/api/me", **secret)[1])["name"] == "mei"


def test_beyond_this_machine_a_person_is_enough_to_start(home: Path) -> None:
    with Home(home) as opened:
        opened.add_person("mei", "admin")
    assert genchi(home, "up", "--detach", "--port", "0", "--host", "0.0.0.0").returncode == 0


def test_the_demo_ends_with_the_address_of_the_web_app_and_how_to_stop_it(home: Path) -> None:
    first = genchi(home, "demo")
    assert first.returncode == 0, first.stderr
    *_, url, how = first.stdout.splitlines()
    assert how.strip() == f"stop it with  genchi --home '{home}' down"
    rows = json.loads(get(url.strip(), "/api/rows?app=support-desk&limit=5")[1])["rows"]
    assert len(rows) == 5
    assert sum(sum(row["verdicts"].values()) for row in rows) > 5
    again = genchi(home, "demo")
    assert again.stdout.splitlines()[-2:] == [url, how]
    assert genchi(home, "down").returncode == 0


def test_a_detached_server_does_not_end_with_the_terminal_it_was_started_in(home: Path) -> None:
    assert genchi(home, "up", "--detach", "--port", "0").returncode == 0
    there = server.running(home)
    assert there is not None
    assert os.getsid(there.pid) != os.getsid(0)
    os.kill(there.pid, signal.SIGTERM)
