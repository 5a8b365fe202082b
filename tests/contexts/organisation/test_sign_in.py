"""Who signs in gets in; who guesses is slowed down, and keeps nobody else out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from tests.contexts.organisation.tables import AT, PEOPLE, SYSTEM, UNITS, table

from answerable.contexts.ledger.models import JournalLine, JournalOpening
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation import pace, passwords
from answerable.contexts.organisation.errors import OwnGrant, TooManyTries
from answerable.contexts.organisation.models import Account, SignInPace
from answerable.kernel.actor import Actor
from answerable.kernel.errors import AnswerableError, Invalid, NotFound, NotPermitted

pytestmark = pytest.mark.django_db
GOOD = "many green herons"


class Cheap(Argon2PasswordHasher):
    """What is tested here is how often a password is looked at, not how long that takes."""

    time_cost, memory_cost, parallelism = 1, 64, 1


@pytest.fixture(autouse=True)
def _people(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.Cheap"]
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    more = PEOPLE + "east,钱示例,设置员,east,setup\nlin,林示例,民警,east-1,handler\n"
    organisation.load_people(actor=SYSTEM, table=table(more), at=AT)
    organisation.set_password(actor=SYSTEM, username="zhou", password=GOOD, at=AT)


def enter(
    username: str = "zhou", password: str = GOOD, seconds: float = 0, device: str = ""
) -> Account | None:
    at = AT + timedelta(seconds=seconds)
    return organisation.sign_in(username=username, password=password, at=at, device=device)


def guess(times: int, username: str = "zhou", each: float = 0, start: float = 0) -> int:
    """Guess wrongly; return how many of the guesses were looked at."""
    looked_at = 0
    for number in range(times):
        try:
            assert enter(username, f"wrong guess number {number}", start + number * each) is None
            looked_at += 1
        except TooManyTries:
            continue
    return looked_at


def actor(username: str) -> Actor:
    return organisation.actor_for(Account.objects.get(username=username), at=AT)


def test_the_right_password_lets_in_and_is_journalled() -> None:
    account = enter(" ZHOU ")
    assert account is not None
    assert account.username == "zhou"
    assert JournalLine.objects.filter(code="organisation.password.accepted").count() == 1


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("zhou", "wrong"),
        ("zhou", ""),
        ("nobody", GOOD),
        ("", ""),
        ("wu", GOOD),
        ("zhou", GOOD * 100),
        ("zhou\x00", GOOD),
    ],
)
def test_a_wrong_password_an_unknown_name_and_an_unused_account_get_one_answer_at_one_cost(
    username: str, password: str
) -> None:
    with mock.patch.object(passwords, "check_password", wraps=passwords.check_password) as checked:
        assert enter(username, password) is None
    assert checked.call_count == 1


def test_guesses_wait_longer_and_longer() -> None:
    assert guess(20) == pace.FREE_TRIES
    assert guess(1000, each=1, start=60) < 30


def test_guesses_at_an_unknown_name_wait_alike() -> None:
    assert guess(20, "nobody") == guess(20, "zhou")


def test_a_stranger_s_guesses_do_not_keep_the_owner_out() -> None:
    account = enter()
    assert account is not None
    device = organisation.device_for(account)
    guess(50)
    with pytest.raises(TooManyTries):
        enter()
    assert enter(device=device) is not None


def test_a_device_is_known_for_its_owner_only_and_is_slowed_by_its_own_guesses() -> None:
    account = enter()
    assert account is not None
    device = organisation.device_for(account)
    guess(20, "wu")
    with pytest.raises(TooManyTries):
        enter("wu", GOOD, device=device)
    with pytest.raises(TooManyTries):
        enter("wu", GOOD, device=device[:-1] + "x")
    for _ in range(pace.FREE_TRIES):
        assert enter(password="wrong", device=device) is None
    with pytest.raises(TooManyTries):
        enter(device=device)


def test_after_a_wait_the_right_password_lets_in_and_all_is_forgiven() -> None:
    guess(20)
    assert enter(seconds=120) is not None
    assert guess(20, start=120) == pace.FREE_TRIES


def test_many_names_together_are_slowed_for_unknown_devices() -> None:
    taken = [pace.take_turn_of_everybody(AT) for _ in range(pace.EVERYBODY_AT_ONCE + 50)]
    assert sum(taken) == pace.EVERYBODY_AT_ONCE + 1
    with pytest.raises(TooManyTries):
        enter()
    assert enter(seconds=1) is not None


def test_no_name_that_was_typed_is_stored() -> None:
    enter("my secret password", "x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(p::text, ' ') FROM organisation_signinpace p")
        assert "secret" not in cursor.fetchone()[0]


def test_old_tries_are_forgotten() -> None:
    guess(3)
    assert pace.forget(AT + timedelta(hours=1)) == 0
    assert pace.forget(AT + timedelta(days=2)) == SignInPace.objects.count() + 2


@pytest.mark.django_db(transaction=True)
def test_guesses_made_together_do_not_pass_as_one() -> None:
    key = pace.key_for("name", "zhou")

    def take(_: int) -> bool:
        try:
            return pace.take_turn(key, AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(24))) == pace.FREE_TRIES


def test_a_one_time_password_is_good_for_three_days_and_has_to_be_replaced() -> None:
    password = organisation.issue_password(actor=SYSTEM, username="wu", at=AT)
    account = enter("wu", password, seconds=71 * 3600)
    assert account is not None
    assert account.password_until is not None
    assert enter("wu", password, seconds=73 * 3600) is None
    organisation.change_password(account=account, old=password, new=GOOD, at=AT)
    later = enter("wu", GOOD, seconds=73 * 3600)
    assert later is not None
    assert later.password_until is None
    assert enter("wu", password, seconds=73 * 3600) is None


@pytest.mark.parametrize(
    "new", ["short", "123456789987654321", "zhou zhou zhou zhou", "公安局" * 6, "x" * 201, GOOD]
)
def test_a_password_that_others_would_guess_is_refused(new: str) -> None:
    account = Account.objects.get(username="zhou")
    with pytest.raises(Invalid) as error:
        organisation.change_password(account=account, old=GOOD, new=new, at=AT)
    assert {fault.where for fault in error.value.faults} == {"password"}
    assert enter() is not None


def test_a_password_is_changed_only_by_who_knows_the_old_one() -> None:
    account = Account.objects.get(username="zhou")
    with pytest.raises(Invalid) as error:
        organisation.change_password(account=account, old="wrong", new="seven white egrets", at=AT)
    assert [fault.where for fault in error.value.faults] == ["old"]


def test_a_new_password_ends_sessions() -> None:
    account = Account.objects.get(username="zhou")
    before = account.get_session_auth_hash()
    changed = organisation.change_password(account=account, old=GOOD, new="seven white egrets", at=AT)
    assert changed.get_session_auth_hash() != before


def test_a_disabled_account_is_out_at_once_and_its_posts_are_not_held() -> None:
    organisation.disable_account(actor=SYSTEM, username="wu", at=AT)
    organisation.set_password(actor=SYSTEM, username="wu", password=GOOD, at=AT)
    account = Account.objects.get(username="wu")
    assert enter("wu") is None
    assert not account.is_active
    with pytest.raises(NotPermitted):
        organisation.actor_for(account, at=AT)
    organisation.enable_account(actor=SYSTEM, username="wu", at=AT)
    assert enter("wu") is not None


@pytest.mark.parametrize(
    ("by", "whom", "refusal"),
    [
        ("east", "lin", None),
        ("east", "wu", NotPermitted),  # a post outside
        ("east", "zhou", NotPermitted),
        ("wu", "lin", NotPermitted),  # no set-up at all
        ("zhou", "zhou", OwnGrant),
        ("zhou", "nobody", NotFound),
    ],
)
def test_nobody_rises_by_another_s_account(by: str, whom: str, refusal: type[AnswerableError] | None) -> None:
    for act in (organisation.issue_password, organisation.disable_account):
        if refusal is None:
            act(actor=actor(by), username=whom, at=AT)
        else:
            with pytest.raises(refusal):
                act(actor=actor(by), username=whom, at=AT)


def test_only_the_system_sets_a_given_password() -> None:
    with pytest.raises(NotPermitted):
        organisation.set_password(actor=actor("zhou"), username="lin", password=GOOD, at=AT)


def test_no_password_is_journalled() -> None:
    password = organisation.issue_password(actor=SYSTEM, username="wu", at=AT)
    kept = " ".join(str(opening.internal) for opening in JournalOpening.objects.all())
    assert password not in kept
    assert GOOD not in kept
