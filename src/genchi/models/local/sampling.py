"""Which token comes next, drawn so that a seed gives the same answer whatever else is running."""

from __future__ import annotations

from typing import Any

from genchi.errors import UsageError
from genchi.models.local.loading import sdk
from genchi.records import Request


class Sampling:
    """Draws by temperature and nucleus, as a change of the scores: the highest is the one drawn.

    Dividing probabilities by exponential noise and taking the largest quotient draws from them
    (the Gumbel-max trick; Maddison et al., 2014, "A* Sampling"). The noise comes from a generator
    of this call alone, on the CPU: torch's own would be shared by all models of a process.
    """

    def __init__(self, request: Request) -> None:
        """The temperature of the request must be above 0."""
        self._temperature = float(request.temperature or 0)
        self._top_p = 1.0 if request.top_p is None else request.top_p
        self._generator = sdk("torch").Generator()
        if request.seed is None:
            self._generator.seed()
        else:
            self._generator.manual_seed(request.seed)

    def __call__(self, ids: Any, scores: Any) -> Any:
        """Scores of shape (1, vocabulary) whose highest is the drawn token's."""
        torch = sdk("torch")
        scores = _nucleus(torch, scores.float() / self._temperature, self._top_p)
        noise = torch.empty(scores.shape).exponential_(generator=self._generator)
        return scores - noise.log().to(scores.device)


def samples(request: Request) -> bool:
    """Whether a request wants chance: else the likeliest token is taken. Raises `UsageError`."""
    if request.temperature is not None and request.temperature < 0:
        raise UsageError(f"temperature is {request.temperature}: give 0 or more")
    if request.top_p is not None and not 0 < request.top_p <= 1:
        raise UsageError(f"top_p is {request.top_p}: give more than 0 and at most 1")
    return bool(request.temperature)


def _nucleus(torch: Any, scores: Any, top_p: float) -> Any:
    """Without the least likely tokens, as long as the others have `top_p` together."""
    if top_p >= 1:
        return scores
    ordered, places = scores.sort(dim=-1, descending=True)
    shares = ordered.softmax(dim=-1)
    spare = shares.cumsum(dim=-1) - shares >= top_p
    return scores.masked_fill(spare.scatter(-1, places, spare), float("-inf"))
