"""Change what a post and its holder are called."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import cells, selectors
from answerable.contexts.organisation.filled import one_line, refuse_faults
from answerable.contexts.organisation.models import Person, Post
from answerable.contexts.organisation.permissions import require_not_oneself, require_over, require_setup
from answerable.contexts.organisation.services.appoint import LONGEST_TITLE
from answerable.contexts.organisation.snapshots import changing
from answerable.kernel.actor import Actor

TITLES = ("title_zh", "title_en")


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post as somebody fills it in."""

    name: str
    title_zh: str
    title_en: str = ""


@transaction.atomic
@changing()
def change_post(*, actor: Actor, post_id: int, facts: PostFacts, at: datetime) -> None:
    """Give a post other titles, and its holder another name, in all posts.

    Raises:
        Invalid: with every fault, each at the name of its field.
        NotFound: there is no such post.
        NotPermitted: the actor may not set up its unit; for another name, all units in which the person has posts
            or grants.
        OwnGrant: the post is the actor's own.
    """
    post = selectors.post_view(post_id)
    require_setup(actor, post.unit_id)
    require_not_oneself(actor, post.person_id)
    table = one_line(asdict(facts))
    row = table.rows[0]
    name, title = cells.name(table, row, "name"), cells.name(table, row, "title_zh", LONGEST_TITLE)
    cells.short(table, row, "title_en", LONGEST_TITLE)
    refuse_faults(table)
    if name != post.person_name:
        require_over(actor, post.person_id, at)
        Person.objects.filter(pk=post.person_id).update(name=name)
    named_row = Post.objects.get(pk=post.id)
    named_row.title_zh, named_row.title_en = title, row["title_en"]
    named_row.save(update_fields=TITLES)
    if selectors.post_view(post_id) != post:
        named = {"post": post.code, **asdict(facts)}
        rows = ledger.told([named_row], TITLES)
        ledger.record(actor=actor, code="organisation.post.changed", at=at, internal=named, rows=rows)
