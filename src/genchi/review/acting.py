"""Actions of reviewers on their way into the store: one that is wrong does not stop the others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from genchi.records import Target
from genchi.review.pairing import is_key
from genchi.review.queueing import LEASE_SECONDS
from genchi.store import Action, Applied, LabelAction, Store

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def act(store: Store, actions: Sequence[Action | Applied], *, now_ns: int) -> list[Applied]:
    """Apply actions in order, in one transaction. What was refused before stays as it is."""
    told = [one if isinstance(one, Applied) else _refused(one) for one in actions]
    sound = [
        one
        for one, refused in zip(actions, told, strict=True)
        if refused is None and not isinstance(one, Applied)
    ]
    until_ns = now_ns + LEASE_SECONDS * 10**9
    applied = iter(store.actions.apply(sound, now_ns=now_ns, held_until_ns=until_ns))
    return [one if one is not None else next(applied) for one in told]


def _refused(action: Action) -> Applied | None:
    wrong = _wrong_id(action.id)
    if wrong is None and isinstance(action, LabelAction):
        wrong = _wrong_target(action.label.target)
    return None if wrong is None else Applied(action.id, "refused", error=wrong)


def _wrong_id(name: str) -> str | None:
    if _ID.fullmatch(name):
        return None
    return f"{name[:80]!r} is no id of an action: it has 8 to 64 of A-Z, a-z, 0-9 and -"


def _wrong_target(target: Target) -> str | None:
    """What is wrong with what a label is about."""
    for key in filter(None, (target.span, target.other)):
        if not is_key(key):
            return f"{key.trace_id[:80]}.{key.span_id[:80]} is no output: ids are hexadecimal"
    start, end = target.start, target.end
    if target.kind == "piece" and not (start is not None and end is not None and 0 <= start < end):
        return f"a piece runs from a start to a later end, not from {start} to {end}"
    if target.kind == "passage" and (target.passage is None or target.passage < 0):
        return f"a passage is called by its number from 0, not {target.passage}"
    if target.kind == "preference" and target.other in (None, target.span):
        return "a preference is between two outputs: `other` is the second"
    return _more_than(target)


def _more_than(target: Target) -> str | None:
    """That a target says nothing that its kind does not have."""
    belongs = {"piece": {"start", "end"}, "passage": {"passage"}, "preference": {"other"}}
    for name in ("start", "end", "passage", "other"):
        if getattr(target, name) is not None and name not in belongs.get(target.kind, set()):
            return f"a label on the kind {target.kind!r} has no {name!r}"
    return None
