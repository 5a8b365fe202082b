"""What one proposes holds once another confirms it, and not before."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.contexts.organisation.tables import AT, SYSTEM, actor, post_of, unit_id

from answerable.contexts.credentials import api as credentials
from answerable.contexts.ledger.models import JournalLine
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.errors import OwnGrant
from answerable.contexts.organisation.models import Account
from answerable.contexts.proposals import api as proposals
from answerable.contexts.proposals.enums import State
from answerable.contexts.proposals.errors import OwnProposal, ProposalOver
from answerable.contexts.proposals.models import Proposal
from answerable.kernel.errors import AnswerableError, NotFound, NotPermitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bureau")]
RIGHT = Role.INSPECTOR


def propose_right(by: str = "zhou", to: str = "lin", unit: str = "east-1") -> UUID:
    wanted = [post_of(to).id, RIGHT.value, unit_id(unit)]
    return proposals.propose(actor=actor(by), kind=proposals.GRANTS, facts={"grants": [wanted]}, at=AT)


def units_of(username: str) -> set[str]:
    return {organisation.units().get(unit).code for unit in actor(username).reach([RIGHT])}


def codes() -> list[str]:
    return list(JournalLine.objects.order_by("id").values_list("code", flat=True))


def test_nothing_takes_effect_before_a_second_person_confirms() -> None:
    proposal = propose_right()
    assert units_of("lin") == set()
    assert codes()[-1] == "proposals.proposed"
    proposals.confirm(actor=actor("sun"), public_id=proposal, at=AT)
    assert units_of("lin") == {"east-1"}
    assert codes()[-2:] == ["organisation.grant.given", "proposals.confirmed"]


def test_nobody_confirms_his_own_not_even_in_another_post() -> None:
    proposal = propose_right()
    organisation.appoint(
        actor=actor("sun"), unit_id=unit_id("east"), new=organisation.Appointment("zhou", "", "兼职"), at=AT
    )
    posts = organisation.posts_of(Account.objects.get(username="zhou"), at=AT)
    organisation.grant(
        actor=actor("sun"), second=actor("east"), post_id=posts[1].id, role=Role.SETUP,
        unit_id=unit_id("east"), at=AT,
    )  # fmt: skip
    for post in posts:
        with pytest.raises(OwnProposal):
            proposals.confirm(actor=organisation.actor_for(post.id, at=AT), public_id=proposal, at=AT)
    assert units_of("lin") == set()


def test_the_person_concerned_confirms_nothing() -> None:
    proposal = propose_right(by="zhou", to="east", unit="east-1")
    with pytest.raises(OwnGrant):
        proposals.confirm(actor=actor("east"), public_id=proposal, at=AT)


@pytest.mark.parametrize(("by", "unit"), [("lin", "east-1"), ("wu", "east-1"), ("zheng", "bureau")])
def test_nobody_proposes_what_he_could_not_do(by: str, unit: str) -> None:
    with pytest.raises(AnswerableError) as refused:
        propose_right(by=by, to="east", unit=unit)
    assert refused.type in (NotPermitted, OwnGrant)
    assert not Proposal.objects.exists()


def test_for_who_does_not_set_up_the_unit_there_is_nothing() -> None:
    proposal = propose_right(unit="east-1", to="lin")
    for stranger in ("wu", "zheng", "lin"):
        assert proposals.open_proposals(actor(stranger), at=AT) == []
        for act in (proposals.confirm, proposals.refuse):
            with pytest.raises(NotFound):
                act(actor=actor(stranger), public_id=proposal, at=AT)


def test_who_proposed_it_must_still_be_allowed_to() -> None:
    proposal = propose_right(by="east")
    organisation.revoke(
        actor=actor("zhou"), post_id=post_of("east").id, role=Role.SETUP, unit_id=unit_id("east"), at=AT
    )
    with pytest.raises(NotPermitted):
        proposals.confirm(actor=actor("sun"), public_id=proposal, at=AT)
    assert units_of("lin") == set()


def test_it_waits_seven_days_and_is_decided_once() -> None:
    proposal = propose_right()
    with pytest.raises(ProposalOver):
        proposals.confirm(actor=actor("sun"), public_id=proposal, at=AT + timedelta(days=7))
    proposals.refuse(actor=actor("sun"), public_id=proposal, at=AT)
    with pytest.raises(ProposalOver):
        proposals.confirm(actor=actor("sun"), public_id=proposal, at=AT)
    assert units_of("lin") == set()
    (over,) = proposals.decided_proposals(actor("zhou"), at=AT)
    assert (over.state, over.decided_by) == (State.REFUSED, post_of("sun"))


def test_who_proposed_it_withdraws_it() -> None:
    proposal = propose_right()
    assert propose_right() == proposal
    proposals.refuse(actor=actor("zhou"), public_id=proposal, at=AT)
    assert Proposal.objects.get().state == State.WITHDRAWN


def test_a_second_person_is_counted_what_waits_for_him() -> None:
    propose_right()
    assert [proposals.waiting_for(actor(who), at=AT) for who in ("zhou", "sun", "east", "wu")] == [0, 1, 1, 0]
    (shown,) = proposals.open_proposals(actor("sun"), at=AT)
    assert shown.by == post_of("zhou")
    assert "林示例" in shown.lines[0]


def test_the_database_refuses_one_who_confirms_himself() -> None:
    propose_right()
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(state=State.CONFIRMED, decided_by=post_of("zhou").id)


def test_an_account_is_opened_again_by_two() -> None:
    lin = Account.objects.get(username="lin")
    organisation.disable_account(actor=actor("zhou"), username="lin", at=AT)
    proposal = proposals.propose(
        actor=actor("zhou"), kind=proposals.ENABLE, facts={"person": lin.person_id}, at=AT
    )
    proposals.confirm(actor=actor("sun"), public_id=proposal, at=AT)
    lin.refresh_from_db()
    assert lin.active


def test_second_factors_get_a_new_start_by_two() -> None:
    lin = Account.objects.select_related("person").get(username="lin")
    credentials.set_app(actor=SYSTEM, username="lin", secret=b"twenty known bytes!!", at=AT)
    credentials.write_recovery_codes(account=lin, at=AT)
    with pytest.raises(AnswerableError) as refused:
        credentials.reset_factors(actor=actor("zhou"), person_id=lin.person_id, at=AT)
    assert refused.value.code == "needs_second"
    proposal = proposals.propose(
        actor=actor("zhou"), kind=credentials.RESET, facts={"person": lin.person_id}, at=AT
    )
    assert credentials.factors_of(lin).enrolled
    proposals.confirm(actor=actor("sun"), public_id=proposal, at=AT)
    found = credentials.factors_of(lin)
    assert (found.enrolled, found.recovery_codes) == (False, 0)
