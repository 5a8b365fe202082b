"""To whoever stands behind a wall, a world with the matter is, byte for byte, the world without it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from PIL import Image
from tests.interfaces.console.bureau import reference_of, sit_down
from tests.walls.worlds import Hint, Look, Probe, differences, look, probes

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.models import Case
from answerable.contexts.files import api as files
from answerable.contexts.parties.api import Contact, register_parties
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import CallTime, Resolved, Satisfaction
from answerable.kernel.events import Event, heard_by, run_afterwards

pytestmark = pytest.mark.django_db

PHONE = "10000005566"
WORDS = "松树街派出所值班民警推搡老人还不肯说警号，请督察核查。"
TITLE = "值班民警推搡老人"


@dataclass(frozen=True)
class Complaint:
    """Whom it is about, which unit looks into it, and who among those it concerns will go looking for it."""

    accused: tuple[str, ...]
    accused_unit: str | None
    unit: str
    readers: tuple[str, ...]


COMPLAINTS = {
    "a leader and the station below": Complaint(
        ("east-1-leader",), None, "east", ("east-1-leader", "east-1-handler")
    ),
    "an officer": Complaint(("east-1-handler",), None, "east", ("east-1-handler",)),
    "a branch, with all below it": Complaint(
        (), "east", "west", ("east-leader", "east-2-handler", "east-dispatcher")
    ),
    "the bureau's dispatcher": Complaint(("dispatcher",), None, "west", ("dispatcher",)),
    "the agent who took the call": Complaint(("agent",), None, "west", ("agent",)),
    "the bureau's head": Complaint(("chief",), None, "west", ("chief",)),
}


@pytest.fixture
def town(city: given.Bureau) -> given.Bureau:
    """A bureau with ordinary life in it, some of it much like the complaint."""
    for unit in ("east", "east-1", "east-2", "west-1"):
        by = f"{unit}-leader" if unit == "east" else f"{unit}-handler"
        given.a_handled_case(city, unit=unit, by=by)
        given.an_answered_case(city, unit=unit, by=by, text="松树街夜间有人飙车。")
    given.a_case(city)
    given.a_case(city, text="松树街派出所服务很好，谢谢值班民警。", urgent=True)
    return city


def the_matter(city: given.Bureau, complaint: Complaint) -> Hint:
    """Let the complaint live a whole life: one copy waits for dispatch, one is handled, one answered and disputed."""
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8)).save(drawn, "PNG")
    picture = files.store_upload(name="a.png", content=drawn, at=given.AT).public_id
    (party,) = register_parties([Contact(name="甄可娜", phone=PHONE)])
    said = {
        "accused": complaint.accused,
        "text": WORDS,
        "title": TITLE,
        "topic_code": "conduct.rude",
        "urgent": True,
        "party_id": party,
        "attachment_ids": (picture,),
    }
    if complaint.accused_unit:
        said["accused_unit"] = complaint.accused_unit
    by = f"{complaint.unit}-leader"
    waiting = given.a_case(city, **{**said, "attachment_ids": ()})
    handled = given.a_handled_case(city, unit=complaint.unit, by=by, **{**said, "attachment_ids": ()})
    answered = given.an_answered_case(city, unit=complaint.unit, by=by, **said)
    fact = cases.facts_of([answered])[answered]
    how = (Satisfaction.DISSATISFIED, Resolved.NO, given.AT, WORDS)
    review.rate_rounds(
        [review.NewRating(fact.round_id, *how, may_call=True, call_time=CallTime.ANY, by_link=False)]
    )
    (visit,) = review.visits(city.actor("reviewer"), at=given.AT)
    cases.bundle_cases(actor=given.SYSTEM, case_ids=[waiting, handled], title="同一件事", at=given.AT)
    return Hint(
        reference=reference_of(answered),
        phone=PHONE,
        words=WORDS,
        title=TITLE,
        visit=visit.public_id,
        file=picture,
        unit=complaint.unit,
        topic="conduct.rude",
    )


def seen(
    readers: dict[str, Client], tries: list[Probe], patch: pytest.MonkeyPatch
) -> Iterator[tuple[str, Probe, Look]]:
    for who, client in readers.items():
        for probe in tries:
            yield who, probe, look(client, probe, patch)


@pytest.mark.parametrize("name", COMPLAINTS)
def test_the_matter_is_not_there(town: given.Bureau, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    complaint = COMPLAINTS[name]
    readers = {who: sit_down(who) for who in complaint.readers}
    # What is kept between requests, such as the tree of units and the model, is read now.
    some = Hint("2026-0000-0000", PHONE, WORDS, TITLE, unit="east", topic="conduct.rude")
    list(seen(dict([next(iter(readers.items()))]), probes(some), monkeypatch))
    point = transaction.savepoint()
    happened: list[Event] = []
    with heard_by(happened.extend):
        hint = the_matter(town, complaint)
    run_afterwards(happened)
    for who in readers:
        assert cases.visible_references(town.actor(who), [hint.reference]) == frozenset(), who
    tries = probes(hint)
    with_it = list(seen(readers, tries, monkeypatch))
    transaction.savepoint_rollback(point)
    assert not Case.objects.filter(reference=hint.reference).exists()
    without = list(seen(readers, tries, monkeypatch))
    told = [
        f"{who} can tell by {probe}: {line}"
        for (who, probe, there), (_, _, absent) in zip(with_it, without, strict=True)
        for line in differences(there, absent)
    ]
    answered = {(there.status, probe.method) for _, probe, there in with_it}
    assert {(200, "GET"), (200, "POST"), (404, "GET"), (404, "POST"), (403, "GET")} <= answered
    assert not told, f"{len(told)} differences\n" + "\n".join(told[:20])
