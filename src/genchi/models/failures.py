"""What can go wrong at a provider, in one vocabulary, so that what to do about it is a table.

The kinds are ours; each family says which of its errors is which.
"""

from __future__ import annotations

from typing import Literal

from genchi.errors import OutsideError
from genchi.records import Attempt, Charged

FailureKind = Literal[
    "rate_limited",  # too many requests for now
    "overloaded",  # the provider is short of capacity
    "server_error",  # the provider broke
    "timeout",  # no answer in time
    "disconnected",  # the answer broke off
    "unreachable",  # no connection
    "unreadable",  # an answer that is not what the provider documents
    "bad_key",  # no key, a wrong one, or one that may not do this
    "out_of_credit",  # the account is spent
    "unknown_model",  # the provider has no such model or endpoint
    "too_long",  # more than the model reads
    "bad_request",  # anything else that the provider will not take
]

PASSING: frozenset[FailureKind] = frozenset(
    [
        "rate_limited",
        "overloaded",
        "server_error",
        "timeout",
        "disconnected",
        "unreachable",
        "unreadable",
    ]
)
"""What may go well a moment later."""

MAYBE_CHARGED: frozenset[FailureKind] = frozenset(["timeout", "disconnected", "unreadable"])
"""After these nobody knows whether the model answered, and so whether the provider charges."""


class ProviderError(OutsideError):
    """A provider did not answer. `kind` says why, `status` is that of HTTP where there was one.

    `retry_after` is the seconds the provider asks to wait, or None.
    """

    def __init__(
        self,
        message: str,
        kind: FailureKind,
        *,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.kind: FailureKind = kind
        self.status = status
        self.retry_after = retry_after
        self.attempts: tuple[Attempt, ...] = ()
        """Every try of the call that this error ended, in the order they ended."""

    @property
    def passing(self) -> bool:
        """Whether the same request may go well a moment later."""
        return self.kind in PASSING

    @property
    def charged(self) -> Charged:
        """Whether the provider may charge for it all the same."""
        return "maybe" if self.kind in MAYBE_CHARGED else "no"
