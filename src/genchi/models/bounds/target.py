"""What is called: the one thing that the bounds ask of whoever makes the calls."""

from __future__ import annotations

from typing import Protocol

from genchi.models.bounds.circuit import Circuit
from genchi.models.bounds.gate import Gate
from genchi.models.bounds.policy import Policy
from genchi.models.price import Price


class Target(Protocol):
    """One pinned model at one provider, and what bounds its calls."""

    @property
    def name(self) -> str:
        """For attempts and messages, such as `small (deepseek:deepseek-chat)`."""

    @property
    def policy(self) -> Policy:
        """How it is called."""

    @property
    def gate(self) -> Gate:
        """Of the account at the provider: all its targets share it."""

    @property
    def circuit(self) -> Circuit:
        """Of this target alone."""

    @property
    def price(self) -> Price | None:
        """What its tokens cost; None where that is not known."""
