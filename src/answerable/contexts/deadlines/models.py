"""Calendars, rules, clocks and what happened to them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.deadlines.enums import ClockKind, ClockState, EntryKind, TimeUnit, WarningLevel
from answerable.contexts.ledger.api import InJournal
from answerable.kernel.privacy import NONE, PersonalData


class WorkInterval(models.Model):
    """Working hours of one weekday (0 Monday to 6 Sunday); a day may have several."""

    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.CheckConstraint(name="deadlines_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="deadlines_interval_order", condition=Q(starts__lt=models.F("ends"))),
            models.UniqueConstraint(fields=["weekday", "starts"], name="deadlines_interval_once"),
        ]


class CalendarDay(models.Model):
    """A public holiday, or a weekend day that is worked."""

    day = models.DateField(unique=True)
    works = models.BooleanField()
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)

    personal_data: ClassVar[PersonalData] = NONE


class ClockRule(models.Model):
    """So much time for a clock, by kind and topic; `*` is any."""

    kind = models.CharField(max_length=20, default="*")
    topic = models.CharField(max_length=60, default="*")
    clock = models.CharField(max_length=20, choices=ClockKind)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20, choices=TimeUnit)
    extension_max = models.PositiveIntegerField(default=0)
    why_zh = models.CharField(max_length=200)
    why_en = models.CharField(max_length=200)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "topic", "clock"], name="deadlines_rule_once"),
            models.CheckConstraint(name="deadlines_rule_amount", condition=Q(amount__gte=1)),
        ]


class RuleBookVersion(models.Model):
    """One row whose number rises with every change of calendar or rules, so that snapshots know when they are old."""

    number = models.BigIntegerField(default=0)

    personal_data: ClassVar[PersonalData] = NONE


class Clock(models.Model):
    """One deadline of one subject (`round:123`), as last computed from its entries."""

    subject = models.CharField(max_length=40)
    clock = models.CharField(max_length=20, choices=ClockKind)
    # The rule as it was when the clock started, so that a later change does not rewrite what was promised.
    rule = models.JSONField()
    state = models.CharField(max_length=10, choices=ClockState, default=ClockState.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    half_at = models.DateTimeField()
    most_at = models.DateTimeField()
    why_zh = models.CharField(max_length=600)
    why_en = models.CharField(max_length=900)
    warn_at = models.DateTimeField(null=True)
    warned = models.CharField(max_length=10, choices=WarningLevel, blank=True)
    stopped_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("subject", "clock", "state", "started_at", "due_at", "half_at", "most_at", "stopped_at"),
        digested=("rule", "why_zh", "why_en"),
        apart=dict.fromkeys(("warn_at", "warned"), "Whom it has warned moves no date."),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "clock"], name="deadlines_clock_once")]
        indexes = [
            models.Index(
                fields=["warn_at"], name="deadlines_warn", condition=Q(state="running", warn_at__isnull=False)
            )
        ]


class ClockEntry(models.Model):
    """What happened to a clock. Append-only."""

    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by_zh = models.CharField(max_length=100, blank=True)
    by_en = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("clock", "kind", "at", "until"), digested=("by_zh", "by_en", "reason")
    )

    class Meta:
        indexes = [models.Index(fields=["clock", "id"], name="deadlines_entry_clock")]
