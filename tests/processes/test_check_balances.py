"""What came in adds up to what became of it, every day and for every channel."""

from datetime import date

import pytest

import given
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.processes.check_balances import check_balances
from answerable.processes.sweep_submissions import sweep_submissions
from given import AT

DAY = date(2026, 5, 11)

pytestmark = pytest.mark.django_db


def test_the_balance_holds_before_and_after_the_sweep_and_shows_a_loss() -> None:
    given.a_bureau()
    for channel in ("web", "sms"):
        for number in range(3):
            intake.receive(intake.NewSubmission(channel=channel, text=f"第{number}件事"), AT)
    assert check_balances(DAY) == []
    sweep_submissions(at=AT)
    assert check_balances(DAY) == []
    assert intake.balances(DAY)["web"] == intake.Balance(3, opened=3)
    lost = Submission.objects.filter(channel="sms").first()
    assert lost is not None
    lost.delete()
    assert check_balances(DAY) == ["sms"]
