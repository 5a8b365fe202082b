"""The same seed lives the same life."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from answerable.contexts.cases.models import Case, Move
from answerable.contexts.organisation import api as organisation
from answerable.interfaces.cli.demo.building import Plan, build
from answerable.interfaces.cli.demo.city.places import SMALL

pytestmark = pytest.mark.django_db(transaction=True)

UNTIL = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)


def life(seed: int) -> list[tuple[object, ...]]:
    """Build a tiny city and tell of every case what does not depend on secrets; then leave nothing behind."""
    build(Plan(UNTIL, seed, cases=25, days=8, scale=SMALL, slice_hours=96))
    tree = organisation.units()
    told = []
    for case in Case.objects.order_by("received_at", "title"):
        moves = tuple(Move.objects.filter(case=case).order_by("number").values_list("act", "at", "words"))
        unit = None if case.unit_id is None else tree.get(case.unit_id).code
        told.append((case.received_at, case.title, case.text, case.place, case.state, unit, moves))
    call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
    return told


def test_a_seed_repeats_itself() -> None:
    assert life(7) == life(7)
