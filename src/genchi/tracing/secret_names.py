"""Names of fields and arguments whose value is a secret, as programs write them."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET_WORDS = frozenset(
    "password passwd passphrase pwd secret secrets authorization cookie cookies credential "
    "credentials apikey bearer jwt".split()
)
_SECRET_ENDINGS = ("api key", "access key", "secret key", "private key", "account key", "auth")
_SECRET_CHINESE = ("密码", "口令", "密钥", "令牌")
_LONGEST = 100

_COUNTED = (int, float, bool, type(None))


def is_secret(key: str) -> bool:
    """Whether a name says that its value is a secret.

    >>> [is_secret(k) for k in ("apiKey", "X-Auth-Token", "max_tokens", "密码")]
    [True, True, False, True]
    """
    return _judge(key) != ""


def hides(key: str, value: object) -> bool:
    """Whether the value under a name is to be hidden: a `token` that is a number is a count."""
    rule = _judge(key)
    return rule == "always" or (rule == "text" and type(value) not in _COUNTED)


def _judge(key: str) -> str:
    return _rule(key) if len(key) <= _LONGEST else ""


@lru_cache(maxsize=4096)
def _rule(key: str) -> str:
    words = [word.lower() for word in _WORD.findall(key)]
    if not _SECRET_WORDS.isdisjoint(words) or any(word in key for word in _SECRET_CHINESE):
        return "always"
    if " ".join(words).endswith(_SECRET_ENDINGS):
        return "always"
    return "text" if words[-1:] == ["token"] else ""
