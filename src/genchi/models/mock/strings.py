"""Strings of the formats that JSON Schema names, and words where it names none."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable

_WORDS = (
    "amber birch cedar delta ember fjord grove harbor indigo juniper kestrel linden maple north "
    "orchard pepper quartz river saffron thistle umber violet willow yarrow zephyr"
).split()


def some_words(draw: random.Random) -> str:
    """Two or three words.

    >>> some_words(random.Random(1))
    'saffron zephyr'
    """
    return " ".join(draw.sample(_WORDS, draw.randint(2, 3)))


def of_format(name: str, draw: random.Random) -> str:
    """A string of a format; words for one that is not known.

    >>> of_format("date", random.Random(1))
    '2024-10-28'
    """
    return _FORMATS.get(name, some_words)(draw)


def _word(draw: random.Random) -> str:
    return draw.choice(_WORDS)


def _date(draw: random.Random) -> str:
    return f"20{draw.randint(20, 39)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"


def _time(draw: random.Random) -> str:
    hour, minute, second = draw.randint(0, 23), draw.randint(0, 59), draw.randint(0, 59)
    return f"{hour:02}:{minute:02}:{second:02}Z"


def _date_time(draw: random.Random) -> str:
    return f"{_date(draw)}T{_time(draw)}"


def _duration(draw: random.Random) -> str:
    return f"P{draw.randint(1, 30)}DT{draw.randint(1, 23)}H"


def _email(draw: random.Random) -> str:
    return f"{_word(draw)}@{_word(draw)}.example"


def _host(draw: random.Random) -> str:
    return f"{_word(draw)}.example"


def _uri(draw: random.Random) -> str:
    return f"https://{_host(draw)}/{_word(draw)}"


def _uuid(draw: random.Random) -> str:
    return str(uuid.UUID(int=draw.getrandbits(128), version=4))


def _ipv4(draw: random.Random) -> str:
    return f"192.0.2.{draw.randint(1, 254)}"


def _ipv6(draw: random.Random) -> str:
    return f"2001:db8::{draw.randint(1, 65535):x}"


def _base64(draw: random.Random) -> str:
    return draw.choice(("bW9jaw==", "Z2VuY2hp", "YW5zd2Vy"))


_FORMATS: dict[str, Callable[[random.Random], str]] = {
    "date": _date,
    "time": _time,
    "date-time": _date_time,
    "duration": _duration,
    "email": _email,
    "idn-email": _email,
    "hostname": _host,
    "idn-hostname": _host,
    "uri": _uri,
    "url": _uri,
    "iri": _uri,
    "uri-reference": _uri,
    "iri-reference": _uri,
    "uuid": _uuid,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "byte": _base64,
    "binary": _base64,
}
