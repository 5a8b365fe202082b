"""Every address of the desk that shows more of a matter than a line of a list leaves a record (SECURITY, T11).

The test goes to each address in each role, and searches what came back for words that only somebody who really opened
the matter can have read. An address that is in no table, or that shows them and writes nothing, fails.
"""

import io
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from PIL import Image
from tests.interfaces.console.bureau import reference_of, sit_down
from tests.interfaces.console.conftest import Clock
from tests.interfaces.console.test_permissions import NOWHERE, OF_A_CASE, TABLE, WHO, address_of, addresses

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.files import api as files
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation.enums import Role
from answerable.contexts.parties.api import Contact, register_parties
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import CallTime, Resolved, Satisfaction

pytestmark = pytest.mark.django_db

PHONE = "10000007788"
PERSON = ("甄可娜", PHONE, "zhenkena@example.org", "样例路7号2单元")
# Beyond the 80 characters that a list shows.
TEXT = "松树街工地连续三晚施工到半夜。" * 8
TAIL = "尾声暗号"
CONTACT = Contact(name=PERSON[0], phone=PERSON[1], email=PERSON[2], address=PERSON[3])

# What is sent to an address so that it shows all it has.
SENT: dict[str, dict[str, str]] = {
    "identity": {"reason": "回电话约时间"},
    "original": {"reason": "核对原话"},
    "file_original": {"reason": "核对原件"},
    "act": {"text": ""},
    "preview": {"outcome": "solved", "text": "已停工。"},
    "caller": {"phone": PHONE},
    "live": {"text": TEXT},
    "find": {"words": TAIL},
    "export": {"form": "csv", "query": "view=all"},
    "hotline": {"phone": PHONE, "text": "", "do": "dispatch"},
}
# What each address may show of a matter, and the record that it then has to write.
SHOWS_THE_CASE = {"case", "act", "preview", "triage", "identity", "call", "call_number", "conclude_call"}
SHOWS_THE_PERSON = {"identity", "call_number"}
FILES = ("attachment", "file_original")
OTHER_RECORDS = {
    "original": "original",
    "file_original": "original",
    "attachment": "attachment",
    "caller": "caller",
    "export": "listed",
}

# What the test has to have seen, so that it does not look past everything.
EXPECTED = {
    Role.HANDLER: {"case", "identity", "attachment", "listed"},
    Role.AGENT: {"case", "identity", "attachment", "caller", "listed"},
    Role.REVIEWER: {"case", "identity", "listed"},
    Role.ANALYST: {"case", "attachment", "listed"},
}


class Matter:
    """A matter at a stage, known by its reference, its file and the call that it waits for."""

    def __init__(self, case_id: cases.CaseId, tail: str, file_id: UUID, visit: UUID | str = NOWHERE) -> None:
        self.reference, self.tail = reference_of(case_id), tail
        self.file_id, self.visit = file_id, visit

    def address(self, name: str) -> str:
        address = address_of(name, self.reference)
        thing = self.file_id if name in FILES else self.visit
        return address.replace(NOWHERE, str(thing))


def a_picture() -> UUID:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    return files.store_upload(name="a.png", content=drawn, at=given.AT).public_id


@pytest.fixture
def matters(city: given.Bureau) -> list[Matter]:
    """One that waits for dispatch, one that is handled, one whose resident is to be called back."""
    found = []
    for number, make in enumerate((given.a_case, given.a_handled_case, given.an_answered_case)):
        (party,) = register_parties([CONTACT])
        picture, tail = a_picture(), f"{TAIL}{number}"
        case_id = make(city, party_id=party, text=TEXT + tail, attachment_ids=(picture,))
        found.append((case_id, tail, picture))
    answered = found[-1][0]
    fact = cases.facts_of([answered])[answered]
    how = (Satisfaction.DISSATISFIED, Resolved.NO, given.AT, "还是很吵")
    review.rate_rounds(
        [review.NewRating(fact.round_id, *how, may_call=True, call_time=CallTime.ANY, by_link=False)]
    )
    (visit,) = review.visits(city.actor("reviewer"), at=given.AT)
    review.take_visit(actor=city.actor("reviewer"), visit_id=visit.public_id, at=given.AT)
    return [Matter(*one) for one in found[:-1]] + [Matter(*found[-1], visit.public_id)]


def body(answer: object) -> str:
    streaming = getattr(answer, "streaming_content", None)
    raw = b"".join(streaming) if streaming is not None else answer.content  # type: ignore[attr-defined]
    for close in getattr(answer, "_resource_closers", ()):
        close()
    return raw.decode(errors="replace")


def kinds_since(matter: Matter, clock: Clock) -> set[str]:
    return {str(look.kind) for look in ledger.accesses_of(matter.reference) if look.at >= clock.at}


