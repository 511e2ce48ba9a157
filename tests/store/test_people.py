"""People in a store: added, found by their token, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from genchi.errors import UsageError
from genchi.store import open_store


def test_a_token_finds_its_person_and_is_kept_nowhere(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    assert not store.people.any()
    token, mei = store.people.add(" 小梅 ", "reviewer", 7)
    assert (mei.name, mei.role, mei.created_ns) == ("小梅", "reviewer", 7)
    assert token.startswith("genchi_p_")
    assert token.endswith(mei.hint)
    assert store.people.find(token) == mei
    assert store.people.any()
    for wrong in ("", token[:-1], token + "x", token.upper(), "\ud800"):
        assert store.people.find(wrong) is None
    store.close()
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "小梅".encode() in content
    assert token.encode() not in content


def test_people_are_listed_by_name_and_removed(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    for name in ("tom", "li"):
        store.people.add(name, "viewer", 1)
    assert [person.name for person in store.people.list()] == ["li", "tom"]
    assert store.people.remove("tom").name == "tom"
    with pytest.raises(UsageError, match="there is no person 'tom': there is 'li'"):
        store.people.remove("tom")
    store.people.remove("li")
    assert not store.people.any()
    with pytest.raises(UsageError, match="there is nobody yet"):
        store.people.remove("li")
    store.close()


@pytest.mark.parametrize("name", ["", "  ", "a\tb", "\ud800", "x" * 101, "a\u202eb"])
def test_a_name_that_nobody_can_read_is_refused(tmp_path: Path, name: str) -> None:
    store = open_store(tmp_path, create=True)
    with pytest.raises(UsageError, match="a name of 1 to 100 printable characters"):
        store.people.add(name, "viewer", 1)
    store.close()


def test_two_people_have_two_names_and_every_role_is_known(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    store.people.add("mei", "admin", 1)
    with pytest.raises(UsageError, match="there is a person 'mei' already"):
        store.people.add("mei", "viewer", 2)
    with pytest.raises(UsageError, match="there is no role 'owner': choose from viewer, reviewer"):
        store.people.add("tom", "owner", 1)
    store.close()
