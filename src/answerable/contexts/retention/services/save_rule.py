"""Say how long cases of a kind or topic keep their words."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.ledger import api as ledger
from answerable.contexts.retention.domain import GRACE, LONGEST, SHORTEST
from answerable.contexts.retention.models import RetentionRule
from answerable.contexts.retention.permissions import require_rules
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean


@transaction.atomic
def save_rule(
    *, actor: Actor, kind: str, topic_code: str, months: int, why_zh: str, why_en: str, at: datetime
) -> None:
    """Save a rule in the place of the one for the same kind and topic. It is carried out a week later, not before.

    Raises:
        NotPermitted: the actor does not set up the bureau.
        Invalid: kind or topic is unknown, the time is too short or too long, or nobody would know why.
    """
    require_rules(actor)
    faults = []
    if kind and kind not in Kind.values:
        faults.append(Fault("kind", _("There is no such kind.")))
    if topic_code and topic_code not in cases.topics():
        faults.append(Fault("topic", _("There is no such topic.")))
    if not SHORTEST <= months <= LONGEST:
        faults.append(Fault("months", _("Between 6 and 600 months.")))
    if not clean(why_zh) or not clean(why_en):
        faults.append(
            Fault("why", _("Name the norm in both languages, or say that it is the bureau's own rule."))
        )
    if faults:
        raise Invalid(faults)
    words = {"why_zh": clean(why_zh)[:200], "why_en": clean(why_en)[:200]}
    RetentionRule.objects.update_or_create(
        kind=kind,
        topic_code=topic_code,
        defaults={
            "months": months,
            "by_post_id": actor.post_id,
            "saved_at": at,
            "holds_from": at + GRACE,
            **words,
        },
    )
    _journal(actor, "retention.rule.saved", kind, topic_code, months, at)


@transaction.atomic
def remove_rule(*, actor: Actor, kind: str, topic_code: str, at: datetime) -> None:
    """Take a rule out; the next more general one holds then, or everything is kept.

    Raises:
        NotPermitted: the actor does not set up the bureau.
        NotFound: there is none.
    """
    require_rules(actor)
    gone, _of = RetentionRule.objects.filter(kind=kind, topic_code=topic_code).delete()
    if not gone:
        raise NotFound
    _journal(actor, "retention.rule.removed", kind, topic_code, 0, at)


def _journal(actor: Actor, code: str, kind: str, topic_code: str, months: int, at: datetime) -> None:
    internal = {"kind": kind, "topic": topic_code, "months": months}
    ledger.record(actor=actor, code=code, at=at, internal=internal)
