"""Models on this machine, through `transformers`: no provider, no network, no key.

`open` gives a model that is asked as any other. Underneath, `load` reads a model from its files
once, and `Transformers` is the family that asks it. Where a request has a schema, only tokens that
keep the answer within it can be chosen.
"""

from __future__ import annotations

from genchi.models.local.family import Transformers
from genchi.models.local.loading import LocalModel, load
from genchi.models.local.opening import open  # noqa: A004 - as `models.open`

__all__ = ["LocalModel", "Transformers", "load", "open"]
