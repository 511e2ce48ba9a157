"""What stands between the door to a model and a provider, whoever that is.

Time limits, retries, fallbacks, hedges, limits of concurrency and rate, circuits and budgets around
any call: `bounded` is given the call, and knows of no provider and no SDK.

    with budget(usd=2.0) as spent:
        won = await bounded(targets, call, Size(input_tokens=900, most_output_tokens=400))
        ...                    # read won.value
        won.close(usage)       # once it has ended
"""

from __future__ import annotations

from genchi.models.bounds.bounding import Won, bounded
from genchi.models.bounds.budget import budget
from genchi.models.bounds.circuit import Circuit
from genchi.models.bounds.gate import Gate
from genchi.models.bounds.policy import Policy, Size
from genchi.models.bounds.spending import BudgetError, Spent
from genchi.models.bounds.target import Target

__all__ = [
    "BudgetError",
    "Circuit",
    "Gate",
    "Policy",
    "Size",
    "Spent",
    "Target",
    "Won",
    "bounded",
    "budget",
]
