"""Give a person a post."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import cells, selectors
from answerable.contexts.organisation.filled import one_line, refuse_faults
from answerable.contexts.organisation.models import Account, Person, Post
from answerable.contexts.organisation.permissions import require_not_oneself, require_setup
from answerable.contexts.organisation.post_book import PostView
from answerable.contexts.organisation.post_codes import free_code
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.usernames import username_of
from answerable.kernel.actor import Actor
from answerable.kernel.errors import NotFound
from answerable.kernel.tables import Table

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post as somebody fills it in. A user name that exists already is that person, whatever the name says."""

    username: str
    name: str
    title_zh: str
    title_en: str = ""
    starts_on: str = ""


@transaction.atomic
@changing()
def appoint(*, actor: Actor, unit_id: int, new: Appointment, at: datetime) -> PostView:
    """Give a person a post in a unit, without any grant yet; a new person gets an account without a password.

    Raises:
        Invalid: with every fault, each at the name of its field.
        NotFound: there is no such unit, or it is closed.
        NotPermitted: the actor may not set up this unit.
        OwnGrant: the actor is that person.
    """
    unit = selectors.units().get(unit_id)
    if not unit.active:
        raise NotFound
    require_setup(actor, unit.id)
    table = one_line(asdict(new))
    row = table.rows[0]
    username = username_of(table, row)
    account = Account.objects.select_related("person").filter(username=username).first()
    if account is None:
        cells.name(table, row, "name")
    else:
        require_not_oneself(actor, account.person_id)
        _check_new_here(table, account.person_id, unit.id, at)
    title = cells.name(table, row, "title_zh", LONGEST_TITLE)
    cells.short(table, row, "title_en", LONGEST_TITLE)
    starts_on = cells.day(table, row, "starts_on") or timezone.localdate(at)
    refuse_faults(table)
    person = account.person if account else _take_on(username, row["name"])
    key = f"{username}@{unit.code}"
    post = Post.objects.create(
        code=free_code(key, set(Post.objects.values_list("code", flat=True))),
        person=person,
        unit_id=unit.id,
        title_zh=title,
        title_en=row["title_en"],
        starts_on=starts_on,
    )
    facts = {"post": post.code, "unit": unit.code, "title": title, "starts_on": starts_on.isoformat()}
    ledger.record(
        actor=actor, code="organisation.post.appointed", at=at, internal=facts, rows=ledger.told([post])
    )
    return selectors.post_view(post.pk)


def _check_new_here(table: Table, person_id: int, unit_id: int, at: datetime) -> None:
    if any(post.unit_id == unit_id for post in selectors.posts_of_person(person_id, at=at)):
        table.fault(1, "username", _("This person has a post in this unit already."))


def _take_on(username: str, name: str) -> Person:
    person = Person.objects.create(name=name)
    Account.objects.create(username=username, person=person, password=make_password(None))
    return person
