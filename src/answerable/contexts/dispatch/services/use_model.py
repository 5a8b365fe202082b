"""Go back to an earlier model, or to the topics' own words."""

from datetime import datetime

from django.db import transaction

from answerable.contexts.dispatch import model_store
from answerable.contexts.dispatch.book import changes
from answerable.contexts.dispatch.errors import UnknownModel
from answerable.contexts.dispatch.in_use import folder
from answerable.contexts.dispatch.models import ModelVersion
from answerable.contexts.dispatch.permissions import require_set_up
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor


@transaction.atomic
@changes.changing()
def use_model(*, actor: Actor, code: str | None, at: datetime) -> None:
    """Use the model of this code from now on; None means none, so that the topics' own words serve.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        UnknownModel: there is no such model.
        ModelUnreadable: its files are missing or damaged.
    """
    require_set_up(actor)
    row = None
    if code is not None:
        row = ModelVersion.objects.filter(code=code).first()
        if row is None:
            raise UnknownModel
        model_store.load(code, folder())
    activate(row)
    ledger.record(actor=actor, code="dispatch.model.chosen", at=at, internal={"model": code})


def activate(row: ModelVersion | None) -> None:
    ModelVersion.objects.filter(active=True).update(active=False)
    if row is not None:
        row.active = True
        row.save(update_fields=["active"])
