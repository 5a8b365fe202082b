"""A post keeps its lists for itself."""

import pytest
from tests.contexts.organisation.tables import AT, PEOPLE, SYSTEM, UNITS, table

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Invalid, NotFound, NotPermitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhou() -> Actor:
    organisation.load_units(actor=SYSTEM, table=table(UNITS), at=AT)
    organisation.load_people(actor=SYSTEM, table=table(PEOPLE), at=AT)
    return organisation.actor_for(Account.objects.get(username="zhou"), at=AT)


def names(actor: Actor) -> list[str]:
    return [view.name for view in organisation.saved_views(actor, "cases")]


def test_a_view_is_kept_replaced_by_its_name_and_deleted(zhou: Actor) -> None:
    for query in ("state=open", "state=overdue"):
        view = organisation.save_view(actor=zhou, page="cases", name=" 超期\u202e ", query=query, at=AT)
    assert names(zhou) == ["超期"]
    assert organisation.saved_view(zhou, view.public_id).query == "state=overdue"
    organisation.delete_view(actor=zhou, public_id=view.public_id, at=AT)
    assert names(zhou) == []


def test_another_post_s_view_is_not_there(zhou: Actor) -> None:
    view = organisation.save_view(actor=zhou, page="cases", name="超期", query="", at=AT)
    wu = organisation.actor_for(Account.objects.get(username="wu"), at=AT)
    assert names(wu) == []
    with pytest.raises(NotFound):
        organisation.delete_view(actor=wu, public_id=view.public_id, at=AT)


@pytest.mark.parametrize(("name", "query"), [("", ""), (" ", ""), ("x" * 61, ""), ("x", "y" * 2001)])
def test_a_view_needs_a_name_and_a_filter_that_fit(zhou: Actor, name: str, query: str) -> None:
    with pytest.raises(Invalid):
        organisation.save_view(actor=zhou, page="cases", name=name, query=query, at=AT)


def test_a_post_keeps_fifty_views_of_a_page(zhou: Actor) -> None:
    for number in range(50):
        organisation.save_view(actor=zhou, page="cases", name=f"{number}", query="", at=AT)
    organisation.save_view(actor=zhou, page="cases", name="7", query="x", at=AT)
    with pytest.raises(Invalid):
        organisation.save_view(actor=zhou, page="cases", name="one more", query="", at=AT)


def test_who_is_no_post_keeps_no_views() -> None:
    with pytest.raises(NotPermitted):
        organisation.save_view(actor=SYSTEM, page="cases", name="x", query="", at=AT)
