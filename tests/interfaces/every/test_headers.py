"""What every answer says to browsers, on whichever road it is given (SECURITY, T24, T29; ASVS 3.4, 4.1)."""

import re
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from tests.interfaces.console.bureau import build, sit_down
from tests.interfaces.every.addresses import every_address

from answerable.interfaces.web.headers import HEADERS
from answerable.interfaces.web.proxy import BehindProxy
from answerable.interfaces.web.templatetags.parts import asset

pytestmark = pytest.mark.django_db
# A page of ours may run what we serve and what carries the nonce of this very answer.
PAGE = {
    "default-src": "'self'",
    "style-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "connect-src": "'self'",
}


def directives(answer: HttpResponseBase) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in parts if name}


def closed(answer: HttpResponseBase) -> HttpResponseBase:
    if answer.streaming:
        list(answer.streaming_content)  # type: ignore[attr-defined]
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    return answer


def faults(answer: HttpResponseBase) -> Iterator[str]:
    for name, value in HEADERS.items():
        if name != "Content-Security-Policy" and answer.get(name) != value:
            yield f"{name}: {answer.get(name)}"
    policy = directives(answer)
    if "unsafe" in answer["Content-Security-Policy"] or "*" in answer["Content-Security-Policy"]:
        yield "unsafe policy"
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/html") and "sandbox" not in policy:
        yield from (f"{name} {policy.get(name)}" for name, value in PAGE.items() if policy.get(name) != value)
        if not set(policy.get("script-src", "*").split()) <= {
            "'self'",
            *re.findall(r"'nonce-\S+'", str(policy)),
        }:
            yield "script-src"
    elif policy.get("default-src") != "'none'":
        yield f"{kind}: {policy}"
    if answer.status_code not in (204, 302, 304, 401) and not kind:
        yield "no type"
    if kind.startswith("text/") and "charset=utf-8" not in kind.lower().replace('"', ""):
        yield f"no charset: {kind}"


def test_every_address_says_it_on_every_road() -> None:
    build()
    browsers = {"nobody": Client(), "agent": sit_down("agent"), "setup": sit_down("setup")}
    wrong: dict[str, list[str]] = {}
    seen = set()
    for address in every_address():
        for who, browser in browsers.items():
            for method in ("GET", "POST", "OPTIONS") if who == "nobody" else ("GET", "POST"):
                answer = closed(browser.generic(method, address.path))
                seen.add(answer.status_code)
                if found := list(faults(answer)):
                    wrong[f"{method} {address.path} as {who}: {answer.status_code}"] = found
    assert wrong == {}
    assert {200, 302, 404, 405, 403, 401} <= seen, seen


def test_what_is_no_address_and_what_is_a_file_says_it_too(client: Client) -> None:
    for path in (
        "/nowhere",
        "/console/nowhere",
        "/api/v1/nowhere",
        "/static/nowhere.js",
        "/%00",
        "/.git/config",
    ):
        assert list(faults(closed(client.get(path)))) == [], path
    for name in ("portal.css", "portal.js", "verify.js"):
        answer = closed(client.get(asset(name)))
        assert answer.status_code == 200, name
        assert list(faults(answer)) == [], name


def test_a_form_without_its_token_and_a_fault_say_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    refused = browser.post("/language", {"language": "en"})
    assert (refused.status_code, list(faults(refused))) == (403, [])
    monkeypatch.setattr("answerable.interfaces.portal.views.home.bars", lambda _: 1 / 0)
    failed = browser.get("/")
    assert (failed.status_code, list(faults(failed))) == (500, [])


def test_each_page_has_a_nonce_of_its_own(client: Client) -> None:
    nonces = [
        re.findall(r"'nonce-([^']+)'", client.get("/verify/")["Content-Security-Policy"]) for _ in range(2)
    ]
    assert nonces[0] != nonces[1] or nonces == [[], []]


def test_nothing_is_written_into_a_page_that_the_policy_would_refuse() -> None:
    """No style, handler or script stands in the page itself; a policy that is broken by habit is loosened one day."""
    build()
    browsers = [Client(), sit_down("agent"), sit_down("setup"), sit_down("reviewer")]
    wrong = {}
    for address in every_address():
        for browser in browsers:
            answer = browser.get(address.path)
            if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
                closed(answer)
                continue
            if "attachment" in answer.get("Content-Disposition", ""):
                continue
            body = answer.content.decode()
            found = re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", body)
            found += [
                tag
                for tag in re.findall(r"<script[^>]*>", body)
                if not re.search(r"\ssrc=|application/json|nonce=", tag)
            ]
            if found:
                wrong[address.path] = found
    assert wrong == {}


@pytest.fixture
def over_tls(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.OPTIONS, "https", True)


def test_the_api_refuses_plain_http(client: Client, over_tls: None) -> None:
    for address in every_address():
        if address.is_api:
            answer = client.post(address.path, {}, content_type="application/json")
            assert (answer.status_code, answer.json()["code"]) == (403, "only_over_tls"), address.path
            assert "Location" not in answer
    assert client.get("/api/v1/openapi.json", secure=True).status_code == 200


@pytest.mark.parametrize(
    ("peer", "chain", "client"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 127.0.0.1", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, nonsense", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("198.51.100.9", "203.0.113.7", "198.51.100.9"),
    ],
)
def test_only_our_own_proxy_says_who_asks(rf: RequestFactory, peer: str, chain: str, client: str) -> None:
    seen: list[HttpRequest] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse()

    said = {"HTTP_X_FORWARDED_FOR": chain, "HTTP_X_FORWARDED_PROTO": "https"}
    BehindProxy(answer)(rf.get("/", REMOTE_ADDR=peer, **said))
    assert seen[0].META["REMOTE_ADDR"] == client
    assert seen[0].is_secure() == (peer == "127.0.0.1")
    assert "HTTP_X_FORWARDED_FOR" not in seen[0].META
