"""What may be kept, and for how long: one frozen object, and the reasons why not.

Nothing is kept that would be wrong the next time (answers that act, sampled ones), that is no whole
answer, or that somebody else must not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from genchi.cache.asked import Asked
from genchi.records import Response, ToolResult
from genchi.text import personal_data

WhyNot = Literal[
    "temperature", "tools", "personal", "truncated", "refused", "filtered", "empty", "banned"
]
"""Why an answer is not kept; `banned` where a person said so."""

DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Policy:
    """What a cache keeps.

    `max_age` is in seconds (None: until it is invalidated); an answer that a person accepted has no
    age. A request with a temperature above `max_temperature`, or with none, is not answered from
    the cache, because providers sample where nothing is said; None answers whatever the
    temperature. `normalise` also finds questions that differ only as `normalised` says.
    `personal` keeps personal data in answers that are for a whole tenant, where True; those for one
    user may have it. `regions` are the countries whose telephone numbers count as such.
    """

    max_age: float | None = 30 * DAY
    max_temperature: float | None = 0.3
    normalise: bool = True
    personal: bool = False
    regions: tuple[str, ...] = ("CN", "US")

    def against_asking(self, asked: Asked) -> WhyNot | None:
        """Why a question is not for the cache at all: it goes straight to the model."""
        limit, given = self.max_temperature, asked.request.temperature
        if limit is not None and (given is None or given > limit):
            return "temperature"
        parts = [part for message in asked.request.messages for part in message.parts]
        if any(isinstance(part, ToolResult) for part in parts):
            return "tools"
        return None

    def against_sharing(self, asked: Asked) -> WhyNot | None:
        """Why the answer to a question is neither kept nor shared with others who ask the same."""
        texts = (message.text for message in asked.request.messages)
        return "personal" if any(self._is_personal(asked, text) for text in texts) else None

    def against_keeping(self, asked: Asked, response: Response) -> WhyNot | None:
        """Why an answer is not kept."""
        if response.tool_calls:
            return "tools"
        if response.lacks is not None:
            return response.lacks
        if not response.text.strip():
            return "empty"
        return "personal" if self._is_personal(asked, response.text) else None

    def _is_personal(self, asked: Asked, text: str) -> bool:
        if self.personal or asked.user is not None:
            return False
        return bool(personal_data(text, self.regions))
