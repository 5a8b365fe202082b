"""What came in, who may send it by machine, and how files of it are read."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from answerable.contexts.intake.enums import ImportState, SubmissionState
from answerable.kernel.privacy import NONE, PersonalData


class Submission(models.Model):
    """The raw thing that a channel brought in, kept as it came; only what became of it is written later.

    No network address, device or session is kept. `reference` becomes the case's and names the journal chain.
    """

    reference = models.CharField(max_length=14)
    code_hash = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20)
    source_id = models.CharField(max_length=120, blank=True)
    # Of the channel and its source id, else of the Idempotency-Key, else of the content and the day.
    same_key = models.BinaryField(max_length=32)
    replay_key = models.BinaryField(max_length=32, null=True)
    content_digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField()
    # When the sender's system says it was said; no deadline starts here.
    said_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    place = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    topic_code = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    accused_words = models.CharField(max_length=500, blank=True)
    accused_units = ArrayField(models.BigIntegerField(), default=list)
    accused_posts = ArrayField(models.BigIntegerField(), default=list)
    attachment_ids = ArrayField(models.UUIDField(), default=list)
    urgent = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    wants_answer = models.BooleanField(default=True)
    send_receipt = models.BooleanField(default=False)
    # Sealed, bound to the reference; emptied when the sweep has put the party into the vault.
    contact = models.BinaryField(null=True)

    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.WAITING)
    case_reference = models.CharField(max_length=14, blank=True)
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "text", "place", "lat", "lon", "accused_words", "contact"),
        retired="The contact goes when the case is opened; the rest is erased with the case.",
    )

    class Meta:
        # Constraints instead of unique=True, which would add a second index for LIKE on the hottest table.
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="intake_reference_once"),
            models.UniqueConstraint(fields=["same_key"], name="intake_same_once"),
            models.UniqueConstraint(
                fields=["replay_key"], name="intake_replay_once", condition=Q(replay_key__isnull=False)
            ),
            models.CheckConstraint(
                name="intake_settled_with_state",
                condition=Q(state="waiting", settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="intake_case_with_state",
                condition=Q(state__in=["opened", "joined"]) ^ Q(case_reference=""),
            ),
            models.CheckConstraint(
                name="intake_rejected_with_reason", condition=~Q(state="rejected", reason_zh="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], name="intake_waiting", condition=Q(state="waiting", set_aside_at__isnull=True)
            ),
            models.Index(fields=["id"], name="intake_set_aside", condition=Q(set_aside_at__isnull=False)),
            # Rows come in the order of time, so a few bytes for each stretch of them are enough.
            BrinIndex(fields=["received_at"], name="intake_received", autosummarize=True),
        ]


class ChannelKey(models.Model):
    """A machine's right to append to one channel, and nothing else. Only the key's digest is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=20)
    name = models.CharField(max_length=80, unique=True)
    digest = models.BinaryField(max_length=32, unique=True)
    per_minute = models.PositiveIntegerField(default=60_000)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = NONE


class Shift(models.Model):
    """A post's time at the hotline: since when it sits there, which calls it took, and what it hands over."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    calls = ArrayField(models.CharField(max_length=14), default=list)
    note = models.TextField(blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("note",), retired="The note is blanked after 90 days; who sat when stays."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post"], name="intake_one_shift_a_post", condition=Q(ended_at__isnull=True)
            ),
            models.CheckConstraint(
                name="intake_shift_time",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("began_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-ended_at"], name="intake_handed_over"),
            models.Index(fields=["ended_at"], name="intake_shift_notes", condition=~Q(note="")),
        ]


class PlannedShift(models.Model):
    """Who is to sit at the hotline, from when until when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "begins_at"], name="intake_planned_once"),
            models.CheckConstraint(
                name="intake_planned_time", condition=Q(ends_at__gt=models.F("begins_at"))
            ),
        ]
        indexes = [models.Index(fields=["unit", "ends_at"], name="intake_planned_next")]


class ImportProfile(models.Model):
    """How the columns of one kind of file are read."""

    name = models.CharField(max_length=80, unique=True)
    channel = models.CharField(max_length=20)
    # {field: [column, …]}: the first column that is not empty counts.
    columns = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    # strptime formats that are tried before the usual ones; whether 03/04 is the 3rd of April.
    date_formats = models.JSONField(default=list)
    day_first = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE


class ImportJob(models.Model):
    """One run over one file, and how far it has come, so that a killed run goes on where it was."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    profile = models.ForeignKey(ImportProfile, on_delete=models.PROTECT, related_name="jobs")
    channel = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    file_digest = models.BinaryField(max_length=32)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.RUNNING)
    # The number of data rows that are done; each of them is counted once below.
    position = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    again = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="intake_rows_accounted_for",
                condition=Q(position=models.F("taken") + models.F("again") + models.F("refused")),
            ),
            models.UniqueConstraint(
                fields=["file_digest", "profile", "channel"],
                name="intake_job_running_once",
                condition=Q(state="running"),
            ),
        ]
