"""Anthropic's threads: a request that goes on from an earlier message, whose conversation is kept.

`thread: {"type": "create"}` keeps it, `{"type": "continue", "previous_message_id": …}` goes on with
the tools, the system prompt and all that was said; the tool runner of the SDK works like that.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from genchi.models.mock.exchange import Json, Refused
from genchi.models.mock.fields import object_at
from genchi.models.mock.openai_tools import text_at_path

MOST_KEPT = 1000


class Threads:
    """The conversations behind the last messages of threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Json] = OrderedDict()

    def expanded(self, body: Json) -> Json:
        """The request with all that it goes on from. Raises `Refused` where that is not known."""
        thread = object_at(body, "thread")
        if thread.get("type") != "continue":
            return body
        previous = text_at_path(thread, "previous_message_id", "thread.previous_message_id")
        if previous not in self._kept:
            raise Refused(
                f"thread.previous_message_id: no message {previous!r} of a thread is known.",
                status=404,
                code="thread_not_found",
            )
        kept = self._kept[previous]
        said = body.get("messages")
        if not isinstance(said, list):
            return {**kept, **body}
        return {**kept, **body, "messages": [*kept["messages"], *said]}

    def keep(self, message_id: str, body: Json, content: list[dict[str, Any]]) -> None:
        """Keep the conversation up to a message, where the request wants that."""
        if body.get("thread"):
            said = [*body["messages"], {"role": "assistant", "content": content}]
            self._kept[message_id] = {**body, "messages": said}
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Keep nothing any more."""
        self._kept.clear()
