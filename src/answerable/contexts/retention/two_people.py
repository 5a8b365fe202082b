"""The acts of retention that take two people: what erases for good is not one person's rule."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Kind as CaseKind
from answerable.contexts.organisation import api as organisation
from answerable.contexts.proposals import api as proposals
from answerable.contexts.proposals.api import Facts, Kind
from answerable.contexts.retention.services.save_rule import (
    NewRule,
    check_removal,
    check_rule,
    remove_rule,
    save_rule,
)
from answerable.kernel.actor import Actor

SAVE, REMOVE = "retention.rule.save", "retention.rule.remove"


def _root(facts: Facts, at: datetime) -> int:
    return organisation.units().root.id


def _rule(facts: Facts) -> NewRule:
    return NewRule(**facts)


def _save(first: Actor, second: Actor, facts: Facts, at: datetime) -> None:
    save_rule(actor=first, second=second, rule=_rule(facts), at=at)


def _remove(first: Actor, second: Actor, facts: Facts, at: datetime) -> None:
    remove_rule(actor=first, second=second, at=at, **facts)


def _about(facts: Facts) -> dict[str, Any]:
    code = facts["topic_code"]
    return {
        "kind": CaseKind(facts["kind"]).label if facts["kind"] else gettext("Any kind"),
        "topic": cases.topics().name(code) if code else gettext("any topic"),
    }


def _save_lines(facts: Facts) -> list[str]:
    said = {**_about(facts), "months": facts["months"]}
    return [
        gettext("%(kind)s, %(topic)s: erased %(months)s months after its end") % said,
        facts["why_zh"],
        facts["why_en"],
    ]


def _remove_lines(facts: Facts) -> list[str]:
    return [gettext("%(kind)s, %(topic)s: no rule of its own any more") % _about(facts)]


proposals.register(
    Kind(
        SAVE,
        _("A rule of keeping"),
        _root,
        lambda actor, facts, at: check_rule(actor, _rule(facts)),
        _save,
        _save_lines,
    )
)
proposals.register(
    Kind(
        REMOVE,
        _("A rule of keeping is removed"),
        _root,
        lambda actor, facts, at: check_removal(actor, facts["kind"], facts["topic_code"]),
        _remove,
        _remove_lines,
    )
)
