"""What tokens of a model cost. A price that is not known is None, never 0."""

from __future__ import annotations

from dataclasses import dataclass

from genchi.records import Usage

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """USD for a million tokens: of the input, of the output, of input from the provider's cache.

    Where `cached_input` is None, cached tokens cost what others do.
    """

    input: float
    output: float
    cached_input: float | None = None

    def cost(self, usage: Usage) -> float | None:
        """USD of a call, or None where the tokens are not known.

        `usage.input_tokens` counts cached tokens too.

        >>> Price(input=2.0, output=8.0, cached_input=0.5).cost(Usage(1000, 600, 100))
        0.0019
        """
        if usage.input_tokens is None or usage.output_tokens is None:
            return None
        cached = min(usage.cached_tokens or 0, usage.input_tokens)
        fresh = usage.input_tokens - cached
        cached_price = self.input if self.cached_input is None else self.cached_input
        spent = fresh * self.input + cached * cached_price + usage.output_tokens * self.output
        return spent / _MILLION
