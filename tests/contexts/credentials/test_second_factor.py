"""The second factor: each code once, slow guessing, nothing readable at rest."""

from datetime import timedelta

import pytest
from tests.contexts.organisation.tables import AT, SYSTEM, actor

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials import sealing, totp
from answerable.contexts.credentials.enums import Means
from answerable.contexts.credentials.models import RecoveryCode, TotpFactor
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation.errors import TooManyTries
from answerable.contexts.organisation.models import Account
from answerable.kernel.errors import Invalid, NotPermitted

SECRET = b"twenty known bytes!!"


@pytest.fixture
def enrolled(wu: Account) -> Account:
    credentials.set_app(actor=SYSTEM, username="wu", secret=SECRET, at=AT)
    return wu


def test_a_new_app_is_taken_once_it_answers(wu: Account) -> None:
    sealed = credentials.new_app(wu)
    shown = credentials.shown_app(wu, sealed, "Example Bureau")
    assert shown is not None
    with pytest.raises(Invalid):
        credentials.enrol_app(account=wu, sealed=sealed, code="000000", at=AT)
    assert not credentials.factors_of(wu).enrolled
    secret = sealing.unseal(bytes.fromhex(sealed), "wu")
    assert secret is not None
    assert shown.text == totp.as_text(secret)
    credentials.enrol_app(account=wu, sealed=sealed, code=totp.code_at(secret, AT), at=AT)
    assert credentials.factors_of(wu).enrolled
    wu.refresh_from_db()
    assert wu.enrolled_at == AT


def test_the_code_with_which_an_app_was_taken_does_not_sign_in(wu: Account) -> None:
    sealed = credentials.new_app(wu)
    secret = sealing.unseal(bytes.fromhex(sealed), "wu")
    assert secret is not None
    code = totp.code_at(secret, AT)
    credentials.enrol_app(account=wu, sealed=sealed, code=code, at=AT)
    assert credentials.prove_factor(account=wu, answer=code, at=AT) is None


def test_the_key_of_one_is_not_taken_for_another(wu: Account) -> None:
    other = Account.objects.select_related("person").get(username="zheng")
    sealed = credentials.new_app(other)
    assert credentials.shown_app(wu, sealed, "Example Bureau") is None
    secret = sealing.unseal(bytes.fromhex(sealed), "zheng")
    assert secret is not None
    with pytest.raises(Invalid):
        credentials.enrol_app(account=wu, sealed=sealed, code=totp.code_at(secret, AT), at=AT)


def test_a_code_is_good_once_and_so_are_those_before_it(enrolled: Account) -> None:
    after = AT + timedelta(seconds=30)
    assert credentials.prove_factor(account=enrolled, answer=totp.code_at(SECRET, after), at=AT) is Means.APP
    for answer in (totp.code_at(SECRET, after), totp.code_at(SECRET, AT)):
        assert credentials.prove_factor(account=enrolled, answer=answer, at=AT) is None
    later = AT + timedelta(seconds=60)
    code = totp.code_at(SECRET, later)
    assert credentials.prove_factor(account=enrolled, answer=f"{code[:3]} {code[3:]}", at=later) is Means.APP


def test_guessing_codes_slows_down_and_a_right_one_forgives(enrolled: Account) -> None:
    for _ in range(5):
        assert credentials.prove_factor(account=enrolled, answer="000000", at=AT) is None
    right = totp.code_at(SECRET, AT)
    with pytest.raises(TooManyTries):
        credentials.prove_factor(account=enrolled, answer=right, at=AT)
    later = AT + timedelta(seconds=2)
    right = totp.code_at(SECRET, later)
    assert credentials.prove_factor(account=enrolled, answer=right, at=later) is Means.APP
    assert credentials.prove_factor(account=enrolled, answer="000000", at=later) is None
    assert JournalLine.objects.filter(code="credentials.factor.refused").count() == 6


def test_a_day_of_guessing_tries_a_hundred_codes(enrolled: Account) -> None:
    at, tried = AT, 0
    while at < AT + timedelta(days=1):
        try:
            credentials.prove_factor(account=enrolled, answer="x", at=at)
            tried += 1
        except TooManyTries:
            pass
        at += timedelta(minutes=5)
    assert 90 <= tried <= 110


def test_a_recovery_code_is_good_once_however_it_is_typed(enrolled: Account) -> None:
    codes = credentials.write_recovery_codes(account=enrolled, at=AT)
    assert len(set(codes)) == 8
    typed = codes[3].lower().replace("-", " ")
    assert credentials.prove_factor(account=enrolled, answer=typed, at=AT) is Means.RECOVERY
    assert credentials.prove_factor(account=enrolled, answer=codes[3], at=AT) is None
    assert credentials.factors_of(enrolled).recovery_codes == 7


def test_new_recovery_codes_end_the_old_ones(enrolled: Account) -> None:
    old = credentials.write_recovery_codes(account=enrolled, at=AT)
    credentials.write_recovery_codes(account=enrolled, at=AT)
    assert credentials.prove_factor(account=enrolled, answer=old[0], at=AT) is None


def test_nothing_at_rest_can_be_read(enrolled: Account) -> None:
    codes = credentials.write_recovery_codes(account=enrolled, at=AT)
    assert SECRET not in bytes(TotpFactor.objects.get().sealed)
    kept = list(RecoveryCode.objects.values_list("hashed", flat=True))
    assert all(hashed.startswith("$argon2id$") for hashed in kept)
    assert len({hashed.split("$")[4] for hashed in kept}) == len(codes)
    assert not any(code in hashed for code in codes for hashed in kept)


def test_a_sealed_key_moved_to_another_account_opens_nothing(enrolled: Account) -> None:
    other = Account.objects.select_related("person").get(username="zheng")
    TotpFactor.objects.create(account=other, sealed=bytes(TotpFactor.objects.get().sealed), since=AT)
    assert credentials.prove_factor(account=other, answer=totp.code_at(SECRET, AT), at=AT) is None


def test_only_the_system_gives_a_known_key(wu: Account) -> None:
    with pytest.raises(NotPermitted):
        credentials.set_app(actor=actor("zhou"), username="wu", secret=SECRET, at=AT)
