"""Words that are one term of the text index are counted without payloads, and counted right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genchi.records import Filter, Payload, Span, SpanKey, Words
from genchi.store import Store, open_store
from genchi.store.selecting import select
from genchi.text import fold, index_terms, search_of

_TABLE = (
    "CREATE VIRTUAL TABLE said USING fts5(text, content='', contentless_delete=1, detail=none, "
    'tokenize="{tokenizer}")'
)
_FEW = st.text(
    "aBé\u0301cßuz1２_-. \n\u3000退款かが\u3099ㄱㅏ한𠀀⺀हि\u00ad，😀\ue000ᦰ", max_size=12
)
_TEXTS = st.lists(_FEW | st.text(max_size=5), max_size=4).map("".join)
_EVERY = [chr(number) for number in (*range(0x3400), *range(0xE000, 0x10000, 3))]


@pytest.fixture(scope="module", params=["ascii", "unicode61 remove_diacritics 2"])
def index(request: pytest.FixtureRequest) -> Iterator[apsw.Connection]:
    connection = apsw.Connection(":memory:")
    connection.execute(_TABLE.format(tokenizer=request.param))
    yield connection
    connection.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def meant(*words: str, negated: bool = False) -> Filter:
    return Filter(tuple(Words(word, negated) for word in words))


def is_exact(store: Store, filter_: Filter) -> bool:
    with store.database.read() as connection:
        return select(connection, filter_).exact


def indexed(index: apsw.Connection, texts: list[str]) -> None:
    index.execute("DELETE FROM said")
    index.executemany(
        "INSERT INTO said (rowid, text) VALUES (?, ?)",
        [(number, index_terms(text)) for number, text in enumerate(texts)],
    )


def found(index: apsw.Connection, word: str) -> set[int]:
    sql = "SELECT rowid FROM said WHERE said MATCH ?"
    return {number for (number,) in index.execute(sql, (search_of(word).candidates(),))}


def span(number: int, said: str, app: str = "a") -> Span:
    key = SpanKey(app, f"{number:032x}", f"{number:016x}")
    return Span(key, number, payload=Payload(output=said))


def counted(store: Store, *words: str) -> int:
    [facet] = store.spans.facets(meant(*words), ["app"])
    return sum(number for _, number in facet.values)


@given(_TEXTS)
@example("cafe\u0301 \u0301 u301z 退款\u0301")
def test_the_index_says_of_one_term_what_the_text_says(index: apsw.Connection, text: str) -> None:
    folded = fold(text)
    indexed(index, [text])
    words = re.findall("[a-z0-9]+", folded) + re.findall("(?=([\u4e00-\u9fff]{2}))", folded)
    for word in {*words, *(word[1:] for word in words if word.isascii()), "refund", "退款"} - {""}:
        if re.fullmatch("u[0-9a-f]+z", word) is None:
            assert found(index, word) == ({0} if search_of(word).matches(folded) else set()), word


def test_every_character_divides_terms_where_it_divides_words(index: apsw.Connection) -> None:
    for word, texts in {
        "ab": [f"{character}ab{character}" for character in _EVERY],
        "退款": [f"x{character}退款{character}x" for character in _EVERY],
        "款退": [f"款{character}退" for character in _EVERY],
    }.items():
        indexed(index, texts)
        search = search_of(word)
        wanted = {number for number, text in enumerate(texts) if search.matches(fold(text))}
        assert found(index, word) == wanted


@pytest.mark.parametrize("words", [("refund",), ("退款",), ("Refund", "４２"), ("ＧＰＴ", "政策")])
def test_words_of_one_term_need_no_payload(store: Store, words: tuple[str, ...]) -> None:
    assert is_exact(store, meant(*words))


@pytest.mark.parametrize(
    "word", ["refund*", "gpt-4o", "refund policy", "退", "退款吗", "用ai", "u301z", "!", "", "かが"]
)
def test_words_that_the_index_does_not_know_in_a_row_need_payloads(store: Store, word: str) -> None:
    assert not is_exact(store, meant(word))
    assert not is_exact(store, meant("refund", word))
    assert not is_exact(store, meant("refund", negated=True))


@pytest.mark.parametrize("reached", [0, 1, 150, 299, 300])
def test_a_word_is_counted_once_however_far_the_index_has_come(store: Store, reached: int) -> None:
    said = ["a refund", "refunds", "退款吗", "款退 refund 退款"]
    store.spans.add([span(n, said[n % 4]) for n in range(300)])
    store.text.catch_up(max_spans=reached)
    assert [counted(store, *words) for words in (["refund"], ["退款"], ["refund", "退款"])] == [
        150,
        150,
        75,
    ]
    points = store.spans.trend(meant("refund"), ["count"], every_ns=100)
    assert [point.values["count"] for point in points] == [50, 50, 50]


def test_what_is_gone_is_not_counted_nor_what_took_its_row(store: Store) -> None:
    store.spans.add([span(n, "a refund") for n in range(100)])
    store.text.catch_up()
    store.spans.delete([span(n, "").key for n in (3, 98, 99)])
    assert counted(store, "refund") == 97
    store.spans.add([span(98, "zebra", "b"), span(99, "zebra", "b")])
    for _ in range(2):
        assert (counted(store, "refund"), counted(store, "zebra")) == (97, 2)
        store.text.catch_up()
    store.text.rebuild()
    assert (counted(store, "refund"), counted(store, "zebra")) == (97, 2)
