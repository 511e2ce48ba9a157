"""What people say of kept answers: approved, corrected, or banned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import orjson

from genchi.errors import UsageError
from genchi.records import Text
from genchi.records.request_json import response_from_json, response_to_json
from genchi.store import Answers, StoredAnswer


class Reviews:
    """The reviewing of the answers of a store."""

    def __init__(self, answers: Answers, clock: Callable[[], int]) -> None:
        self._answers = answers
        self._clock = clock

    def waiting(self, n: int = 20, *, tenant: str | None = None) -> list[StoredAnswer]:
        """Answers that nobody judged yet, those given most often first."""
        return self._answers.unreviewed(tenant, n)

    def approve(self, id_: int, *, by: str, independent: bool = False) -> None:
        """This answer is right: it is given first, at any age.

        `independent` says that it stays right whatever the versions of prompt, model and documents;
        the prompt must have a name, by which it is known as the same one.
        """
        self._may_be(self._known(id_), independent)
        self._answers.review(id_, "approved", by=by, now_ns=self._clock(), independent=independent)

    def correct(self, id_: int, text: str, *, by: str, independent: bool = False) -> None:
        """This is the right answer, in the place of what the model said."""
        answer = self._known(id_)
        self._may_be(answer, independent)
        response = response_from_json(answer.response)
        if not text.strip():
            raise UsageError(f"the correction of answer {id_} is empty: write what is right")
        if _is_json(response.text) and not _is_json(text):
            raise UsageError(f"answer {id_} is JSON, and its correction must be too: {text[:80]!r}")
        message = replace(response.message, parts=(Text(text),))
        self._answers.review(
            id_,
            "corrected",
            by=by,
            now_ns=self._clock(),
            independent=independent,
            response=response_to_json(replace(response, message=message)),
        )

    def ban(self, id_: int, *, by: str) -> None:
        """No kept answer is given here: the model is asked every time, and nothing is kept."""
        self._known(id_)
        self._answers.review(id_, "banned", by=by, now_ns=self._clock())

    def _known(self, id_: int) -> StoredAnswer:
        answer = self._answers.get(id_)
        if answer is None:
            raise UsageError(f"there is no cached answer {id_}: `genchi cache review` lists them")
        return answer

    def _may_be(self, answer: StoredAnswer, independent: bool) -> None:
        if independent and answer.keys.question is None:
            raise UsageError(
                f"answer {answer.id} was asked without the name of a prompt, so that it cannot be "
                "told from those to other prompts: it cannot be independent of versions"
            )


def _is_json(text: str) -> bool:
    try:
        return isinstance(orjson.loads(text), dict | list)
    except ValueError:
        return False
