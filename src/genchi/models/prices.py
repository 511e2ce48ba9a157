"""What models cost: from genchi.toml, else from the offline table of `genai-prices`, else unknown.

The table is the one Pydantic keeps (https://github.com/pydantic/genai-prices). It comes with the
package, is read when a price is first asked for, and is never fetched. It lacks most Chinese
models, and no table knows a contract: `price = { input = …, output = … }` under `[models.ALIAS]`
wins.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from genchi.models.price import Price

_IDS = {
    "openai": "openai",
    "openai-responses": "openai",
    "anthropic": "anthropic",
    "google": "google",
    "deepseek": "deepseek",
    "moonshot": "moonshotai",
}
"""Our names of providers, and the table's. A provider that is not here is asked by its address."""


@lru_cache(maxsize=512)
def listed_price(provider: str, model: str, base_url: str | None = None) -> Price | None:
    """The price of a model in the table, or None where it has none or is not installed.

    Of prices that rise with the length of the input, the one for short inputs; of prices that
    change with the hour, the one of 08:00 UTC, which is no discount at any provider known.
    """
    try:
        from genai_prices import Usage, calc_price
    except ImportError:
        return None
    if provider not in _IDS and base_url is None:
        return None

    when = datetime.now(UTC).replace(hour=8, minute=0)

    def cost(**tokens: int) -> float:
        usage = Usage(**tokens)
        if provider in _IDS:
            priced = calc_price(
                usage, model, provider_id=_IDS[provider], genai_request_timestamp=when
            )
        else:
            priced = calc_price(
                usage, model, provider_api_url=base_url, genai_request_timestamp=when
            )
        return float(priced.total_price)

    try:
        fresh, written = cost(input_tokens=1000), cost(output_tokens=1000)
        cached = cost(input_tokens=1000, cache_read_tokens=1000)
    except LookupError:
        return None
    return Price(_million(fresh), _million(written), None if cached == fresh else _million(cached))


def _million(of_a_thousand: float) -> float:
    """Without the last digits, which are only those of the division."""
    return round(of_a_thousand * 1000, 9)