def look(client: Client, name: str, matter: Matter, clock: Clock) -> tuple[set[str], set[str]]:
    """Open an address in a sitting of its own; return what it showed and which records it wrote."""
    clock.at += timedelta(minutes=1)
    assert not kinds_since(matter, clock)
    shown = set()
    for answer in (
        client.get(matter.address(name), {"case": matter.reference} if name == "triage" else {}),
        client.post(matter.address(name), SENT.get(name, {})),
    ):
        page = body(answer)
        if answer.status_code not in (200, 409, 422):
            continue
        shown |= {"original" if name == "original" else "case"} if matter.tail in page else set()
        told = any(one in page and one not in SENT.get(name, {}).values() for one in PERSON)
        shown |= {"identity"} if told else set()
        if name in OTHER_RECORDS and name != "original" and (matter.reference in page or name in FILES):
            shown |= {OTHER_RECORDS[name]}
    return shown, kinds_since(matter, clock)


# The others open no case at all (the permission table).
@pytest.mark.parametrize("role", [role for role in WHO if TABLE["case"] & {role}])
def test_what_an_address_shows_it_writes_down(
    matters: list[Matter], time: Clock, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    # Each address is looked at in a sitting of its own, so that no record of another one covers it.
    monkeypatch.setattr("answerable.contexts.ledger.services.record_access.SITTING", timedelta(seconds=30))
    # So many addresses take longer than a second factor is fresh.
    monkeypatch.setattr("answerable.interfaces.console.fresh.LASTS", timedelta(hours=2))
    client = sit_down(WHO[role])
    seen: set[str] = set()
    for number, matter in enumerate(matters):
        # What belongs to no one case is the same for all of them.
        for name in TABLE if number == len(matters) - 1 else ("triage", *OF_A_CASE):
            shown, written = look(client, name, matter, time)
            missing = shown - written
            assert not missing, f"{name} shows {missing} to {role} and writes {written}"
            allowed = {"case"} if name in SHOWS_THE_CASE else set()
            allowed |= {"identity"} if name in SHOWS_THE_PERSON else set()
            allowed |= {OTHER_RECORDS[name]} if name in OTHER_RECORDS else set()
            assert shown <= allowed, f"{name} is in no table for what it shows: {shown - allowed}"
            seen |= shown
    assert seen >= EXPECTED.get(role, {"case"})


def test_the_tables_name_only_addresses_that_there_are() -> None:
    names = {str(one.name) for one in addresses()}
    assert SHOWS_THE_CASE | SHOWS_THE_PERSON | set(OTHER_RECORDS) | set(SENT) <= names


def test_a_page_that_is_loaded_again_is_the_same_look(city: given.Bureau, time: Clock) -> None:
    reference = reference_of(given.a_handled_case(city))
    client = sit_down("east-1-handler")
    for _ in range(5):
        time.at += timedelta(minutes=10)
        assert client.get(f"/console/cases/{reference}").status_code == 200
        assert client.get(f"/console/cases/{reference}/act/note").status_code == 200
    assert [(one.kind, one.ground) for one in ledger.accesses_of(reference)] == [
        (ledger.AccessKind.CASE, ledger.Ground.HANDLES)
    ]
    sit_down("east-1-handler-2").get(f"/console/cases/{reference}")
    assert len(ledger.accesses_of(reference)) == 2
    time.at += timedelta(hours=1)
    sit_down("east-1-handler").get(f"/console/cases/{reference}")
    newest, *_rest = ledger.accesses_of(reference)
    assert (len(_rest), newest.at) == (2, time.at)


def test_an_identity_is_recorded_each_time(city: given.Bureau) -> None:
    (party,) = register_parties([CONTACT])
    reference = reference_of(given.a_handled_case(city, party_id=party))
    client = sit_down("east-1-handler")
    for _ in range(2):
        client.post(f"/console/cases/{reference}/identity", {"reason": "回电话约时间"})
    looks = [one for one in ledger.accesses_of(reference) if one.kind == "identity"]
    assert [one.reason for one in looks] == ["回电话约时间"] * 2
    assert {one.unit_id for one in looks} == {city.unit("east-1")}


GROUNDS = {
    "east-1-handler": ledger.Ground.HANDLES,
    "east-1-handler-2": ledger.Ground.COLLEAGUE,
    "east-1-leader": ledger.Ground.LEADS,
    "east-leader": ledger.Ground.LEADS,
    "dispatcher": ledger.Ground.DISPATCHES,
    "inspector": ledger.Ground.INSPECTS,
    "agent": ledger.Ground.TAKES_CALLS,
    "analyst": ledger.Ground.LOOKS_THROUGH,
}


@pytest.mark.parametrize("who", GROUNDS)
def test_the_reason_is_what_the_work_has_to_do_with_it(city: given.Bureau, who: str) -> None:
    reference = reference_of(given.a_handled_case(city))
    cases.open_case(city.actor(who), reference, given.AT)
    (look,) = ledger.accesses_of(reference)
    assert look.ground is GROUNDS[who]


def test_a_taken_out_list_is_read_by_each_resident_in_it(city: given.Bureau) -> None:
    mine = reference_of(given.a_handled_case(city))
    hidden = reference_of(given.a_case(city, accused=["east-1-leader"]))
    body(sit_down("east-1-leader").post("/console/cases/export", {"form": "csv", "query": "view=all"}))
    assert [one.kind for one in ledger.accesses_of(mine)] == [ledger.AccessKind.LISTED]
    assert ledger.accesses_of(hidden) == []


def test_nothing_personal_is_in_an_address(city: given.Bureau) -> None:
    for one in addresses():
        assert not re.search("reason|phone|name=", str(one.pattern)), one
