"""Keep how the columns of one kind of file are read."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.domain.columns import NAMES
from answerable.contexts.intake.models import ImportProfile
from answerable.contexts.intake.permissions import require_set_up
from answerable.contexts.intake.words import words
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.errors import Fault, Invalid
from answerable.kernel.text import clean


@transaction.atomic
def save_profile(
    *,
    actor: Actor,
    name: str,
    channel: str,
    columns: Mapping[str, Sequence[str]],
    at: datetime,
    defaults: Mapping[str, str] | None = None,
    date_formats: Sequence[str] = (),
    day_first: bool = False,
) -> None:
    """Save a profile under its name; one of that name is replaced.

    Raises:
        NotPermitted: the actor does not look after the set-up of the bureau.
        Invalid: no name, no such channel or field, or nothing that is read as the text.
    """
    require_set_up(actor)
    faults = []
    name = clean(name)
    if not name or len(name) > 80:
        faults.append(Fault("name", _("Give the profile a name of up to 80 characters.")))
    if channel not in words().channels:
        faults.append(Fault("channel", _("There is no such channel.")))
    faults += [Fault(field, _("There is no such field.")) for field in columns if field not in NAMES]
    if not (columns.get("text") or columns.get("title")):
        faults.append(Fault("text", _("Say which column holds the words.")))
    if faults:
        raise Invalid(faults)
    content = {
        "channel": channel,
        "columns": {field: list(wanted) for field, wanted in columns.items()},
        "defaults": dict(defaults or {}),
        "date_formats": list(date_formats),
        "day_first": day_first,
        "changed_at": at,
    }
    ImportProfile.objects.update_or_create(name=name, defaults=content)
    ledger.record(
        actor=actor, code="intake.profile.saved", at=at, internal={"name": name, "channel": channel}
    )
