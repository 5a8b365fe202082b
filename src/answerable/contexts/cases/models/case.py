"""One matter that the bureau must answer, who is complained of in it, and what was attached."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from answerable.contexts.cases.enums import Channel, Kind, RoundState, Sensitive
from answerable.contexts.cases.models.bundle import Bundle
from answerable.contexts.ledger.api import InJournal
from answerable.kernel.privacy import PersonalData


class Case(models.Model):
    """A matter with the present state of its newest round, kept beside it so that lists need no join.

    What happened stands in `Move`; everything here but the words can be worked out from there.
    """

    reference = models.CharField(max_length=14)
    code_hash = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=20, choices=Channel)
    language = models.CharField(max_length=10, default="zh")
    received_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    kind = models.CharField(max_length=20, choices=Kind)
    topic_code = models.CharField(max_length=60, blank=True)
    sensitive = models.CharField(max_length=10, choices=Sensitive, blank=True)
    area = models.ForeignKey(
        "organisation.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    place = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    wants_answer = models.BooleanField(default=True)
    confidential = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)

    # Where the newest round stands.
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.TRIAGE)
    is_open = models.BooleanField(default=True)
    round_no = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    desk_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    handler_post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # What is due next: to look at it while it is in triage, then the answer; nothing while the resident has the word.
    due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # When words, place and party were erased; the rest is the skeleton that figures are made of.
    erased_at = models.DateTimeField(null=True)
    extension_asked = models.BooleanField(default=False)
    # The units that have been asked to assist and have not done so yet.
    assisting_units = ArrayField(models.BigIntegerField(), default=list)

    # Who may see it: the desk, every unit that had a round or was asked to assist. Never who is walled off.
    scope_units = ArrayField(models.BigIntegerField(), default=list)
    walled_persons = ArrayField(models.BigIntegerField(), default=list)
    walled_units = ArrayField(models.BigIntegerField(), default=list)

    bundle = models.ForeignKey(
        Bundle, on_delete=models.PROTECT, null=True, related_name="cases", db_index=False
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    # How many further submissions about it have joined, and are here still.
    joined = models.PositiveSmallIntegerField(default=0)
    search_grams = ArrayField(models.TextField(), default=list)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("title", "text", "place", "lat", "lon", "party", "search_grams"),
        retired="Words and place are blanked and the party is erased when the retention time of the case ends.",
    )

    in_journal: ClassVar[InJournal] = InJournal(
        plain=(
            *(
                "reference",
                "channel",
                "language",
                "received_at",
                "opened_at",
                "kind",
                "topic_code",
                "sensitive",
            ),
            *(
                "area",
                "party",
                "wants_answer",
                "confidential",
                "urgent",
                "state",
                "is_open",
                "round_no",
                "version",
            ),
            *(
                "desk_unit",
                "unit",
                "handler_post",
                "due_at",
                "answered_at",
                "closed_at",
                "extension_asked",
                "erased_at",
            ),
            *(
                "assisting_units",
                "scope_units",
                "walled_persons",
                "walled_units",
                "bundle",
                "split_from",
                "joined",
            ),
        ),
        digested=("code_hash", "title", "text", "place", "lat", "lon"),
        apart={"search_grams": "Worked out from the words."},
    )

    class Meta:
        constraints = [
            # A constraint instead of unique=True, which would add a second index for LIKE.
            models.UniqueConstraint(fields=["reference"], name="cases_reference_once"),
            models.CheckConstraint(
                name="cases_open_by_state",
                condition=Q(is_open=True, state__in=RoundState.open_states())
                | Q(is_open=False, state__in=RoundState.ended_states()),
            ),
            models.CheckConstraint(
                name="cases_unit_by_state",
                condition=Q(unit__isnull=False) | Q(state__in=["triage", "withdrawn", "closed", "reopened"]),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_at", "id"], name="cases_unit_due", condition=Q(is_open=True)),
            models.Index(fields=["due_at", "id"], name="cases_due", condition=Q(is_open=True)),
            models.Index(
                fields=["handler_post", "due_at", "id"], name="cases_handler_due", condition=Q(is_open=True)
            ),
            models.Index(fields=["state", "due_at", "id"], name="cases_state_due", condition=Q(is_open=True)),
            models.Index(fields=["-received_at", "-id"], name="cases_newest"),
            models.Index(fields=["unit", "-received_at", "-id"], name="cases_unit_newest"),
            models.Index(fields=["topic_code", "-received_at", "-id"], name="cases_topic_newest"),
            models.Index(fields=["area", "-received_at", "-id"], name="cases_area_newest"),
            models.Index(fields=["kind", "-received_at", "-id"], name="cases_kind_newest"),
            models.Index(fields=["channel", "-received_at", "-id"], name="cases_channel_newest"),
            models.Index(fields=["state", "-received_at", "-id"], name="cases_state_newest"),
            models.Index(
                fields=["handler_post", "-received_at", "-id"],
                name="cases_handler_newest",
                condition=Q(handler_post__isnull=False),
            ),
            models.Index(
                fields=["-received_at", "-id"], name="cases_urgent_newest", condition=Q(urgent=True)
            ),
            models.Index(fields=["-closed_at", "-id"], name="cases_closed", condition=Q(is_open=False)),
            models.Index(
                fields=["closed_at", "id"],
                name="cases_to_retire",
                condition=Q(is_open=False, erased_at__isnull=True),
            ),
            models.Index(fields=["due_at", "id"], name="cases_extensions", condition=Q(extension_asked=True)),
            models.Index(
                fields=["due_at", "id"], name="cases_urgent", condition=Q(urgent=True, is_open=True)
            ),
            models.Index(fields=["party"], name="cases_party", condition=Q(party__isnull=False)),
            models.Index(fields=["bundle"], name="cases_by_bundle", condition=Q(bundle__isnull=False)),
            # Whether the same words have been told already; only of what is still open.
            models.Index(MD5("text"), name="cases_open_words", condition=Q(is_open=True)),
            models.Index(fields=["split_from"], name="cases_split", condition=Q(split_from__isnull=False)),
            GinIndex(fields=["assisting_units"], name="cases_assisting", condition=~Q(assisting_units=[])),
            GinIndex(fields=["scope_units"], name="cases_scope"),
            GinIndex(fields=["search_grams"], name="cases_grams"),
        ]

    def __str__(self) -> str:
        return self.reference


class Accused(models.Model):
    """A person or unit that a case complains of. Append-only; the walls on the case follow from it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="accused")
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    by_post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("person_id", "words"), retired="Erased with the case."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("case", "person_id", "post_id", "unit_id", "by_post_id", "at"), digested=("words",)
    )

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="cases_accused_person")]


class Attachment(models.Model):
    """A file of a case; what it is, `files` knows."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    file_id = models.UUIDField()
    from_resident = models.BooleanField()
    at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("file_id",), retired="Erased with the case, and the file with it."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=(),
        key=("case", "file_id"),
        apart=dict.fromkeys(("from_resident", "at"), "A file that is given twice stays as it came first."),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "file_id"], name="cases_file_once")]
        indexes = [models.Index(fields=["file_id"], name="cases_file")]
