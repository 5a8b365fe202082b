"""Say how long cases of a kind or topic keep their words. It takes two people."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind
from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import api as organisation
from answerable.contexts.retention.domain import GRACE, LONGEST, SHORTEST
from answerable.contexts.retention.models import RetentionRule
from answerable.contexts.retention.permissions import require_rules
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A rule as it is wanted. Empty kind or topic: any."""

    kind: str = ""
    topic_code: str = ""
    months: int
    why_zh: str
    why_en: str


def check_rule(actor: Actor, rule: NewRule) -> None:
    """Refuse what `save_rule` would.

    Raises:
        NotPermitted: the actor does not set up the bureau.
        Invalid: kind or topic is unknown, the time is too short or too long, or nobody would know why.
    """
    require_rules(actor)
    faults = []
    if rule.kind and rule.kind not in Kind.values:
        faults.append(Fault("kind", _("There is no such kind.")))
    if rule.topic_code and rule.topic_code not in cases.topics():
        faults.append(Fault("topic", _("There is no such topic.")))
    if not SHORTEST <= rule.months <= LONGEST:
        faults.append(Fault("months", _("Between 6 and 600 months.")))
    if not clean(rule.why_zh) or not clean(rule.why_en):
        faults.append(
            Fault("why", _("Name the norm in both languages, or say that it is the bureau's own rule."))
        )
    if faults:
        raise Invalid(faults)


@transaction.atomic
def save_rule(*, actor: Actor, second: Actor | None = None, rule: NewRule, at: datetime) -> None:
    """Save a rule in the place of the one for the same kind and topic. It is carried out a week later, not before.

    Raises:
        NeedsSecond: nobody else confirms it.
        NotPermitted, Invalid: as for `check_rule`, of both.
    """
    for one in (actor, organisation.require_second(actor, second)):
        check_rule(one, rule)
    RetentionRule.objects.update_or_create(
        kind=rule.kind,
        topic_code=rule.topic_code,
        defaults={
            "months": rule.months,
            "by_post_id": actor.post_id,
            "saved_at": at,
            "holds_from": at + GRACE,
            "why_zh": clean(rule.why_zh)[:200],
            "why_en": clean(rule.why_en)[:200],
        },
    )
    _journal(actor, second, "retention.rule.saved", (rule.kind, rule.topic_code), rule.months, at)


def check_removal(actor: Actor, kind: str, topic_code: str) -> None:
    """Refuse what `remove_rule` would.

    Raises:
        NotPermitted: the actor does not set up the bureau.
        NotFound: there is none.
    """
    require_rules(actor)
    if not RetentionRule.objects.filter(kind=kind, topic_code=topic_code).exists():
        raise NotFound


@transaction.atomic
def remove_rule(
    *, actor: Actor, second: Actor | None = None, kind: str, topic_code: str, at: datetime
) -> None:
    """Take a rule out; the next more general one holds then, or everything is kept.

    Raises:
        NeedsSecond: nobody else confirms it.
        NotPermitted, NotFound: as for `check_removal`, of both.
    """
    for one in (actor, organisation.require_second(actor, second)):
        check_removal(one, kind, topic_code)
    RetentionRule.objects.filter(kind=kind, topic_code=topic_code).delete()
    # What was kept out of its reach falls under another rule now, which has not been looked at for these cases.
    RetentionRule.objects.update(holds_from=at + GRACE)
    _journal(actor, second, "retention.rule.removed", (kind, topic_code), 0, at)


def _journal(
    actor: Actor, second: Actor | None, code: str, sort: tuple[str, str], months: int, at: datetime
) -> None:
    kind, topic = sort
    seconded = second.post_id if second is not None else None
    internal = {"kind": kind, "topic": topic, "months": months, "second": seconded}
    ledger.record(actor=actor, code=code, at=at, internal=internal)
