"""Which answer is given, what is kept, what makes it go, and what the accounts say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.cache.asking import answer, asked

from genchi.app import Home
from genchi.cache import Asked, Cache, Chosen, Policy
from genchi.errors import UsageError
from genchi.records import Message, Response, Text, ToolCall, ToolResult

DAY_NS = 86_400 * 10**9


class Clock:
    """Time that a test moves."""

    now = 10**18

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Home(tmp_path) as home:
        yield home


@pytest.fixture
def cache(home: Home) -> Iterator[Cache]:
    with home.cache() as cache:
        yield cache


def ask(cache: Cache, question: Asked, text: str = "Five days.") -> tuple[str, str | None]:
    """What is answered, where a model would say `text`; and the kind of hit."""
    found = cache.run(question, lambda: answer(text))
    return found.response.text, found.hit


def kept(cache: Cache, question: Asked, text: str = "Five days.") -> int:
    """The id of an answer that is kept from now on."""
    found = cache.run(question, lambda: answer(text))
    assert found.answer is not None
    return found.answer


def test_an_answer_is_found_by_id_then_exactly_then_by_its_normal_form(cache: Cache) -> None:
    ask(cache, asked("How do I pay?"), "by card")
    ask(cache, asked("Describe it", id="p1"), "red")
    assert ask(cache, asked("how  do I pay")) == ("by card", "normalised")
    assert ask(cache, asked("How do I pay?")) == ("by card", "exact")
    assert ask(cache, asked("How do I pay?", id="p1")) == ("red", "id")
    assert ask(cache, asked("怎么退款？"), "原路退回") == ("原路退回", None)
    assert ask(cache, asked("您好，请问怎么退款？谢谢")) == ("原路退回", "normalised")


def test_a_policy_may_leave_out_the_normal_form(home: Home) -> None:
    with home.cache(Policy(normalise=False)) as cache:
        ask(cache, asked("How do I pay?"))
        assert ask(cache, asked("how do I pay"), "new") == ("new", None)


def test_another_tenant_or_user_never_gets_an_answer(cache: Cache) -> None:
    ask(cache, asked(), "of the shop")
    ask(cache, asked(user="li"), "of Li")
    assert ask(cache, asked(tenant="bank"), "of the bank") == ("of the bank", None)
    assert ask(cache, asked(user="wang"), "of Wang") == ("of Wang", None)
    assert ask(cache, asked(user="li")) == ("of Li", "exact")


def test_an_accepted_answer_is_given_before_newer_and_surer_ones_at_any_age(home: Home) -> None:
    clock = Clock()
    with Cache(home.store(create=True), clock=clock) as cache:
        first = kept(cache, asked("How do I pay?"), "cash")
        cache.reviews.correct(first, "By card.", by="li")
        with Cache(home.store(), Policy(normalise=False), clock=clock) as strict:
            ask(strict, asked("how do I pay"), "by cheque")  # newer, and exact
        clock.now += 400 * DAY_NS
        assert ask(cache, asked("how do I pay")) == ("By card.", "reviewed")
        assert ask(cache, asked("How do I pay?")) == ("By card.", "reviewed")


def test_an_accepted_answer_goes_with_the_versions_it_rests_on_unless_independent(
    cache: Cache,
) -> None:
    bound, free = asked("How do I pay?"), asked("怎么退款？")
    cache.reviews.approve(kept(cache, bound, "by card"), by="li")
    cache.reviews.approve(kept(cache, free, "原路退回"), by="li", independent=True)
    newer: dict[str, Any] = {"prompt_version": "v2", "model": "large", "documents": {"faq": "2"}}
    assert ask(cache, replace(bound, **newer), "new") == ("new", None)
    assert ask(cache, replace(free, **newer)) == ("原路退回", "reviewed")
    assert ask(cache, replace(free, prompt="other"), "new") == ("new", None)
    assert ask(cache, replace(free, tenant="bank"), "new") == ("new", None)
    cache.invalidate(prompt="refunds")
    cache.invalidate(model="small-2026")
    assert ask(cache, bound, "new") == ("new", None)
    assert ask(cache, free) == ("原路退回", "reviewed")


def test_an_answer_to_a_prompt_without_a_name_cannot_be_independent(cache: Cache) -> None:
    id_ = kept(cache, asked(prompt=None))
    with pytest.raises(UsageError, match="name of a prompt"):
        cache.reviews.approve(id_, by="li", independent=True)


def test_where_an_answer_is_banned_the_model_is_asked_every_time(cache: Cache) -> None:
    cache.reviews.ban(kept(cache, asked("How do I pay?"), "wrong"), by="li")
    for _ in range(2):
        found = cache.run(asked("how do I pay"), lambda: answer("new"))
        assert (found.response.text, found.hit, found.why_not) == ("new", None, "banned")


def test_a_correction_of_json_must_be_json_and_of_nothing_is_refused(cache: Cache) -> None:
    id_ = kept(cache, asked(), '{"days": 5}')
    with pytest.raises(UsageError, match="JSON"):
        cache.reviews.correct(id_, "five", by="li")
    with pytest.raises(UsageError, match="empty"):
        cache.reviews.correct(id_, " ", by="li")
    with pytest.raises(UsageError, match="no cached answer 99"):
        cache.reviews.correct(99, "x", by="li")
    cache.reviews.correct(id_, '{"days": 6}', by="li")
    assert ask(cache, asked()) == ('{"days": 6}', "reviewed")


def test_an_answer_rests_on_versions_of_documents_and_goes_with_them(cache: Cache) -> None:
    one, two = asked(documents={"faq": "1", "terms": "9"}), asked(documents={"faq": "2"})
    ask(cache, one, "old")
    assert ask(cache, two, "new") == ("new", None)
    assert cache.invalidate(document="faq", version="1") == 1
    assert ask(cache, two) == ("new", "exact")
    assert ask(cache, one, "again") == ("again", None)
    assert cache.invalidate(document="terms") == 1
    assert cache.invalidate(document="faq") == 1
    with pytest.raises(UsageError, match="document="):
        cache.invalidate()


def test_an_answer_that_is_too_old_is_asked_anew_and_replaced(home: Home) -> None:
    clock = Clock()
    with Cache(home.store(create=True), Policy(max_age=86_400.0), clock=clock) as cache:
        ask(cache, asked(), "old")
        clock.now += DAY_NS
        assert ask(cache, asked()) == ("old", "exact")
        clock.now += 1
        assert ask(cache, asked(), "new") == ("new", None)
        assert ask(cache, asked()) == ("new", "exact")
        assert cache.count(Chosen()) == 1


NEVER: list[tuple[dict[str, Any], Response, str]] = [
    ({"temperature": 0.9}, answer(), "temperature"),
    ({"temperature": None}, answer(), "temperature"),
    ({}, Response(Message("assistant", (ToolCall("1", "find"),))), "tools"),
    ({"messages": (Message("tool", (ToolResult("1", "rain"),)),)}, answer(), "tools"),
    ({}, answer("Five d", lacks="truncated"), "truncated"),
    ({}, answer("No.", lacks="refused"), "refused"),
    ({}, answer("x", lacks="filtered"), "filtered"),
    ({}, answer(" "), "empty"),
    ({}, answer("Write to li@example.com"), "personal"),
    ({"text": "请给13812345678打电话"}, answer("好"), "personal"),
]


@pytest.mark.parametrize(("change", "response", "why"), NEVER, ids=str)
def test_what_must_not_be_kept_is_not_and_says_why(
    cache: Cache, change: dict[str, Any], response: Response, why: str
) -> None:
    for _ in range(2):
        found = cache.run(asked(**change), lambda: response)
        assert (found.response, found.hit, found.why_not) == (response, None, why)
    assert cache.count(Chosen()) == 0


def test_what_a_policy_allows_is_kept_all_the_same(home: Home) -> None:
    with home.cache(Policy(max_temperature=None, personal=True)) as cache:
        ask(cache, asked(temperature=0.9), "Write to li@example.com")
        assert ask(cache, asked(temperature=0.9))[1] == "exact"


def test_personal_data_is_kept_for_the_user_it_is_for(cache: Cache) -> None:
    ask(cache, asked(user="li"), "Write to li@example.com")
    assert ask(cache, asked(user="li")) == ("Write to li@example.com", "exact")


def test_the_accounts_say_what_was_given_and_saved_and_what_is_not_known(home: Home) -> None:
    unpriced = Response(Message("assistant", (Text("x"),)))
    with home.cache() as cache:
        for _ in range(3):
            found = cache.run(asked(), answer)
        cache.run(asked("2?"), lambda: unpriced)
        cache.run(asked("2?"), lambda: unpriced)
    assert (found.saved_cost, found.response.usage.cost) == (0.25, 0.0)
    with home.cache() as cache:
        stats = cache.stats("shop")
        assert (stats.hits, stats.misses, stats.hit_rate) == (3, 2, 0.6)
        assert (stats.saved_cost, stats.unpriced) == (0.5, 1)
        assert cache.stats("bank").saved_cost is None
        assert cache.stats("bank").hit_rate is None


def test_answers_wait_for_a_judgement_those_given_most_often_first(home: Home) -> None:
    with home.cache() as cache:
        kept(cache, asked("1?"))
        often = kept(cache, asked("2?"))
        cache.run(asked("2?"), answer)
        cache.run(asked("3?", tenant="bank"), answer)
    with home.cache() as cache:
        assert [found.asked for found in cache.reviews.waiting()] == ["2?", "1?", "3?"]
        assert [found.asked for found in cache.reviews.waiting(tenant="bank")] == ["3?"]
        cache.reviews.approve(often, by="li")
        assert [found.asked for found in cache.reviews.waiting(1)] == ["1?"]


def test_only_accepted_questions_of_the_tenant_are_suggested(cache: Cache) -> None:
    for question in ("How do I pay?", "How do I return it?", "怎么退款？", "怎么申请退款？"):
        cache.reviews.approve(kept(cache, asked(question)), by="li")
    cache.reviews.approve(kept(cache, asked("How do I pay Li?", user="li")), by="li")
    ask(cache, asked("How do I cheat?"))
    cache.reviews.ban(kept(cache, asked("How do I steal?")), by="li")
    assert cache.suggest("how do", tenant="shop") == ["How do I pay?", "How do I return it?"]
    assert cache.suggest("怎么退", tenant="shop") == ["怎么退款？"]
    assert cache.suggest("退款", tenant="shop") == ["怎么申请退款？", "怎么退款？"]
    assert cache.suggest("ＨＯＷ", 1, tenant="shop") == ["How do I pay?"]
    assert cache.suggest("how da I ret", tenant="shop") == ["How do I return it?"]
    assert cache.suggest("how do I pay l", tenant="shop") == []
    assert cache.suggest("how do I pay l", tenant="shop", user="li") == ["How do I pay Li?"]
    assert cache.suggest("how", tenant="bank") == []


def test_a_store_that_fails_never_stands_between_a_question_and_its_answer(home: Home) -> None:
    store = home.store(create=True)
    with Cache(store) as cache:
        with store.database.read() as connection:
            connection.execute("PRAGMA query_only = ON").fetchall()
        assert ask(cache, asked(), "said") == ("said", None)
        assert ask(cache, asked(), "said again") == ("said again", None)
