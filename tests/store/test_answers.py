"""Deleted answers are nowhere in the files, and a forgotten person's go with the person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genchi.store import AnswerKeys, Chosen, Store, StoredAnswer, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path, create=True)
    yield store
    store.close()


def kept(store: Store, name: str, **changed: object) -> int | None:
    """Keep an answer whose words are those of its name."""
    told = {
        "keys": AnswerKeys(name.encode().ljust(16)),
        "tenant": "shop",
        "user": None,
        "provider": "acme",
        "model": "small",
        "prompt": "refunds",
        "prompt_version": "v1",
        "asked": f"asked {name}",
        "folded": f"asked {name}",
        "response": {"said": f"said {name}"},
        "cost": None,
        "seconds": 1.0,
        "at_ns": 5,
    }
    return store.answers.put(StoredAnswer(**(told | changed)))  # type: ignore[arg-type]


def bytes_of(store: Store) -> bytes:
    return b"".join(file.read_bytes() for file in store.path.parent.iterdir() if file.is_file())


def test_no_word_of_a_deleted_answer_is_left_in_the_files(store: Store) -> None:
    kept(store, "zebra", documents={"zebrabook": "1"})
    kept(store, "giraffe")
    assert b"said zebra" in bytes_of(store)
    assert store.answers.delete(Chosen(document="zebrabook")) == 1
    assert b"zebra" not in bytes_of(store)
    assert b"said giraffe" in bytes_of(store)


def test_no_word_of_a_corrected_answer_is_left(store: Store) -> None:
    id_ = kept(store, "zebra") or 0
    told = {"said": "horse"}
    store.answers.review(id_, "corrected", by="li", now_ns=6, response=told)
    store.vacuum()
    assert b"said zebra" not in bytes_of(store)


def test_a_forgotten_person_leaves_no_answer_that_was_for_them(store: Store) -> None:
    kept(store, "zebra", user="li")
    kept(store, "giraffe", user="wang")
    assert store.forget([], user="li").answers == 1
    assert b"zebra" not in bytes_of(store)
    assert store.answers.count(Chosen()) == 1


def test_a_judged_answer_is_not_written_over(store: Store) -> None:
    id_ = kept(store, "one") or 0
    store.answers.review(id_, "approved", by="li", now_ns=6)
    assert kept(store, "one", model="other") is None
    found = store.answers.get(id_)
    assert found is not None
    assert (found.model, found.review, found.reviewer) == ("small", "approved", "li")


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (Chosen(tenant="bank"), "old judged free"),
        (Chosen(prompt="v1"), "bank free"),
        (Chosen(prompt="refunds", tenant="shop"), "bank free"),
        (Chosen(model="small"), "bank free"),
        (Chosen(before_ns=5), "judged bank free"),
        (Chosen(), ""),
    ],
    ids=str,
)
def test_what_is_chosen_goes_and_the_rest_stays(store: Store, chosen: Chosen, left: str) -> None:
    kept(store, "old", at_ns=1)
    judged, free = kept(store, "judged", at_ns=1) or 0, kept(store, "free", at_ns=1) or 0
    kept(store, "bank", tenant="bank", model="large", prompt="loans", prompt_version="v9")
    store.answers.review(judged, "approved", by="li", now_ns=6)
    store.answers.review(free, "approved", by="li", now_ns=6, independent=True)
    count = store.answers.count(chosen)
    assert store.answers.delete(chosen) == count
    names = {"old", "judged", "bank", "free"}
    assert {
        name for name in names if store.answers.find(AnswerKeys(name.encode().ljust(16)))
    } == set(left.split())


def test_every_lookup_goes_by_an_index(store: Store) -> None:
    from genchi.store.answers import _FIND

    with store.database.read() as connection:
        plan = list(connection.execute(f"EXPLAIN QUERY PLAN {_FIND}", (b"",) * 6))
    steps = [str(step[3]) for step in plan if "answer" in str(step[3])]
    assert len(steps) == 4
    assert all("USING INDEX" in step for step in steps)
