"""Single sign-on against a real provider over TLS: who comes back is who the token names, and all else is refused."""

import http.client
import ssl
import threading
import time as clocks
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
from django.conf import LazySettings
from django.test import Client
from pydantic import SecretStr
from tests.interfaces.console import bureau
from tests.interfaces.console.bureau import may_enter
from tests.interfaces.console.conftest import Clock
from werkzeug.serving import make_server

from answerable.contexts.credentials import single_sign_on
from answerable.contexts.credentials.models import OutsideIdentity, StaffSession
from answerable.contexts.organisation import api as organisation
from answerable.kernel import outgoing
from given.certificates import self_signed

# The provider of the tests stands on what its own library will give up some day.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("city"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
TODAY, SECOND, ENROL = "/console/", "/console/sign-in/second", "/console/sign-in/enrol"
AWAY, BACK = "/console/sign-in/sso", "/console/sign-in/sso/return"
HANDLER = {"preferred_username": "east-1-handler", "amr": ["pwd", "otp"]}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider that knows a few people; returns its issuer."""
    pem = self_signed("localhost", tmp_path_factory.mktemp("tls"))
    people = {
        "s-1": HANDLER,
        "s-2": {**HANDLER, "amr": ["pwd"]},
        "s-3": {"preferred_username": "nobody-here", "amr": ["otp"]},
        "s-4": {**HANDLER, "auth_time": 1, "amr": ["otp"]},
    }
    users = [oidc_provider_mock.User(sub=sub, claims=dict(claims)) for sub, claims in people.items()]
    served = oidc_provider_mock.app(user_claims=users)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    server = make_server("localhost", 0, served, threaded=True, ssl_context=tls)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    trusted = ssl.create_default_context(cafile=str(pem))
    _TRUST["tls"] = trusted
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


_TRUST: dict[str, ssl.SSLContext] = {}


@pytest.fixture(autouse=True)
def listed(provider: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, time: Clock) -> None:
    """The operator has named the provider; the house's clock shows the provider's time."""
    told = {
        "oidc_issuer": provider,
        "oidc_client_id": "answerable",
        "oidc_client_secret": SecretStr("a secret of the tests"),
        "oidc_second_factor": ["otp"],
        "outgoing_hosts": ["localhost"],
        "outgoing_private": [ip_network("127.0.0.0/8"), ip_network("::1/128")],
    }
    for name, value in told.items():
        monkeypatch.setattr(settings.OPTIONS, name, value)
    monkeypatch.setattr(outgoing, "tls", lambda: _TRUST["tls"])
    single_sign_on._known.clear()
    single_sign_on._keys.clear()
    time.at = datetime.fromtimestamp(int(clocks.time()), tz=UTC)


def departs(client: Client, **form: str) -> str:
    answer = client.post(AWAY, form)
    assert answer.status_code == 200
    return answer["Refresh"].removeprefix("0; url=")


def comes_back(address: str, subject: str) -> str:
    """Let somebody say yes at the provider; return our address with what it sends along."""
    body = f"sub={subject}".encode()
    parts = urlsplit(address)
    wire = http.client.HTTPSConnection(str(parts.hostname), parts.port, context=_TRUST["tls"])
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    wire.request("POST", f"{parts.path}?{parts.query}", body, kind)
    where = wire.getresponse().headers["Location"]
    wire.close()
    assert where.startswith(f"http://testserver{BACK}?")
    return where.removeprefix("http://testserver")


def signs_on(client: Client, subject: str = "s-1", **form: str) -> Any:
    return client.get(comes_back(departs(client, **form), subject))


def test_who_gave_two_factors_there_is_in() -> None:
    client = Client()
    assert signs_on(client, next="/console/notices")["Location"] == "/console/notices"
    assert client.get(TODAY).status_code == 200
    assert StaffSession.objects.get().means == "sso"
    known = OutsideIdentity.objects.get()
    assert (known.subject, known.account.username) == ("s-1", "east-1-handler")


def test_who_gave_one_there_gives_ours_too() -> None:
    may_enter("east-1-handler")
    client = Client()
    assert signs_on(client, "s-2")["Location"] == SECOND
    assert client.get(TODAY).status_code == 302


def test_a_factor_of_long_ago_is_not_believed() -> None:
    client = Client()
    assert signs_on(client, "s-4")["Location"] == ENROL


def test_without_a_value_that_counts_our_own_factor_is_asked_for(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.OPTIONS, "oidc_second_factor", [])
    assert signs_on(Client())["Location"] == ENROL


def test_identity_is_issuer_and_subject_not_the_user_name() -> None:
    assert signs_on(Client(), "s-1").status_code == 302
    # Another person there who has been given the same user name.
    assert signs_on(Client(), "s-2").status_code == 422
    assert OutsideIdentity.objects.count() == 1


def test_whom_the_bureau_does_not_know_stays_outside() -> None:
    assert signs_on(Client(), "s-3").status_code == 422
    organisation.disable_account(actor=bureau.SYSTEM, username="east-1-handler", at=bureau.AT)
    assert signs_on(Client(), "s-1").status_code == 422
    assert not StaffSession.objects.exists()


def test_the_question_carries_state_nonce_and_a_challenge() -> None:
    asked = parse_qs(urlsplit(departs(Client())).query)
    other = parse_qs(urlsplit(departs(Client())).query)
    assert asked["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[name][0]) >= 43
        assert asked[name] != other[name]


def test_an_answer_belongs_to_the_browser_that_asked_and_is_taken_once() -> None:
    client, thief = Client(), Client()
    address = comes_back(departs(client), "s-1")
    departs(thief)
    for other in (thief, Client()):
        assert other.get(address)["Location"] == "/console/sign-in"
        assert other.get(TODAY).status_code == 302
    assert client.get(address)["Location"] == TODAY
    assert client.get(address)["Location"] == "/console/sign-in"


def test_an_answer_comes_within_ten_minutes(time: Clock) -> None:
    client = Client()
    address = comes_back(departs(client), "s-1")
    time.at += timedelta(minutes=11)
    assert client.get(address).status_code == 422


@pytest.mark.parametrize(
    ("name", "value"),
    [("oidc_client_id", "somebody-else"), ("oidc_issuer", "https://localhost:1")],
)
def test_a_token_for_another_or_by_another_is_refused(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, provider: str, name: str, value: str
) -> None:
    client = Client()
    address = comes_back(departs(client), "s-1")
    single_sign_on._known[value] = single_sign_on._known[provider]
    monkeypatch.setattr(settings.OPTIONS, name, value)
    if name == "oidc_client_id":
        opened = single_sign_on._opened
        monkeypatch.setattr(
            single_sign_on, "_opened", lambda token, at: {**opened(token, at), "aud": "answerable"}
        )
    assert client.get(address).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"aud": ["answerable", "other"]},
        {"aud": "other"},
        {"exp": 1},
        {"iss": "https://evil.example"},
        {"sub": None},
    ],
)
def test_a_token_that_is_not_whole_is_refused(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, object]
) -> None:
    opened = single_sign_on._opened
    monkeypatch.setattr(single_sign_on, "_opened", lambda token, at: {**opened(token, at), **wrong})
    assert signs_on(Client()).status_code == 422


def test_a_token_by_a_strange_key_or_without_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = single_sign_on._token

    def unsigned(*args: Any) -> str:
        _head, body, _sum = taken(*args).split(".")
        return f"eyJhbGciOiJub25lIn0.{body}."

    def bent(*args: Any) -> str:
        token = taken(*args)
        return token[:-8] + ("AAAAAAAA" if token[-8:] != "AAAAAAAA" else "BBBBBBBB")

    for forged in (unsigned, bent):
        monkeypatch.setattr(single_sign_on, "_token", forged)
        assert signs_on(Client()).status_code == 422


def test_another_issuer_in_the_answer_is_refused() -> None:
    client = Client()
    address = comes_back(departs(client), "s-1")
    assert client.get(f"{address}&iss=https%3A%2F%2Fevil.example").status_code == 422


def test_a_provider_that_is_not_listed_is_not_called(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.OPTIONS, "outgoing_hosts", [])
    assert Client().post(AWAY).status_code == 422


def test_without_a_provider_there_is_no_button(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AWAY in Client().get("/console/sign-in").content.decode()
    monkeypatch.setattr(settings.OPTIONS, "oidc_issuer", "")
    assert AWAY not in Client().get("/console/sign-in").content.decode()
    assert Client().post(AWAY)["Location"] == "/console/sign-in"
