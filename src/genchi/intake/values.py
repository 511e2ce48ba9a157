"""What people write in a field, read as what it means: verdicts, times, numbers, passages.

Every function raises `ValueError` with a short reason where a value cannot be meant; None, empty
text and "unknown" mean that there is nothing.
"""

from __future__ import annotations

import dataclasses
import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from genchi.records import Outcome, Passage, Verdict, output_text

_GOOD = (
    "1 true t yes y good pass passed correct right ok okay accept accepted up thumbs_up positive "
    "👍 ✓ ✔ ✅ 好 对 是 正确 合格 通过 有 真 √ 赞 满意"
)
_BAD = (
    "0 false f no n bad fail failed incorrect wrong reject rejected down thumbs_down negative "
    "👎 ✗ ✘ ❌ 坏 差 错 否 错误 不正确 不合格 不通过 未通过 不对 不好 不是 无 假 × 踩 不满意"
)
_NOTHING = frozenset(["", "unknown", "n/a", "na", "null", "none", "nan", "skip", "?", "-", "未知"])
_VERDICTS = dict.fromkeys(_GOOD.split(), 1.0) | dict.fromkeys(_BAD.split(), 0.0)
_SCORER_WORDS = {"c": 1.0, "i": 0.0, "p": 0.5, "n": 0.0}  # correct, incorrect, partial, no answer


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person said about one criterion. `annotator` is None where the file names none.

    `failure` is the short name of the way in which the output is bad, where the file has one.
    """

    value: float
    annotator: str | None = None
    reason: str = ""
    failure: str | None = None


def is_nothing(value: object) -> bool:
    """Whether a value says nothing.

    >>> is_nothing(" N/A "), is_nothing(0)
    (True, False)
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return isinstance(value, str) and value.strip().lower() in _NOTHING


def read_verdict(value: object) -> float:
    """1.0 for good, 0.0 for bad, a number in [0, 1] as it is.

    >>> read_verdict("yes"), read_verdict("不合格"), read_verdict(0.5)
    (1.0, 0.0, 0.5)
    """
    if isinstance(value, bool | int | float) and 0 <= value <= 1:
        return float(value)
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _VERDICTS:
            return _VERDICTS[word]
        number = _number_in(word)
        if number is not None and 0 <= number <= 1:
            return number
    raise ValueError(
        f"{_shown(value)} is not a verdict: use true/false, yes/no, good/bad, pass/fail, 好/坏, "
        "or a number from 0 to 1"
    )


def read_judgements(value: object) -> list[Judgement]:
    """One verdict, or several people's: {"mei": true, "tom": false}, or a list of verdicts.

    >>> [j.annotator for j in read_judgements({"mei": 1, "tom": 0})]
    ['mei', 'tom']
    """
    if is_nothing(value):
        return []
    if isinstance(value, dict):
        if _VALUE_KEYS & value.keys():
            return _judgement_object(value)
        return [j for name, item in value.items() for j in _said_by(str(name), item)]
    if isinstance(value, list):
        return [j for n, item in enumerate(value, 1) for j in _said_by(f"annotator {n}", item)]
    return [Judgement(read_verdict(value))]


_VALUE_KEYS = {"value", "verdict", "label", "good", "score"}
_REASON_KEYS = ("reason", "explanation", "note", "comment", "critique", "label_type")
_FAILURE_KEYS = ("failure", "failure_mode")


def _said_by(annotator: str, item: object) -> list[Judgement]:
    said = read_judgements(item)
    return [dataclasses.replace(one, annotator=one.annotator or annotator) for one in said]


def _judgement_object(fields: dict[str, Any]) -> list[Judgement]:
    value = next(fields[key] for key in fields if key in _VALUE_KEYS)
    if is_nothing(value):
        return []
    who = fields.get("annotator") or fields.get("user") or fields.get("by")
    reason = next((str(fields[key]) for key in _REASON_KEYS if fields.get(key)), "")
    failure = next((str(fields[key]) for key in _FAILURE_KEYS if fields.get(key)), None)
    return [Judgement(read_verdict(value), str(who) if who else None, reason, failure)]


