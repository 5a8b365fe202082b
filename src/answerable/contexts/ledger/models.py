"""The journal, its openings beside it, the end of each chain, and who looked."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast

from answerable.contexts.ledger.enums import AccessKind, Ground
from answerable.kernel.privacy import NONE, PersonalData

# The writing transaction, of its whole and not of a savepoint in it.
PRESENT_TRANSACTION = Cast(
    Cast(Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
    models.BigIntegerField(),
)


class JournalLine(models.Model):
    """One act. Append-only: the database refuses UPDATE, DELETE and TRUNCATE.

    `chain` is the public reference of the matter, or empty for acts that belong to none (set-up).
    """

    at = models.DateTimeField()
    code = models.CharField(max_length=80)
    chain = models.CharField(max_length=14, blank=True)
    case_seq = models.PositiveIntegerField(null=True)
    commit_pub = models.BinaryField(max_length=32)
    commit_int = models.BinaryField(max_length=32)
    leaf_hash = models.BinaryField(max_length=32, unique=True)
    # Whoever numbers lines asks: could one still come that is older than those which I see?
    txid = models.BigIntegerField(db_default=PRESENT_TRANSACTION)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "case_seq"], name="ledger_chain_seq_once", condition=~Q(chain="")
            ),
            models.CheckConstraint(
                name="ledger_seq_with_chain",
                condition=Q(chain="", case_seq__isnull=True) | (~Q(chain="") & Q(case_seq__gte=1)),
            ),
        ]
        indexes = [
            BrinIndex(fields=["at"], name="ledger_line_at", autosummarize=True),
            BrinIndex(fields=["txid"], name="ledger_line_txid", autosummarize=True),
        ]


class JournalLeaf(models.Model):
    """The place of a line in the tree: 0, 1, 2 … without a gap, given by the sequencer alone. Append-only.

    A leaf without a line is one whose line was lost with the database; a `ledger.lost` line names it.
    """

    index = models.BigIntegerField(primary_key=True)
    line = models.OneToOneField(JournalLine, on_delete=models.PROTECT, null=True, related_name="leaf")
    # Asked by strangers, who are shown no line: the place of a leaf is found without one.
    leaf_hash = models.BinaryField(max_length=32, unique=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [models.CheckConstraint(name="ledger_leaf_index", condition=Q(index__gte=0))]


class JournalCheckpoint(models.Model):
    """A published checkpoint. The files beside the tiles are what counts; this is how pages look them up."""

    size = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()

    personal_data: ClassVar[PersonalData] = NONE


class AcceptanceKey(models.Model):
    """The key by which promises are signed in a week (its Monday). `sealed` holds the seed; a line names the key."""

    week = models.DateField()
    origin = models.CharField(max_length=200)
    vkey = models.CharField(max_length=300)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "origin"], name="ledger_acceptance_key_once")]


class JournalOpening(models.Model):
    """What a line commits to. Never changed; deleted when the law asks for erasure, and the line still stands."""

    line = models.OneToOneField(
        JournalLine, on_delete=models.PROTECT, primary_key=True, related_name="opening"
    )
    pub = models.JSONField(null=True)
    r_pub = models.BinaryField(max_length=32)
    internal = models.JSONField(null=True)
    r_int = models.BinaryField(max_length=32)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("internal",), retired="Deleted by erasure; the commitments in the line stay."
    )


class ChainHead(models.Model):
    """The end of a chain, so that the next line knows its number and predecessor; locked while one is written."""

    chain = models.CharField(max_length=14, primary_key=True)
    case_seq = models.PositiveIntegerField()
    leaf_hash = models.BinaryField(max_length=32)

    personal_data: ClassVar[PersonalData] = NONE


class AccessRecord(models.Model):
    """A member of staff looked. Append-only; the resident reads it on the tracking page.

    `unit_id` is the unit of the post at that time; `subject` tells apart things of one kind (files).
    """

    at = models.DateTimeField()
    chain = models.CharField(max_length=14)
    kind = models.CharField(max_length=10, choices=AccessKind)
    ground = models.CharField(max_length=14, choices=Ground, blank=True, default="", db_default="")
    subject = models.CharField(max_length=36, blank=True, default="", db_default="")
    post_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("reason",), retired="Blanked when the case is erased; that somebody looked stays."
    )

    class Meta:
        indexes = [models.Index(fields=["chain", "-at"], name="ledger_access_chain")]
