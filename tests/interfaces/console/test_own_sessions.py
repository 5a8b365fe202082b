"""The page of one's own sign-in: where one is signed in, signing out there, and what ends sessions at once."""

import base64
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import sit_down

from answerable.contexts.credentials import api as credentials
from answerable.contexts.credentials.models import StaffSession
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account
from given.signing_in import code_now, has_new_app, signs_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city")]
TODAY, ACCOUNT = "/console/", "/console/account"
PHONE = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


def sits_elsewhere(username: str = "east-1-handler") -> Client:
    """Return another browser of somebody who has signed in already."""
    has_new_app(username, bureau.AT)
    client = Client(headers={"user-agent": PHONE})
    assert signs_in(client, username).status_code == 302
    return client


def journal_codes() -> list[str]:
    return list(JournalLine.objects.order_by("id").values_list("code", flat=True))


def test_the_page_lists_where_one_is_signed_in() -> None:
    here = sit_down("east-1-handler")
    sits_elsewhere()
    sit_down("east-leader")
    page = here.get(ACCOUNT).content.decode()
    assert "Chrome · Android" in page
    assert page.count('/end"') == 2
    assert page.count('class="pill"') == 1


def test_signing_out_there_ends_that_one_only() -> None:
    here, there = sit_down("east-1-handler"), sits_elsewhere()
    public_id = StaffSession.objects.get(session_key=there.cookies["session"].value).public_id
    assert here.post(f"{ACCOUNT}/sessions/{public_id}/end").status_code == 302
    assert there.get(TODAY).status_code == 302
    assert here.get(TODAY).status_code == 200
    assert journal_codes()[-1] == "credentials.session.ended"


def test_signing_out_everywhere_else_leaves_this_one() -> None:
    here, second, third = sit_down("east-1-handler"), sits_elsewhere(), sits_elsewhere()
    assert here.post(f"{ACCOUNT}/sessions/end").status_code == 302
    assert [one.get(TODAY).status_code for one in (here, second, third)] == [200, 302, 302]


def test_nobody_ends_another_s_session() -> None:
    other, here = sit_down("east-leader"), sit_down("east-1-handler")
    public_id = StaffSession.objects.get(session_key=other.cookies["session"].value).public_id
    assert here.post(f"{ACCOUNT}/sessions/{public_id}/end").status_code == 404
    assert other.get(TODAY).status_code == 200


def test_signing_out_leaves_the_list() -> None:
    here, there = sit_down("east-1-handler"), sits_elsewhere()
    there.post("/console/sign-out")
    assert journal_codes()[-1] == "credentials.session.ended"
    assert StaffSession.objects.count() == 1
    assert "Chrome · Android" not in here.get(ACCOUNT).content.decode()


def test_another_app_ends_the_sessions_elsewhere() -> None:
    here, there = sit_down("east-1-handler"), sits_elsewhere()
    page = here.get(f"{ACCOUNT}/app").content.decode()
    key, sealed = (
        re.search(r'setup-key">([A-Z2-7 ]+)<', page),
        re.search(r'name="sealed" value="(\w+)"', page),
    )
    assert key is not None
    assert sealed is not None
    secret = base64.b32decode(key[1].replace(" ", ""))
    assert here.post(f"{ACCOUNT}/app", {"code": "000000", "sealed": sealed[1]}).status_code == 422
    assert here.post(f"{ACCOUNT}/app", {"code": "000000", "sealed": "no key"}).status_code == 422
    assert there.get(TODAY).status_code == 200
    code = credentials.code_at(secret, bureau.AT)
    assert here.post(f"{ACCOUNT}/app", {"code": code, "sealed": sealed[1]})["Location"] == ACCOUNT
    assert (here.get(TODAY).status_code, there.get(TODAY).status_code) == (200, 302)
    account = Account.objects.select_related("person").get(username="east-1-handler")
    assert credentials.prove_factor(account=account, answer=code_now(), at=bureau.AT) is None


def test_new_recovery_codes_end_the_old_ones() -> None:
    here = sit_down("east-1-handler")
    account = Account.objects.select_related("person").get(username="east-1-handler")
    old = credentials.write_recovery_codes(account=account, at=bureau.AT)
    page = here.post(f"{ACCOUNT}/codes").content.decode()
    new = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", page)
    assert len(new) == 8
    assert credentials.prove_factor(account=account, answer=old[0], at=bureau.AT) is None
    assert credentials.prove_factor(account=account, answer=new[0], at=bureau.AT) is not None


def test_whoever_moves_or_leaves_is_out_at_once() -> None:
    client = sit_down("two")
    post = next(
        one
        for one in organisation.posts_of(Account.objects.get(username="two"), at=bureau.AT)
        if one.title_zh == "教官"
    )
    organisation.end_post(actor=bureau.SYSTEM, post_id=post.id, at=bureau.AT)
    assert not Session.objects.filter(session_key=client.cookies["session"].value).exists()
    assert client.get(TODAY)["Location"].startswith("/console/sign-in")


@pytest.mark.parametrize("act", [organisation.disable_account, organisation.issue_password])
def test_shutting_the_account_or_a_new_password_leaves_no_session_behind(act: object) -> None:
    sit_down("east-1-handler")
    act(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)  # type: ignore[operator]
    assert not StaffSession.objects.exists()
    assert not Session.objects.exists()


def test_the_list_says_when_a_session_ends() -> None:
    client = sit_down("east-1-handler", "en")
    ends = timezone.localtime(bureau.AT + timedelta(hours=12)).isoformat(timespec="minutes")
    assert f'datetime="{ends}"' in client.get(ACCOUNT).content.decode()