LABEL_PARTS = (
    tuple(sorted(_VALUE_KEYS)),
    _REASON_KEYS,
    _FAILURE_KEYS,
    ("annotator", "user", "by"),
)
CHECK_PARTS = (("outcome", "value", "passed"), ("score",), _REASON_KEYS)
PLACE_PARTS = (("start",), ("end",), _REASON_KEYS)


def says_more(value: object, parts: tuple[tuple[str, ...], ...]) -> bool:
    """Whether an object says more than is read of it: one member for each of `parts`.

    >>> says_more({"value": 1, "reason": "ok"}, LABEL_PARTS)
    False
    >>> says_more({"mei": {"value": 1, "confidence": 0.3}}, LABEL_PARTS)
    True
    """
    if isinstance(value, list):
        return any(says_more(item, parts) for item in value)
    if not isinstance(value, dict):
        return False
    told = {next((name for name in names if name in value), "") for names in parts} - {""}
    if not told and parts is LABEL_PARTS:  # the names are those of people
        return any(says_more(item, parts) for item in value.values())
    return any(item is not None and name not in told for name, item in value.items())


def read_places(value: object) -> list[tuple[int, int, str]]:
    """The marked pieces of an output: (start, end, reason) from objects with `start` and `end`.

    >>> read_places([{"start": 3, "end": 8, "reason": "编造"}])
    [(3, 8, '编造')]
    """
    if not isinstance(value, list):
        raise ValueError(f"{_shown(value)} is not a list of {{start, end}}")
    return [_place(item) for item in value]


def _place(item: object) -> tuple[int, int, str]:
    if not isinstance(item, dict):
        raise ValueError(f"{_shown(item)} is not an object with start and end")
    start, end = read_count(item.get("start")), read_count(item.get("end"))
    if end < start:
        raise ValueError(f"a piece ends ({end}) before it starts ({start})")
    return start, end, next((str(item[key]) for key in _REASON_KEYS if item.get(key)), "")


def read_recorded_verdict(value: object) -> Verdict | None:
    """What a check or a scorer said elsewhere. A score in [0, 1] passes from 0.5 upwards.

    >>> read_recorded_verdict("C").outcome, read_recorded_verdict({"score": 0.2}).outcome
    ('pass', 'fail')
    """
    reason, score = "", None
    if isinstance(value, dict):
        reason = next((str(value[key]) for key in _REASON_KEYS if value.get(key)), "")
        score = None if is_nothing(value.get("score")) else value["score"]
        said = (value.get(key) for key in ("outcome", "value", "score", "passed"))
        value = next((item for item in said if item is not None), None)
    word = value.strip().lower() if isinstance(value, str) else value
    if word in ("skip", "error"):
        unjudged: Outcome = "skip" if word == "skip" else "error"
        return Verdict(unjudged, reason)
    if is_nothing(value):
        return None
    rate = _rate(value)
    return Verdict(
        "pass" if rate >= 0.5 else "fail", reason, rate if score is None else _rate(score)
    )


def _rate(value: object) -> float:
    """A verdict, or a scorer's letter, as a number."""
    word = value.strip().lower() if isinstance(value, str) else None
    return _SCORER_WORDS[word] if word in _SCORER_WORDS else read_verdict(value)


def read_object(value: object) -> dict[str, Any]:
    """An object {name: value}."""
    if not isinstance(value, dict):
        raise ValueError(f"{_shown(value)} is not an object {{name: value}}")
    return value


