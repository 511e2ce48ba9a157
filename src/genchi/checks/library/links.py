"""The web addresses in a text, and the host each one really leads to.

A browser is the measure: what it would open is what is found, whatever the address looks like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from genchi.text import Piece

# Ends of bare addresses ("example.com/help") that are more likely a link than a file or a typo.
_ENDINGS = (
    "com org net edu gov info biz app dev shop store online site cloud tech io ai co cn tw hk jp "
    "kr uk de fr es it nl eu us ca au in ru br example"
)
_TRAILING = ".,;:!?'\"”’)]}>*_。，；：！？、）】》」』…"


def links(text: str) -> list[Piece]:
    """Web addresses with a scheme, with "www." or with a usual ending, in order.

    >>> [link.text for link in links("见https://a.example/帮助。or www.b.com, not bo@c.com, e.g.")]
    ['https://a.example/帮助', 'www.b.com']
    """
    found: list[Piece] = []
    for match in _links().finditer(text):
        written = _closed(match.group())
        if "." in written or ":" in written:
            found.append(Piece(match.start(), match.start() + len(written), written))
    return found


def host(link: str) -> str:
    """The host of a link in small letters, without a port and without a user's name.

    >>> host("https://shop.example@EVIL.com:8080/a"), host("www.b.com/?q=1"), host("https://a.cn查看")
    ('evil.com', 'www.b.com', 'a.cn')
    """
    rest = re.sub(r"^[a-z][a-z0-9+.-]*:[/\\]*", "", link.translate(_DOTS), flags=re.IGNORECASE)
    name = re.split(r"[/\\?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    name = name if name.startswith("[") else name.partition(":")[0]
    return _without_chinese_text(name).lower().strip(".")


def is_within(name: str, domains: Sequence[str]) -> bool:
    """Whether a host is one of the domains or a part of one.

    >>> is_within("help.a.example", ["a.example"]), is_within("a.example.evil.com", ["a.example"])
    (True, False)
    """
    wanted = [host(domain.removeprefix("*.")) for domain in domains]
    return any(name == domain or name.endswith(f".{domain}") for domain in wanted)


def plain_link(link: str) -> str:
    """Host and path, by which two links count as the same page.

    >>> plain_link("HTTPS://www.A.example/Help/") == plain_link("a.example/Help")
    True
    """
    rest = re.sub(r"^[a-z][a-z0-9+.-]*:[/\\]*", "", link, flags=re.IGNORECASE)
    after = re.search(r"[/\\?#].*", rest, flags=re.DOTALL)
    return host(link).removeprefix("www.") + (after.group().rstrip("/") if after else "")


_DOTS = str.maketrans("．｡", "..")


def _closed(written: str) -> str:
    """Without the punctuation after it; a bracket that was opened in the link stays."""
    while written and written[-1] in _TRAILING:
        opening = {")": "(", "）": "（", "]": "["}.get(written[-1])
        if opening and written.count(opening) >= written.count(written[-1]):
            break
        written = written[:-1]
    return written


def _without_chinese_text(name: str) -> str:
    """A host that Chinese text follows without a space ends before it; 例子.com is all host."""
    if re.search(r"[一-鿿][^一-鿿]*\.[A-Za-z]{2,}$|^[一-鿿]", name):
        return name
    return re.split("[一-鿿]", name, maxsplit=1)[0]


@cache
def _links() -> re.Pattern[str]:
    ended = "|".join(_ENDINGS.split())
    rest = r"[^\s<>\"“”‘’「」『』《》（）【】，。；！？、`|]"
    label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    return re.compile(
        rf"(?<![A-Za-z0-9])(?:https?|ftp)://{rest}{{1,2000}}"
        rf"|(?<![A-Za-z0-9.@/_-])(?:www\.{rest}{{1,2000}}"
        rf"|(?:{label}\.){{1,4}}(?:{ended})(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])(?:[/?#]{rest}{{0,2000}})?)",
        re.IGNORECASE,
    )
