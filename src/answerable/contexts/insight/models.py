"""Counts by week, what was judged of them, and the warnings that came of it. Nothing here is about a person."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.insight.enums import Cause, WarningState
from answerable.kernel.privacy import NONE, PersonalData


class WeekCount(models.Model):
    """How many cases of a topic came from an area in a week (its Monday). Weeks without any have no row.

    `given` counts come from an earlier system; a week is either given or counted here, never both.
    """

    week = models.DateField()
    topic_code = models.CharField(max_length=60)
    area = models.ForeignKey(
        "organisation.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    count = models.PositiveIntegerField()
    given = models.BooleanField(default=False)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week", "topic_code", "area"], name="insight_week_count_once", nulls_distinct=False
            )
        ]


class JudgedWeek(models.Model):
    """A week was judged: by which share of false alarms, over how many series, and what came of it."""

    week = models.DateField(unique=True)
    series = models.PositiveIntegerField()
    alpha = models.FloatField()
    budget = models.FloatField()
    alarms = models.PositiveIntegerField()
    raised = models.PositiveIntegerField()
    at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE


class EarlyWarning(models.Model):
    """More cases of a topic in an area than its past explains. No area: the whole bureau."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    week = models.DateField()
    topic_code = models.CharField(max_length=60)
    area = models.ForeignKey(
        "organisation.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    count = models.PositiveIntegerField()
    expected = models.FloatField()
    evidence = models.FloatField()
    threshold = models.FloatField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=WarningState, default=WarningState.RAISED)
    # Who looks into it, and since when.
    post_id = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    # Nobody had looked in time, so the bureau's leaders were told.
    climbed_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=10, choices=Cause, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_post_id = models.BigIntegerField(null=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["topic_code", "area"],
                name="insight_one_open_warning",
                condition=~Q(state="closed"),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="insight_closed_with_cause",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(cause="")
                | ~Q(state="closed") & Q(closed_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["-raised_at", "-id"], name="insight_newest_warnings")]
