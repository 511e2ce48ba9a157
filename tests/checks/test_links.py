"""Which addresses stand in a text, and where they lead."""

from __future__ import annotations

import pytest

from genchi.checks.library.links import host, is_within, links, plain_link


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example/x?y=1#z.", ["https://a.example/x?y=1#z"]),
        ("(see http://a.example/b_(c)), or [here](https://d.com/e)", None),
        ("访问https://a.cn/帮助，或www.b.com。", ["https://a.cn/帮助", "www.b.com"]),
        ("Go to Shop.com or pages.fr/x now", ["Shop.com", "pages.fr/x"]),
        ("mail bo@c.com, file a.txt, v1.2, e.g. this, node.js", []),
        ("http://10.0.0.1:80/a", ["http://10.0.0.1:80/a"]),
    ],
)
def test_links_are_found_where_a_reader_would_see_them(text: str, found: list[str] | None) -> None:
    wanted = ["http://a.example/b_(c)", "https://d.com/e"] if found is None else found
    pieces = links(text)
    assert [piece.text for piece in pieces] == wanted
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://shop.example:8443/a", "shop.example"),
        ("https://shop.example@evil.com/a", "evil.com"),
        ("https://shop.example:pass@evil.com", "evil.com"),
        ("https://evil.com\\@shop.example/", "evil.com"),
        ("https://evil.com?@shop.example/", "evil.com"),
        ("https:\\\\evil.com", "evil.com"),
        ("HTTPS://Shop．Example。", "shop.example。"),
        ("https://shop.example.", "shop.example"),
        ("https://shop.exampleе.com", "shop.exampleе.com"),
        ("https://a.cn查看详情", "a.cn"),
        ("https://例子.com/", "例子.com"),
    ],
)
def test_the_host_is_the_one_a_browser_opens(link: str, name: str) -> None:
    assert host(link) == name


def test_a_domain_holds_what_is_under_it_and_nothing_that_looks_like_it() -> None:
    assert is_within("a.b.example", ["https://b.example/x"])
    assert is_within("b.example", ["*.b.example"])
    assert not is_within("notb.example", ["b.example"])
    assert not is_within("b.example.evil.com", ["b.example"])


def test_two_spellings_of_a_page_are_one_page() -> None:
    assert plain_link("http://www.a.com/B/") == plain_link("https://A.com/B")
    assert plain_link("a.com/b?x=1") != plain_link("a.com/b?x=2")
