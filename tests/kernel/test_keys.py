"""The key inventory: closed, wrapped, changed while everybody works."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import LazySettings
from django.core import signing

import answerable
from answerable.kernel import keys, rotation, secret_key
from answerable.kernel.key_backup import (
    BackupUnreadable,
    PassphraseTooShort,
    prune,
    read_backup,
    restore_backup,
    write_backup,
)
from answerable.kernel.keys import PURPOSES, After, KeyUnknown
from answerable.kernel.keystore import KeystoreUnreadable
from answerable.kernel.rotation import NotRotating, TooSoon
from answerable.kernel.sealing import is_current, seal, unseal

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
LATER = AT + timedelta(minutes=2)
PHRASE = "correct horse battery staple"


@pytest.fixture(autouse=True)
def own_keystore(settings: LazySettings, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o700)
    settings.KEPT_KEYS = folder
    settings.KEYSTORE = folder / "keystore.json"
    (folder / "vault_key").write_text(settings.VAULT_KEY)
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    keys.look_again()
    yield folder
    settings.KEYSTORE = "/nowhere/keystore.json"
    keys.look_again()


def rotated(purpose: str = "party") -> int:
    key_id = rotation.announce(purpose, AT)
    rotation.put_in_force(purpose, key_id, AT)
    return key_id


def test_every_key_that_is_used_stands_in_the_inventory() -> None:
    source = Path(answerable.__file__).parent
    kernels = re.compile(r"answerable\.kernel(\.sealing|\.keys| import .*\b(sealing|keys)\b)")
    call = re.compile(
        r"\b(?:derived_key|active_key|opening_keys|seal|key_of)\(\s*f?\"([a-z{}-]+)\""
        r"|^(?:PURPOSE|SEALS|FINDS) = \"(.+)\"",
        re.MULTILINE,
    )
    texts = [path.read_text() for path in source.rglob("*.py")]
    used = {found[1] or found[2] for text in texts if kernels.search(text) for found in call.finditer(text)}
    assert len(used) > 6
    for name in used:
        stem = name.split("{")[0]
        assert any(purpose == name or ("{" in name and purpose.startswith(stem)) for purpose in PURPOSES), (
            f"add {name!r} to kernel.keys.PURPOSES"
        )


def test_an_announced_key_opens_and_the_old_one_still_seals() -> None:
    rotation.announce("party", AT)
    assert keys.active_key("party").id == 1
    assert [key.id for key in keys.opening_keys("party")] == [1, 2]


def test_after_a_rotation_the_old_bytes_open_and_the_new_ones_name_the_new_key() -> None:
    old = seal("party", b"Wang", b"row")
    assert rotated() == 2
    new = seal("party", b"Wang", b"row")
    assert (old[0], new[0]) == (1, 2)
    assert unseal("party", old, b"row") == unseal("party", new, b"row") == b"Wang"
    assert not is_current("party", old)
    with pytest.raises(InvalidTag):
        unseal("party", new, b"another row")


def test_a_retired_key_is_gone_for_ever(own_keystore: Path) -> None:
    old = seal("party", b"Wang", b"row")
    rotated()
    with pytest.raises(TooSoon):
        rotation.retire("party", 1, AT)
    rotation.retire("party", 1, LATER)
    with pytest.raises(KeyUnknown):
        unseal("party", old, b"row")
    with pytest.raises(NotRotating):
        rotation.retire("party", 2, LATER)
    states = [
        (one.id, one.state, bool(one.wrapped)) for one in rotation.inventory(AT) if one.purpose == "party"
    ]
    assert states == [(1, "retired", False), (2, "active", True)]


def test_the_file_alone_opens_nothing_and_is_closed_to_others(
    own_keystore: Path, settings: LazySettings
) -> None:
    rotated()
    store = own_keystore / "keystore.json"
    assert store.stat().st_mode & 0o077 == 0
    assert keys.active_key("party").material.hex() not in store.read_text()
    settings.VAULT_KEY = "ab" * 32
    (own_keystore / "vault_key").write_text("ab" * 32)
    with pytest.raises(KeystoreUnreadable):
        keys.look_again()


def test_what_recognises_the_same_again_keeps_its_key() -> None:
    for purpose, rule in PURPOSES.items():
        if rule.after is After.FIXED:
            with pytest.raises(NotRotating):
                rotation.announce(purpose, AT)


def test_a_new_vault_key_changes_no_other_key(own_keystore: Path, settings: LazySettings) -> None:
    rotated("messages")
    sealed = {purpose: seal(purpose, b"Wang", b"row") for purpose in PURPOSES}
    before = settings.VAULT_KEY
    for _ in rotation.change_vault_key(LATER):
        # At no moment does anything not open.
        assert all(unseal(purpose, one, b"row") == b"Wang" for purpose, one in sealed.items())
    assert before != settings.VAULT_KEY
    assert (own_keystore / "vault_key").read_text() == settings.VAULT_KEY
    settings.VAULT_KEY = before
    (own_keystore / "vault_key").write_text(before)
    with pytest.raises(KeystoreUnreadable):
        keys.look_again()


def test_a_vault_key_from_outside_is_changed_with_the_old_one_as_a_fallback(settings: LazySettings) -> None:
    rotated("messages")
    sealed = {purpose: seal(purpose, b"Wang", b"row") for purpose in PURPOSES}
    settings.VAULT_KEY, settings.VAULT_KEY_FALLBACKS = "cd" * 32, [settings.VAULT_KEY]
    keys.look_again()
    assert all(unseal(purpose, one, b"row") == b"Wang" for purpose, one in sealed.items())
    rotation.wrap_under_current(LATER)
    settings.VAULT_KEY_FALLBACKS = []
    keys.look_again()
    assert all(unseal(purpose, one, b"row") == b"Wang" for purpose, one in sealed.items())


def test_what_was_signed_before_still_holds_after_the_secret_key_has_changed(
    own_keystore: Path, settings: LazySettings
) -> None:
    signed = signing.dumps({"who": 7})
    before, steps = settings.SECRET_KEY, secret_key.change()
    assert next(steps) == "announced"
    # Another process may be a step ahead: what it signs is known here already.
    coming = (own_keystore / "secret_key_fallbacks").read_text().split()[0]
    assert signing.loads(signing.dumps({"who": 8}, key=coming)) == {"who": 8}
    assert list(steps) == ["in force"]
    assert before != settings.SECRET_KEY == coming
    assert signing.loads(signed) == {"who": 7}
    assert secret_key.retire() == 1
    with pytest.raises(signing.BadSignature):
        signing.loads(signed)


def test_a_backup_of_the_keys_opens_with_its_passphrase_only(own_keystore: Path, tmp_path: Path) -> None:
    rotated()
    sealed = seal("party", b"Wang", b"row")
    with pytest.raises(PassphraseTooShort):
        write_backup(tmp_path / "safe", "short", AT)
    path = write_backup(tmp_path / "safe", PHRASE, AT)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BackupUnreadable):
        read_backup(path, PHRASE + "x")
    (own_keystore / "keystore.json").unlink()
    assert restore_backup(path, PHRASE) == ["keystore", "secret_key", "vault_key"]
    keys.look_again()
    assert unseal("party", sealed, b"row") == b"Wang"


def test_backups_of_the_keys_are_not_kept_longer_than_a_fortnight(tmp_path: Path) -> None:
    old = write_backup(tmp_path, PHRASE, AT)
    newer = write_backup(tmp_path, PHRASE, AT + timedelta(days=13))
    assert prune(tmp_path, AT + timedelta(days=15)) == 1
    assert (old.exists(), newer.exists()) == (False, True)
