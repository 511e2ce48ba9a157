"""The accounts of a server and its API keys, over restarts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from genchi.errors import UsageError
from genchi.store import Account, Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, create=True)
    yield opened
    opened.close()


def test_a_new_store_has_an_empty_account(store: Store) -> None:
    assert store.accounts.read() == Account()
    assert store.accounts.dropped_by_clients() == 0


def test_the_account_adds_up_over_restarts(tmp_path: Path) -> None:
    for _ in range(3):
        store = open_store(tmp_path, create=True)
        store.accounts.add(Account(received=7, stored=3, duplicate=1, rejected=1, refused=2))
        store.close()
    again = open_store(tmp_path, create=False)
    assert again.accounts.read() == Account(21, 9, 3, 3, 6)
    again.close()


def test_an_account_is_undone_with_the_transaction_it_belongs_to(store: Store) -> None:
    with pytest.raises(RuntimeError), store.together():
        store.accounts.add(Account(received=1, stored=1))
        raise RuntimeError
    assert store.accounts.read() == Account()


def test_a_client_that_repeats_its_drops_is_counted_once(store: Store) -> None:
    for client, dropped in (("a", 3), ("a", 5), ("a", 5), ("b", 2), ("a", 4)):
        store.accounts.client_dropped(client, dropped, now_ns=1)
    assert store.accounts.dropped_by_clients() == 7


def test_a_key_opens_its_application_and_no_other_text_does(store: Store) -> None:
    secret, key = store.keys.create("客服", now_ns=1)
    assert store.keys.app_of(secret) == "客服"
    assert secret.endswith(key.hint)
    assert len({store.keys.create("客服", now_ns=1)[0] for _ in range(50)} | {secret}) == 51
    for wrong in ("", secret[:-1], secret.upper(), key.hint, "退款", "\ud800"):
        assert store.keys.app_of(wrong) is None


def test_the_store_never_holds_a_key(store: Store) -> None:
    secret, _ = store.keys.create("shop", now_ns=1)
    held = apsw.Connection(str(store.path)).execute("SELECT * FROM api_key").fetchall()
    assert secret not in str(held)
    assert secret.removeprefix("genchi_").encode() not in store.path.read_bytes()


def test_a_revoked_key_opens_nothing(store: Store) -> None:
    secret, key = store.keys.create("shop", now_ns=1)
    assert store.keys.any_valid()
    store.keys.revoke(key.id, now_ns=2)
    assert store.keys.app_of(secret) is None
    assert not store.keys.any_valid()
    assert [k.revoked_ns for k in store.keys.list("shop")] == [2]
    with pytest.raises(UsageError, match="revoked already"):
        store.keys.revoke(key.id, now_ns=3)
    with pytest.raises(UsageError, match="there is no key 99"):
        store.keys.revoke(99, now_ns=3)


@pytest.mark.parametrize("app", ["", "  ", "\ud800"])
def test_a_key_needs_an_application(store: Store, app: str) -> None:
    with pytest.raises(UsageError, match="--app NAME"):
        store.keys.create(app, now_ns=1)
