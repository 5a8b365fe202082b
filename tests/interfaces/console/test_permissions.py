"""Every address of the desk, and who may open it: an address that is not in this table fails."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.interfaces.console.bureau import reference_of, sit_down

import given
from answerable.contexts.organisation.enums import Role
from answerable.interfaces.console.setup.urls import urlpatterns as set_up

pytestmark = pytest.mark.django_db

AGENT, DISPATCHER, HANDLER, LEADER = Role.AGENT, Role.DISPATCHER, Role.HANDLER, Role.LEADER
REVIEWER, INSPECTOR, ANALYST, SETUP = Role.REVIEWER, Role.INSPECTOR, Role.ANALYST, Role.SETUP
ANYBODY = frozenset(Role)
READERS = frozenset({AGENT, DISPATCHER, HANDLER, LEADER, REVIEWER, INSPECTOR, ANALYST})
CALLERS = frozenset({REVIEWER, LEADER, INSPECTOR})
DISPATCHERS = frozenset({DISPATCHER, AGENT})
# Before the desk: no post is asked for.
DOOR = {
    "sign_in",
    "second",
    "enrol",
    "passkey_sign_in",
    "sso",
    "sso_return",
    "ask_passkey",
    "sign_out",
    "post",
    "password",
}

TABLE: dict[str, frozenset[Role]] = {
    "today": ANYBODY,
    "notices": ANYBODY,
    "all_read": ANYBODY,
    "more": ANYBODY,
    "prove": ANYBODY,
    "elevations": ANYBODY,
    "ask_elevation": ANYBODY,
    "withdraw_elevation": ANYBODY,
    "end_elevation": ANYBODY,
    "account": ANYBODY,
    "end_session": ANYBODY,
    "end_others": ANYBODY,
    "new_codes": ANYBODY,
    "new_app": ANYBODY,
    "offer_passkey": ANYBODY,
    "add_passkey": ANYBODY,
    "remove_passkey": ANYBODY,
    "find": READERS,
    "cases": READERS,
    "panel": READERS,
    "newer": READERS,
    "bulk": READERS,
    "export": READERS,
    "save_view": READERS,
    "delete_view": READERS,
    "case": READERS,
    "around": READERS,
    "preview": READERS,
    "identity": READERS,
    "original": READERS,
    "attachment": READERS,
    "file_original": READERS,
    "cover": READERS,
    "looks": frozenset({INSPECTOR}),
    "tell_looks": frozenset({INSPECTOR}),
    "act": READERS,
    "hotline": frozenset({AGENT}),
    "caller": frozenset({AGENT}),
    "live": frozenset({AGENT}),
    "shifts": frozenset({AGENT, LEADER}),
    "begin_shift": frozenset({AGENT}),
    "end_shift": frozenset({AGENT}),
    "cancel_shift": frozenset({AGENT, LEADER}),
    "triage": DISPATCHERS,
    "skip": DISPATCHERS,
    "calls": CALLERS,
    "next_call": CALLERS,
    "call": CALLERS,
    "take_call": CALLERS,
    "release_call": CALLERS,
    "call_number": CALLERS,
    "conclude_call": CALLERS,
    "contest": CALLERS,
    "imports": frozenset({SETUP}),
    "import": frozenset({SETUP}),
    "import_progress": frozenset({SETUP}),
    "import_rejected": frozenset({SETUP}),
    "outbox": frozenset({SETUP}),
    "message": frozenset({SETUP}),
    "aside": frozenset({SETUP}),
    "aside_submissions": frozenset({SETUP}),
    "aside_jobs": frozenset({SETUP}),
    "requeue": frozenset({SETUP}),
    "keeping": frozenset({INSPECTOR, SETUP}),
    "remove_rule": frozenset({SETUP}),
    "holds": frozenset({INSPECTOR}),
    "lift_hold": frozenset({INSPECTOR}),
    "wishes": frozenset({INSPECTOR}),
    "wish": frozenset({INSPECTOR}),
    "erased": frozenset({INSPECTOR}),
    "overview": frozenset({LEADER, INSPECTOR, ANALYST}),
    "warnings": frozenset({LEADER, INSPECTOR, ANALYST}),
    "warning": frozenset({LEADER, INSPECTOR, ANALYST}),
    "take_warning": frozenset({LEADER, ANALYST}),
    "assign_warning": frozenset({LEADER, ANALYST}),
    "close_warning": frozenset({LEADER, ANALYST}),
}
WHO = {
    AGENT: "agent",
    DISPATCHER: "dispatcher",
    HANDLER: "east-1-handler",
    LEADER: "east-leader",
    REVIEWER: "reviewer",
    INSPECTOR: "inspector",
    ANALYST: "analyst",
    Role.SPOKESPERSON: "spokesperson",
    SETUP: "setup",
}
# What belongs to one case: out of scope it is not there.
OF_A_CASE = (
    "case",
    "around",
    "preview",
    "identity",
    "original",
    "attachment",
    "file_original",
    "cover",
    "act",
)
NOWHERE = "00000000-0000-4000-8000-000000000000"


def addresses() -> Iterator[URLPattern]:
    """Return the addresses of the desk, those of the set-up left out."""
    (desk,) = (one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "console")
    assert isinstance(desk, URLResolver)
    for one in desk.url_patterns:
        if isinstance(one, URLPattern):
            yield one


def address_of(name: str, reference: str) -> str:
    (pattern,) = (one for one in addresses() if one.name == name)
    known = {"reference": reference, "name": "note"}
    args = {key: known.get(key, NOWHERE) for key in pattern.pattern.converters}
    return reverse(f"console:{name}", kwargs=args)


def test_the_table_knows_every_address() -> None:
    assert {str(one.name) for one in addresses()} == set(TABLE) | DOOR


def test_every_page_behind_the_door_says_who_may_open_it() -> None:
    for one in addresses():
        gate = getattr(one.callback, "gate", None)
        assert (gate is None) == (one.name in DOOR), one.name
        assert gate is None or gate.roles == TABLE[str(one.name)], one.name


def test_the_set_up_is_for_those_who_set_up() -> None:
    gates = {str(one.name): getattr(one.callback, "gate", None) for one in set_up}
    assert {name: gate.roles if gate else None for name, gate in gates.items()} == dict.fromkeys(
        gates, frozenset({SETUP})
    )


@pytest.mark.parametrize("role", WHO)
def test_a_role_opens_its_rooms_and_no_others(city: given.Bureau, role: Role) -> None:
    reference = reference_of(given.a_handled_case(city))
    client = sit_down(WHO[role])
    for name, roles in TABLE.items():
        address = address_of(name, reference)
        answers = {client.get(address).status_code, client.post(address).status_code}
        if role in roles:
            assert 403 not in answers or name == "identity", (name, answers)
            assert not {500} & answers, name
        else:
            assert answers <= {403, 405}, (name, answers)


def test_out_of_scope_is_not_there(city: given.Bureau) -> None:
    reference = reference_of(given.a_handled_case(city))
    walled = reference_of(given.a_case(city, accused=["east-1-leader"]))
    for client, hidden in ((sit_down("stranger"), reference), (sit_down("east-1-leader"), walled)):
        for name in OF_A_CASE:
            address = address_of(name, hidden)
            answers = {client.get(address).status_code, client.post(address).status_code}
            assert answers <= {404, 405}, (name, answers)


def test_nobody_comes_in_without_signing_in() -> None:
    client = Client()
    for name in TABLE:
        address = address_of(name, "2026-0000-0001")
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 401, 405), name
            assert answer.status_code != 302 or answer["Location"].startswith("/console/sign-in"), name
