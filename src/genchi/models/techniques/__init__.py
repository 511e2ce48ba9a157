"""Techniques for working with language models, as small functions.

Nothing here knows a provider. The model is an argument: any function from a prompt (a text, or
whatever yours takes) to a text. Where it is async, so is the technique: await what it returns.

| to | function |
|---|---|
| think in named steps and keep the thoughts out of the answer | `steps`, `read_steps`, `without_scratchpad` |
| take what is said most often | `self_consistent` |
| take the best by a check | `best_of` |
| ask small prompts instead of one large | `map_parts`, `chain` |
| show a list in fair or helpful orders | `shuffled`, `orders`, `unshuffled`, `most_important_outside` |
| not say the same again | `avoiding`, `too_similar` |
| vary the wording instead of the temperature | `varied` |
| see what of a list is named, and what is made up | `coverage` |
"""  # noqa: E501

from __future__ import annotations

from genchi.models.techniques.best import Best, Candidate, best_of
from genchi.models.techniques.catalogue import Coverage, Invented, coverage
from genchi.models.techniques.consistency import Consistent, leader_probability, self_consistent
from genchi.models.techniques.ordering import (
    Shown,
    most_important_outside,
    orders,
    shuffled,
    unshuffled,
)
from genchi.models.techniques.parts import Chained, Parts, chain, map_parts
from genchi.models.techniques.recent import Similar, avoiding, too_similar
from genchi.models.techniques.stepping import (
    NoEndError,
    Worked,
    read_steps,
    steps,
    without_scratchpad,
)
from genchi.models.techniques.varying import Varied, varied
from genchi.models.techniques.waves import Failure

__all__ = [
    "Best",
    "Candidate",
    "Chained",
    "Consistent",
    "Coverage",
    "Failure",
    "Invented",
    "NoEndError",
    "Parts",
    "Shown",
    "Similar",
    "Varied",
    "Worked",
    "avoiding",
    "best_of",
    "chain",
    "coverage",
    "leader_probability",
    "map_parts",
    "most_important_outside",
    "orders",
    "read_steps",
    "self_consistent",
    "shuffled",
    "steps",
    "too_similar",
    "unshuffled",
    "varied",
    "without_scratchpad",
]
