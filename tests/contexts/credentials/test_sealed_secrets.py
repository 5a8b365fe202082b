"""Secrets of apps under changing keys: everybody goes on signing in, and nothing needs the old key in the end."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.contexts.organisation.tables import AT, SYSTEM

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials import totp
from answerable.contexts.credentials.enums import Means
from answerable.contexts.credentials.models import TotpFactor
from answerable.contexts.organisation.models import Account
from answerable.kernel import keys
from answerable.processes.rotate_keys import left, retire_keys, rotate_key

SECRET = b"twenty known bytes!!"


@pytest.fixture(autouse=True)
def own_keystore(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    settings.KEYSTORE = tmp_path / "keystore.json"
    keys.look_again()
    yield
    settings.KEYSTORE = "/nowhere/keystore.json"
    keys.look_again()


def test_an_app_outlives_the_key_that_sealed_it(wu: Account) -> None:
    credentials.set_app(actor=SYSTEM, username="wu", secret=SECRET, at=AT)
    assert SECRET not in bytes(TotpFactor.objects.get().sealed)
    list(rotate_key(actor=SYSTEM, purpose="credentials", at=lambda: AT))
    assert left("credentials") == 0
    later = AT + timedelta(minutes=2)
    assert retire_keys(actor=SYSTEM, purpose="credentials", at=later) == [1]
    assert bytes(TotpFactor.objects.get().sealed)[0] == 2
    code = totp.code_at(SECRET, later)
    assert credentials.prove_factor(account=wu, answer=code, at=later) is Means.APP
