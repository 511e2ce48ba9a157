"""Searching: what matches, where it is marked, and that an index never misses what matches."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

import apsw
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from genchi.text import Search, fold, folded_with_places, index_terms, search_of

FTS = (
    "CREATE VIRTUAL TABLE found USING fts5(text, content='', contentless_delete=1, detail=none, "
    'tokenize="{tokenizer}")'
)
FEW = st.text("aBé\u0301cß1２_-. \n\u3000*退款かが\u3099ㄱㅏ한𠀀⺀हि\u00ad，😀\ue000ᦰ", max_size=12)
ESCAPED = FEW.map(lambda text: json.dumps(text)[1:-1])
LONE = st.sampled_from(["\ud83d", "\\ud83d", "\\ude00", "\x00", "\\", "u9000"])
SOME = st.lists(FEW | ESCAPED | LONE | st.text(max_size=5), max_size=4).map("".join)


def found(query: str, text: str) -> bool:
    return search_of(query).matches(fold(text))


def marked(query: str, text: str) -> list[str]:
    return [text[start:end] for start, end in search_of(query).places(text)]


@pytest.fixture(scope="module", params=["ascii", "unicode61 remove_diacritics 2"])
def index(request: pytest.FixtureRequest) -> Iterator[apsw.Connection]:
    connection = apsw.Connection(":memory:")
    connection.execute(FTS.format(tokenizer=request.param))
    yield connection
    connection.close()


def is_candidate(index: apsw.Connection, search: Search, text: str) -> bool:
    expression = search.candidates()
    if expression is None:
        return True
    index.execute("DELETE FROM found WHERE rowid = 1")
    index.execute("INSERT INTO found (rowid, text) VALUES (1, ?)", (index_terms(text),))
    rows = index.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,))
    return list(rows) == [(1,)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("refund", "Refund!"),
        ("REFUND", "a (refund)"),
        ("refund*", "refunds"),
        ("cafe", "café"),
        ("café", "CAFE"),
        ("cafe", "cafe\u0301"),
        ("strasse", "Straße"),
        ("ABC123", "ａｂｃ１２３"),
        ("退", "申请退款"),
        ("退款政策", "我们的退款政策是"),
        ("gpt", "用GPT写"),
        ("用gpt写", "我用GPT写代码"),
        ("find_order", 'find_order("A-1")'),
        ("order", "find_order"),
        ("gpt-4o", "gpt-4o-mini"),
        ("gpt-4*", "gpt-4o"),
        ("refund policy", "our refund\n  policy."),
        ("退款", '{"q": "\\u9000\\u6b3e"}'),
        ("😀", "ok \\ud83d\\ude00"),
        ("が", "か\u3099"),
        ("한국", "한국어"),
        ("한", "\u1112\u1161\u11ab"),
        ("हिन्दी", "यह हिन्दी है"),
        ("refund", "re\u00adfund"),
        ("-> b", "a -> b"),
    ],
)
def test_a_query_finds_what_a_reader_would_call_the_same(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("fund", "refund"),
        ("refund", "refunds"),
        ("und*", "refunds"),
        ("か", "が"),
        ("が", "か"),
        ("3天", "13天"),
        ("退款政策", "退款的政策"),
        ("gpt-4o", "gpt_4o"),
        ("gpt-4", "gpt-4o"),
        ("refund policy", "refund our policy"),
        ("refund policy", "policy refund"),
        ("हि", "हिन्दी"),
        ("refund", "re fund"),
        ("a*c", "abc"),
    ],
)
def test_a_query_does_not_find_what_only_looks_alike(query: str, text: str) -> None:
    assert not found(query, text)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("退款", '{"q": "\\u9000\\u6b3e"}', ["\\u9000\\u6b3e"]),
        ("refund", "Refund, ＲＥＦＵＮＤ, refunds", ["Refund", "ＲＥＦＵＮＤ"]),
        ("cafe", "cafe\u0301 CAFÉ.", ["cafe\u0301", "CAFÉ"]),
        ("fi*", "ﬁn", ["ﬁ"]),
        ("f*", "ﬁn", ["ﬁ"]),
        ("refund policy", "refund \n policy", ["refund \n policy"]),
        ("退", "退a退", ["退", "退"]),
        ("한", "\u1112\u1161\u11ab국", ["\u1112\u1161\u11ab"]),
        ("😀", "\\ud83d\\ude00😀", ["\\ud83d\\ude00", "😀"]),
        ("k*", "㎏", ["㎏"]),
        ("", "abc", []),
        ("x", "abc", []),
    ],
)
def test_a_match_is_marked_as_it_was_written(query: str, text: str, expected: list[str]) -> None:
    assert marked(query, text) == expected


@given(SOME)
def test_folding_with_places_folds_the_same_and_its_places_rise_through_the_text(text: str) -> None:
    folded, places = folded_with_places(text)
    assert folded == fold(text)
    assert len(places) == len(folded)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(st.text(st.characters(), max_size=30))
def test_any_text_folds_to_what_can_be_stored(text: str) -> None:
    assert folded_with_places(text)[0] == fold(text)
    fold(text).encode()
    index_terms(text).encode()
    search_of(text).places(text)


@given(SOME, SOME)
def test_a_text_matches_where_places_are_marked_and_only_there(query: str, text: str) -> None:
    search = search_of(query)
    places = search.places(text)
    assert bool(places) == (search.matches(fold(text)) and search.text != "")
    assert all(start < end for start, end in places)


@given(SOME, st.data())
@example("xa\ue000b", None)
@example("ab\x00cd", None)
def test_the_index_finds_every_text_that_matches(
    index: apsw.Connection, text: str, data: st.DataObject | None
) -> None:
    queries = [text, *fold(text).split(), *re.findall(r"\w+", fold(text))]
    if data is not None:
        start = data.draw(st.integers(0, len(text)))
        piece = text[start : data.draw(st.integers(start, len(text)))]
        queries += [piece, f"{piece}*", data.draw(SOME)]
    for query in queries:
        search = search_of(query)
        if search.matches(fold(text)):
            assert is_candidate(index, search, text), (query, search.candidates())


def may_split(number: int) -> bool:
    """Every character, but of the large blocks of Chinese and Korean and what is empty a few."""
    alike = 0x3400 <= number < 0xA000 or 0xAC00 <= number < 0xD7A4 or number >= 0x1F800
    return not 0xD800 <= number < 0xE000 and (not alike or number % 512 == 0)


def test_every_character_that_may_stand_in_a_word_is_one_term_of_the_index(
    index: apsw.Connection,
) -> None:
    characters = [chr(number) for number in range(0x110000) if may_split(number)]
    for start in range(0, len(characters), 0x1000):
        block = characters[start : start + 0x1000]
        text = " ".join(f"a{character}b" for character in block)
        index.execute("DELETE FROM found WHERE rowid = 1")
        index.execute("INSERT INTO found (rowid, text) VALUES (1, ?)", (index_terms(text),))
        for character in block:
            expression = search_of(f"a{character}b").candidates()
            rows = list(index.execute("SELECT rowid FROM found WHERE found MATCH ?", (expression,)))
            assert rows == [(1,)], (hex(ord(character)), expression)


def test_words_of_the_query_language_of_the_index_are_ordinary_words(
    index: apsw.Connection,
) -> None:
    for query in ("AND", "or", "NOT", "near", "text", "a AND b", 'say "hi"', "退款 OR 退货"):
        assert is_candidate(index, search_of(query), f"x {query} y")
        assert not is_candidate(index, search_of(query), "nothing of it")


def test_a_long_phrase_asks_the_index_for_a_few_terms_and_still_decides_by_all(
    index: apsw.Connection,
) -> None:
    phrase = " ".join(f"word{n}" for n in range(500))
    search = search_of(phrase)
    assert is_candidate(index, search, phrase)
    assert (search.candidates() or "").count("AND") < 100
    assert search.matches(fold(phrase))
    assert not search.matches(fold(phrase.replace("word499", "other")))


@pytest.mark.parametrize(
    "pile", ["\u0301\u0327", "\u05b0\u05b1", "\u3099\u094d", "\U00011046\u3099"]
)
def test_a_pile_of_marks_on_one_letter_is_cut_the_same_everywhere(pile: str) -> None:
    text = "か" + pile * 20_000 + "退款😀" * 20
    assert folded_with_places(text)[0] == fold(text)
    assert len(fold(text)) < 200
    assert marked("退款", text) == ["退款"] * 20


def test_one_character_is_found_wherever_it_stands_in_a_row(index: apsw.Connection) -> None:
    for character in "申请退款":
        assert is_candidate(index, search_of(character), "我们，申请退款 now")
    assert not is_candidate(index, search_of("货"), "我们，申请退款 now")


def test_a_long_run_of_what_is_no_word_is_not_taken_for_one(index: apsw.Connection) -> None:
    assert is_candidate(index, search_of("b"), f"a{'—。' * 50}b")


def test_a_pile_is_seen_whatever_marks_are_in_it() -> None:
    marks = [mark for mark in map(chr, range(0x110000)) if unicodedata.category(mark)[0] == "M"]
    for mark in marks:
        text = "a" + (mark + "\u093f") * 40
        assert fold(text).count("\u093f") <= 30, hex(ord(mark))
        assert folded_with_places(text)[0] == fold(text), hex(ord(mark))


def test_what_has_no_words_in_it_is_left_to_a_scan() -> None:
    assert [search_of(query).candidates() for query in ("", "!?", "😀", "*", "->")] == [None] * 5
    assert found("😀", "好😀")
    assert found("*", "2 * 3")
    assert not found("->", "- >")
