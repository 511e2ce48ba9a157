"""Lists: orders are fair, wordings evenly spread, repetitions seen and inventions told."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genchi.errors import OutsideError, UsageError
from genchi.models.techniques import (
    avoiding,
    coverage,
    most_important_outside,
    orders,
    shuffled,
    too_similar,
    unshuffled,
    varied,
)

SEEDS = st.integers() | st.text(max_size=5)


@given(st.integers(0, 9), st.integers(1, 40), SEEDS)
def test_every_item_stands_at_every_place_equally_often(size: int, n: int, seed: int | str) -> None:
    made = orders(range(size), n, seed)
    assert len(made) == n
    assert all(sorted(shown.items) == list(range(size)) for shown in made)
    at = Counter((place, item) for shown in made for place, item in enumerate(shown.items))
    counts = [at[place, item] for place in range(size) for item in range(size)]
    assert not counts or max(counts) - min(counts) <= 1


@given(st.integers(2, 8), SEEDS)
def test_every_item_follows_every_other_equally_often(size: int, seed: int | str) -> None:
    rows = size * (1 + size % 2)
    pairs = Counter(
        pair for shown in orders(range(size), rows, seed) for pair in pairwise(shown.items)
    )
    assert len(pairs) == size * (size - 1)
    assert set(pairs.values()) == {rows // size}


@given(st.lists(st.text(max_size=3), max_size=12), SEEDS, st.integers(0, 1), st.data())
def test_what_was_named_in_a_shuffled_list_leads_back(
    items: list[str], seed: int | str, first: int, data: st.DataObject
) -> None:
    shown = shuffled(items, seed)
    assert shown == shuffled(items, seed)
    assert sorted(shown.order) == list(range(len(items)))
    places = data.draw(st.lists(st.sampled_from(range(len(items))))) if items else []
    named = [place + first for place in places]
    back = unshuffled(named, shown.order, first=first)
    assert [items[place] for place in back] == [shown.items[place] for place in places]


def test_seeds_give_different_orders_and_the_number_and_its_text_the_same() -> None:
    assert len({shuffled(range(6), seed).order for seed in range(20)}) > 10
    assert shuffled("甲乙丙", -1) != shuffled("甲乙丙", 1) == shuffled("甲乙丙", "1")


@pytest.mark.parametrize("named", [0, 4, -1])
def test_a_number_that_was_not_shown_is_told(named: int) -> None:
    with pytest.raises(OutsideError, match=f"names item {named}, but items 1 to 3 were shown"):
        unshuffled([1, named], [2, 0, 1])


@given(st.integers(0, 30))
def test_importance_falls_towards_the_middle(size: int) -> None:
    arranged = most_important_outside(range(size))
    assert sorted(arranged) == list(range(size))
    least = arranged.index(size - 1) if size else 0
    assert arranged[:least] == sorted(arranged[:least])
    assert arranged[least:] == sorted(arranged[least:], reverse=True)
    assert arranged[:1] + arranged[1:][-1:] == list(range(min(size, 2)))


SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=4).filter(lambda s: math.prod(s) <= 240)


@given(SIZES, SEEDS, st.data())
def test_wordings_spread_evenly_and_no_combination_comes_twice_too_soon(
    sizes: list[int], seed: int | str, data: st.DataObject
) -> None:
    alternatives = {f"p{i}": [f"{i}{j}" for j in range(size)] for i, size in enumerate(sizes)}
    template = "".join(f"{{{name}}}" for name in alternatives)
    every = math.prod(sizes)
    draws = [varied(template, alternatives, draw, seed=seed) for draw in range(2 * every)]
    for cycle in (draws[:every], draws[every:]):
        texts = {"".join(each) for each in product(*alternatives.values())}
        assert {drawn.text for drawn in cycle} == texts
    n = data.draw(st.integers(1, 2 * every))
    for name, each in alternatives.items():
        taken = Counter(drawn.chosen[name] for drawn in draws[:n])
        assert max(taken.values()) - min(taken[one] for one in each) <= 1


def test_a_wording_depends_on_its_number_and_the_seed_alone() -> None:
    choices = {"语气": ["亲切", "专业", "幽默"], "开头": ["提问", "故事", "数字", "引语"]}
    template = "用{语气}的语气，以{开头}开头。"
    drawn = [varied(template, choices, draw, seed="春").text for draw in range(12)]
    assert drawn[7] == varied(template, choices, 7, seed="春").text
    assert drawn != [varied(template, choices, draw, seed="秋").text for draw in range(12)]
    assert len(set(drawn)) == 12


def test_a_billion_combinations_are_not_listed() -> None:
    choices = {f"p{i}": [str(j) for j in range(10)] for i in range(12)}
    template = " ".join(f"{{{name}}}" for name in choices)
    drawn = [varied(template, choices, draw, seed=1).text for draw in range(500)]
    assert len(set(drawn)) == 500


@pytest.mark.parametrize(
    ("template", "choices", "draw", "said"),
    [
        ("{a}", {"a": []}, 0, "needs a list of alternatives"),
        ("{a}", {"a": "xyz"}, 0, "needs a list of alternatives"),
        ("{b}", {"a": ["x"]}, 0, "no place {a}"),
        ("{a} {b}", {"a": ["x"]}, 0, "nothing fills {b}"),
        ("{a}", {"a": ["x"]}, -1, "running number"),
    ],
)
def test_a_template_that_does_not_fit_its_alternatives_is_refused(
    template: str, choices: dict[str, list[str]], draw: int, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        varied(template, choices, draw)
    assert said in str(caught.value)


def test_recent_outputs_are_listed_newest_first_without_near_duplicates() -> None:
    recent = ["一杯热茶，一本好书。", "周末去爬山吧！", "一杯热茶、一本好书", "新品上市\n第二行"]
    assert avoiding(recent).splitlines()[1:] == [
        "- 新品上市 第二行",
        "- 一杯热茶、一本好书",
        "- 周末去爬山吧！",
    ]
    assert avoiding(recent).startswith("以下是最近写过的内容")
    assert avoiding(recent, language="en").startswith("These were written lately")


@given(st.lists(st.text("ab 春天", max_size=30), max_size=8), st.integers(0, 400))
def test_the_list_of_recent_outputs_keeps_within_its_bounds(recent: list[str], most: int) -> None:
    said = avoiding(recent, most=most, each=10)
    assert len(said) <= most
    assert all(len(line) <= 2 + 10 + 1 for line in said.splitlines()[1:])
    assert not said or len(said.splitlines()) > 1
    assert len(avoiding(recent, most=most, count=lambda text: 2 * len(text))) <= most / 2


def test_a_text_too_close_to_a_recent_one_is_named_with_how_close() -> None:
    recent = ["春天来了，万物复苏。", "他昨天去了北京。", "She sells sea shells on the shore."]
    changed, reordered = "春天到了，万物复苏。", "万物复苏，春天来了。"
    assert [found.place for found in too_similar(changed, recent)] == [0]
    assert too_similar(changed, recent)[0].similarity == pytest.approx(0.9)
    assert [found.place for found in too_similar(reordered, recent, 0.5)] == [0]
    assert [found.place for found in too_similar("SHE SELLS SEA SHELLS BY THE SHORE", recent)] == [
        2
    ]
    assert too_similar("秋天的落叶很美。", recent) == ()
    assert too_similar("He bought a new car yesterday.", recent) == ()


@given(st.lists(st.text("ab 春天", max_size=12), max_size=6), st.text("ab 春天", max_size=12))
def test_what_is_repeated_word_for_word_is_always_found(recent: list[str], text: str) -> None:
    found = too_similar(text, [*recent, text], threshold=1)
    assert (found[0].place, found[0].similarity) == (len(recent), 1)
    levels = [each.similarity for each in too_similar(text, recent, threshold=0.1)]
    assert levels == sorted(levels, reverse=True)


CATALOGUE = ["绿茶", "乌龙茶", "Earl Grey", "English Breakfast"]
NAMES = st.sampled_from([*CATALOGUE, " earl  GREY", "Earl Gray", "铁观音", "", "x"])


@given(st.lists(NAMES, max_size=40))
def test_what_was_named_and_what_was_invented_add_up(outputs: list[str]) -> None:
    found = coverage(outputs, CATALOGUE)
    made_up = [text for text in outputs if text in ("Earl Gray", "铁观音", "", "x")]
    assert found.outputs == len(outputs)
    assert {each.text: each.count for each in found.invented} == Counter(made_up)
    assert sum(found.counts.values()) == len(outputs) - len(made_up)
    assert list(found.counts) == CATALOGUE
    assert found.covered == pytest.approx(1 - len(found.never) / 4)
    named = sum(found.counts.values())
    assert (
        (0 <= found.gini <= 0.75 and 1 <= found.effective <= 4.0000001)
        if named
        else (math.isnan(found.gini) and found.effective == 0)
    )


def test_a_near_miss_says_what_was_probably_meant_and_counts_for_nothing() -> None:
    found = coverage(["Earl Gray", "earl grey", "English breakfest", "铁观音"], CATALOGUE)
    assert found.counts["Earl Grey"] == 1
    assert found.counts["English Breakfast"] == 0
    meant = {each.text: (each.meant, round(each.similarity, 2)) for each in found.invented}
    assert meant == {
        "Earl Gray": (("Earl Grey",), 0.89),
        "English breakfest": (("English Breakfast",), 0.94),
        "铁观音": ((), 0.0),
    }
    tied = coverage(["catz"], ["cats", "cat5", "dogs"]).invented[0]
    assert tied.meant == ("cats", "cat5")
    [closest] = coverage(
        ["Ｂlack Teas", "black teas"], ["Black Teaa", "Black Tea"], near=0.5
    ).invented
    assert (closest.text, closest.count, closest.meant) == (
        "Ｂlack Teas",
        2,
        ("Black Teaa", "Black Tea"),
    )
    [nearer] = coverage(["green teas"], ["green tees", "green tofu"], near=0.5).invented
    assert nearer.meant == ("green tees",)


def test_concentration_is_none_when_all_are_named_alike_and_most_when_one_is() -> None:
    even = coverage(CATALOGUE * 3, CATALOGUE)
    assert even.effective == pytest.approx(4)
    assert even.gini == 0
    one = coverage(["绿茶"] * 9, CATALOGUE)
    assert (one.effective, one.gini) == (1, 0.75)
    uneven = coverage(["绿茶"] * 3 + ["乌龙茶"], ["绿茶", "乌龙茶"])
    assert uneven.effective == pytest.approx(4 / 3**0.75)  # exp of the entropy of (3/4, 1/4)
    assert uneven.gini == 0.25  # |3 - 1| / (2 * 2^2 * 2), both ways round


@pytest.mark.parametrize("catalogue", [[], "绿茶", ["Tea", "ｔｅａ"]])
def test_a_catalogue_of_nothing_or_with_one_name_twice_is_refused(catalogue: list[str]) -> None:
    with pytest.raises(UsageError, match="catalogue"):
        coverage(["绿茶"], catalogue)


def test_one_text_is_not_taken_for_a_list() -> None:
    for wrong in (
        lambda: coverage("绿茶", CATALOGUE),
        lambda: avoiding("绿茶"),
        lambda: too_similar("绿茶", "绿茶"),
    ):
        with pytest.raises(UsageError, match="not one text"):
            wrong()
    with pytest.raises(UsageError, match="but was given 0"):
        orders(["a"], 0, 1)