def read_number(value: object) -> float:
    """A number, also where it is written as text.

    >>> read_number("1,234.5")
    1234.5
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value):
        return float(value)
    if isinstance(value, str):
        number = _number_in(value.strip().lstrip("$¥￥").replace(",", ""))
        if number is not None:
            return number
    raise ValueError(f"{_shown(value)} is not a number")


def read_count(value: object) -> int:
    """A whole number that is not negative."""
    number = read_number(value)
    if not 0 <= number < _MAX_COUNT or number != int(number):
        raise ValueError(f"{_shown(value)} is not a count")
    return int(number)


def read_amount(value: object) -> float:
    """A number that is not negative: seconds or USD."""
    number = read_number(value)
    if number < 0:
        raise ValueError(f"{_shown(value)} is negative")
    return number


def read_seconds(value: object) -> int:
    """A duration in seconds, as nanoseconds."""
    return _nanoseconds(value, read_amount(value) * 1e9)


def read_milliseconds(value: object) -> int:
    """A duration in milliseconds, as nanoseconds."""
    return _nanoseconds(value, read_amount(value) * 1e6)


def _nanoseconds(value: object, number: float) -> int:
    if not number < _MAX_COUNT:
        raise ValueError(f"{_shown(value)} is too long")
    return round(number)


_MAX_COUNT = 2**63
"""What the store can keep: a count is below, a time within this many nanoseconds of 1970."""
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日\s*")
_SLASHED = re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})")


def read_time(value: object) -> int:
    """Nanoseconds since 1970. Text without a zone is UTC; numbers may be s, ms, us or ns.

    >>> read_time("1970-01-01T00:00:01Z"), read_time(1_700_000_000) == read_time("1700000000000")
    (1000000000, True)
    """
    if isinstance(value, str) and _number_in(value.strip()) is None:
        return _written_time(value.strip())
    number = read_number(value)
    if not 0 <= number < _MAX_COUNT:
        raise ValueError(f"{_shown(value)} is not a time")
    return _within_reach(value, _since_1970(value, number))


def _since_1970(value: object, number: float) -> int:
    for limit, scale in ((1e11, 10**9), (1e14, 10**6), (1e17, 10**3)):
        if number < limit:
            whole = int(number)
            return whole * scale + round((number - whole) * scale)
    return value if isinstance(value, int) else int(number)


def _within_reach(value: object, nanoseconds: int) -> int:
    if not abs(nanoseconds) < _MAX_COUNT:
        raise ValueError(f"{_shown(value)} is not a time between the years 1678 and 2262")
    return nanoseconds


def _written_time(text: str) -> int:
    for pattern in (_CHINESE_DATE, _SLASHED):
        text = pattern.sub(lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02} ", text)
    try:
        moment = datetime.fromisoformat(" ".join(text.split()))
    except ValueError:
        raise ValueError(f"{_shown(text)} is not a time: use 2026-11-25T08:30:00Z") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    seconds = since.days * 86_400 + since.seconds
    return _within_reach(text, seconds * 10**9 + since.microseconds * 1000)


_TEXT_KEYS = ("text", "content", "page_content", "passage", "chunk", "body", "snippet", "内容")
_ID_KEYS = ("id", "passage_id", "chunk_id", "doc_id", "编号")
_DOCUMENT_KEYS = ("document", "source", "title", "url", "file", "doc", "标题", "来源")


def read_passages(value: object) -> tuple[Passage, ...]:
    """Text, an object with text in it, or a list of either.

    >>> [p.text for p in read_passages(["a", {"content": "b"}])]
    ['a', 'b']
    """
    if is_nothing(value):
        return ()
    if isinstance(value, list):
        return tuple(passage for item in value for passage in read_passages(item))
    if isinstance(value, dict):
        return (_passage(value),)
    return (Passage(output_text(value)),)


def _passage(fields: dict[str, Any]) -> Passage:
    text_key = next((key for key in _TEXT_KEYS if isinstance(fields.get(key), str)), None)
    if text_key is None:
        return Passage(output_text(fields))
    id_key = next((key for key in _ID_KEYS if fields.get(key) is not None), None)
    document_key = next((key for key in _DOCUMENT_KEYS if isinstance(fields.get(key), str)), None)
    score = fields.get("score")
    scored = isinstance(score, int | float) and not isinstance(score, bool)
    used = {text_key, id_key, document_key, "score" if scored else None}
    metadata = {key: item for key, item in fields.items() if key not in used}
    nested = metadata.pop("metadata", {})
    return Passage(
        text=fields[text_key],
        id=str(fields[id_key]) if id_key else "",
        document=fields[document_key] if document_key else "",
        scores={"score": float(fields["score"])} if scored else {},
        metadata=metadata | (nested if isinstance(nested, dict) else {"metadata": nested}),
    )


def read_text(value: object) -> str:
    """A name or an id: text as it is, numbers as they are written."""
    if isinstance(value, bool | dict | list):
        raise ValueError(f"{_shown(value)} is not a name")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond any float
        return False


def _number_in(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
