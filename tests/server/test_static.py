"""The web app's files: what is served, how it is kept, and that nothing else can be reached."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from genchi.errors import OutsideError
from genchi.server.sheltering import POLICY
from genchi.server.static import Site, packaged

INDEX = b"<!doctype html><title>genchi</title>"
SCRIPT = b"console.log('\xe9\x80\x80\xe6\xac\xbe');" * 200


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A small web app beside a file that is none of it."""
    folder = tmp_path / "web"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(INDEX)
    (folder / "feedback.js").write_bytes(b"1")
    (folder / "assets" / "index-a1.js").write_bytes(SCRIPT)
    (folder / "assets" / "inter.woff2").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "secret.txt").write_text("SECRET")
    return folder


@pytest.fixture
def up(serve: Any, web: Path, tmp_path: Path) -> Any:
    return serve(tmp_path / "home", web=Site(web))


def test_an_app_that_is_built_anew_is_served_by_a_server_that_runs(up: Any, web: Path) -> None:
    before = up.get("/")
    shutil.rmtree(web)
    assert up.get("/").body == INDEX, "while it is being built"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_bytes(b"new")
    assert up.get("/traces").body == b"new"
    assert up.get("/", headers={"if-none-match": before.headers["etag"]}).status == 200
    (web / "assets" / "index-b2.js").write_bytes(b"2")
    (web / ".stamp").write_bytes(b"done")
    assert up.get("/assets/index-b2.js").body == b"2"
    assert up.get("/assets/index-a1.js").body == SCRIPT, "a page that is open may need it yet"
    assert up.get("/feedback.js").status == 404


@pytest.mark.parametrize("path", ["/", "/traces", "/traces/4bf92f", "/review", "/a/b/c", "/退款"])
def test_a_page_of_the_app_is_its_first_file_and_is_asked_for_again(up: Any, path: str) -> None:
    answer = up.get(quote(path))
    assert (answer.status, answer.body) == (200, INDEX)
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    again = up.get("/", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_files_with_their_content_in_their_name_are_kept_for_ever(up: Any) -> None:
    script = up.get("/assets/index-a1.js")
    assert (script.status, script.body) == (200, SCRIPT)
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-type"].startswith("text/javascript")
    assert up.get("/assets/inter.woff2").headers["content-type"] == "font/woff2"


def test_a_script_comes_packed_to_those_who_can_unpack_it(up: Any) -> None:
    for header in ("gzip, deflate, br", "br;q=1.0, gzip;q=0.8"):
        packed = up.get("/assets/index-a1.js", headers={"accept-encoding": header})
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert gzip.decompress(packed.body) == SCRIPT
        assert len(packed.body) < len(SCRIPT) / 10
    for header in ("", "br", "gzip;q=0"):
        plain = up.get("/assets/index-a1.js", headers={"accept-encoding": header})
        assert (plain.body, "content-encoding" in plain.headers) == (SCRIPT, False)


def test_head_tells_the_length_and_sends_nothing(up: Any) -> None:
    answer = up.ask("HEAD", "/assets/index-a1.js")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["content-length"] == str(len(SCRIPT))


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "//etc/passwd.txt",
        "/assets\\..\\..\\secret.txt",
        "/assets/none.js",
        "/index.html%00.txt",
        "/.git/config.txt",
        "/api/nothing",
        "/v1/nothing",
        "/assets/",
    ],
)
def test_nothing_but_the_files_of_the_app_can_be_reached(up: Any, path: str) -> None:
    answer = up.get(path)
    assert answer.status == 404
    assert answer.json["code"] == "not_found"
    assert b"SECRET" not in answer.body


def test_pages_are_only_read(up: Any) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = up.ask(method, "/traces", b"{}")
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_every_answer_to_a_browser_says_what_it_may_load_and_who_may_show_it(up: Any) -> None:
    for path in ("/", "/assets/index-a1.js", "/api/me", "/api/nothing", "/none.js", "/metrics"):
        headers = up.get(path).headers
        assert headers["content-security-policy"] == POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert up.get("/api/me").headers["cache-control"] == "no-store"
    assert up.get("/feedback.js").headers["cross-origin-resource-policy"] == "cross-origin"
    assert "unsafe" not in POLICY
    assert "https:" not in POLICY


def test_a_web_app_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(OutsideError, match=r"index\.html is missing\): install genchi again"):
            Site(folder)


def test_the_web_app_of_the_package_loads_nothing_from_elsewhere_and_has_no_inline_script() -> None:
    index = packaged().assets["index.html"].body.decode()
    assert "://" not in index
    assert "<style" not in index
    assert all(part.startswith((" src=", ' type="module"')) for part in index.split("<script")[1:])
