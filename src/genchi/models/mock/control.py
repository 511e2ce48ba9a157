"""The mock's own paths: what came, and beginning again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import orjson

from genchi.models.mock.counting import KEPT, SHOWN, Accounts
from genchi.models.mock.sending import Exchange


async def control(exchange: Exchange, accounts: Accounts, reset: Callable[[], None]) -> None:
    """Answer `GET /mock/requests?last=N` and `POST /mock/reset`."""
    await exchange.body()
    match exchange.method, exchange.path:
        case "GET", "/mock/requests":
            status, told = 200, accounts.tally(_last(exchange.query)).as_json()
        case "POST", "/mock/reset":
            reset()
            status, told = 200, accounts.tally(0).as_json()
        case _:
            why = f"there is no {exchange.method} {exchange.path}"
            status, told = 404, {"detail": f"{why}: GET /mock/requests, POST /mock/reset"}
    await exchange.whole(status, orjson.dumps(told), ())


def _last(query: str) -> int:
    """How many requests to show: `last=N`; the usual number where that is none."""
    text = parse_qs(query).get("last", [""])[0]
    return min(int(text), KEPT) if text.isascii() and text.isdigit() else SHOWN
