"""The hotline's desk: the case is there when the agent lets go of the key."""

from typing import Any

import pytest

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.errors import KeyReused
from answerable.contexts.intake.models import Submission
from answerable.contexts.parties import api as parties
from answerable.kernel.errors import Invalid, NotPermitted
from answerable.kernel.tables import read_csv
from answerable.processes.take_call import take_call
from given import AT, SYSTEM, Bureau

CATALOGUE = "priority,topic,area,kind,unit,note\n100,nuisance,*,*,@area,噪音归派出所\n"
CALLER = parties.Contact(phone="10000001234")

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau() -> Bureau:
    made = given.a_bureau()
    dispatch.load_catalogue(actor=SYSTEM, table=read_csv(CATALOGUE.encode(), "catalogue"), at=AT)
    return made


def call(**changes: Any) -> intake.NewSubmission:
    given = {
        "channel": "hotline",
        "text": "松树街工地夜里施工，半夜很吵",
        "contact": CALLER,
        "idempotency_key": "f1",
    }
    return intake.NewSubmission(**{**given, **changes})  # type: ignore[arg-type]


def test_a_call_that_is_dispatched_goes_where_the_agent_says(bureau: Bureau) -> None:
    unit = bureau.unit("west-1")
    taken = take_call(actor=bureau.actor("agent"), submission=call(), at=AT, unit_id=unit)
    assert (taken.state, taken.unit_id) == ("dispatched", unit)
    assert taken.code is not None
    assert cases.find_by_code(taken.reference, taken.code) == taken.case_id
    assert Submission.objects.get().state == "opened"


def test_a_call_that_is_answered_at_once_never_waits_for_anybody(bureau: Bureau) -> None:
    agent = bureau.actor("agent")
    taken = take_call(
        actor=agent,
        submission=call(text="身份证丢了怎么补办"),
        at=AT,
        topic_code="identity.card",
        answer="带上户口簿到就近派出所办理。",
        outcome=Outcome.EXPLAINED,
    )
    assert taken.state == "answered"
    fact = cases.facts_of([taken.case_id])[taken.case_id]
    assert fact.topic_code == "identity.card"
    suggestion = dispatch.suggestion_for(bureau.actor("dispatcher"), taken.case_id)
    assert suggestion is None or suggestion.settled


def test_without_a_word_it_goes_where_the_catalogue_sends_it(bureau: Bureau) -> None:
    taken = take_call(actor=bureau.actor("agent"), submission=call(topic_code="nuisance.night"), at=AT)
    assert (taken.state, taken.unit_id) == ("dispatched", bureau.unit("east-1"))


def test_in_doubt_it_waits_for_a_dispatcher(bureau: Bureau) -> None:
    taken = take_call(actor=bureau.actor("agent"), submission=call(text="有件事想问问"), at=AT)
    assert (taken.state, taken.unit_id) == ("triage", None)


def test_a_form_sent_twice_is_one_case(bureau: Bureau) -> None:
    agent, unit = bureau.actor("agent"), bureau.unit("east-1")
    first = take_call(actor=agent, submission=call(), at=AT, unit_id=unit)
    assert take_call(actor=agent, submission=call(), at=AT, unit_id=unit) == first
    with pytest.raises(KeyReused):
        take_call(actor=agent, submission=call(text="别的事"), at=AT, unit_id=unit)
    assert Submission.objects.count() == 1


def test_when_the_act_is_refused_nothing_was_received(bureau: Bureau) -> None:
    with pytest.raises(NotPermitted):
        take_call(actor=bureau.actor("analyst"), submission=call(), at=AT)
    with pytest.raises(Invalid):
        take_call(actor=bureau.actor("agent"), submission=call(text=" "), at=AT)
    assert not Submission.objects.exists()
