"""The organisation's own acts that take two people: rights, accounts that open again, rights for some hours."""

from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals.kinds import Facts, Kind, register
from answerable.kernel.actor import Actor

GRANTS = "organisation.grants"
ENABLE = "organisation.account.enable"
ELEVATION = "organisation.elevation"


def _unit_of_grants(facts: Facts, at: datetime) -> int:
    units = {unit for _post, _role, unit in facts["grants"]}
    return units.pop() if len(units) == 1 else organisation.units().root.id


def _check_grants(actor: Actor, facts: Facts, at: datetime) -> None:
    for post, _role, unit in facts["grants"]:
        organisation.require_granting(actor, post, unit)


def _give(first: Actor, second: Actor, facts: Facts, at: datetime) -> None:
    for post, role, unit in facts["grants"]:
        organisation.grant(actor=first, second=second, post_id=post, role=Role(role), unit_id=unit, at=at)


def _grant_lines(facts: Facts) -> list[str]:
    return [
        gettext("%(role)s for %(unit)s: %(person)s (%(title)s)")
        % {
            "role": Role(role).label,
            "unit": organisation.units().get(unit).name(),
            "person": (post := organisation.post_view(post_id)).person_name,
            "title": post.title(),
        }
        for post_id, role, unit in facts["grants"]
    ]


def _unit_of_person(facts: Facts, at: datetime) -> int:
    return organisation.unit_of_person(facts["person"], at=at)


def _check_person(actor: Actor, facts: Facts, at: datetime) -> None:
    organisation.require_over(actor, facts["person"], at)


def _enable(first: Actor, second: Actor, facts: Facts, at: datetime) -> None:
    username = organisation.account_of(facts["person"]).username
    organisation.enable_account(actor=first, second=second, username=username, at=at)


def _person_lines(facts: Facts) -> list[str]:
    return [organisation.account_of(facts["person"]).username]


def _check_elevation(actor: Actor, facts: Facts, at: datetime) -> None:
    organisation.require_elevation(actor, facts["post"], facts["unit"], timedelta(hours=facts["hours"]))


def _elevate(first: Actor, second: Actor, facts: Facts, at: datetime) -> None:
    organisation.elevate(
        actor=first,
        second=second,
        role=Role(facts["role"]),
        unit_id=facts["unit"],
        reason=facts["reason"],
        lasts=timedelta(hours=facts["hours"]),
        at=at,
    )


def _elevation_lines(facts: Facts) -> list[str]:
    hours = facts["hours"]
    right = {
        "role": Role(facts["role"]).label,
        "unit": organisation.units().get(facts["unit"]).name(),
        "hours": hours,
    }
    return [
        ngettext(
            "%(role)s for %(unit)s, for %(hours)s hour", "%(role)s for %(unit)s, for %(hours)s hours", hours
        )
        % right
    ]


register(Kind(GRANTS, _("Grant rights"), _unit_of_grants, _check_grants, _give, _grant_lines))
register(Kind(ENABLE, _("Open an account again"), _unit_of_person, _check_person, _enable, _person_lines))
register(
    Kind(
        ELEVATION,
        _("More rights for some hours"),
        lambda facts, at: int(facts["unit"]),
        _check_elevation,
        _elevate,
        _elevation_lines,
        asked=True,
    )
)
