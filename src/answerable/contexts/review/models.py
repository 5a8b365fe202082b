"""Invitations, ratings, return visits and what is decided about them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.contexts.ledger.api import InJournal
from answerable.contexts.review.enums import (
    AttemptOutcome,
    CallTime,
    ContestState,
    InvitationState,
    Resolved,
    Satisfaction,
    VisitState,
)
from answerable.kernel.privacy import NONE, PersonalData

_DECIDED = ["upheld", "settled", "refused", "unreachable"]


class Invitation(models.Model):
    """The question how it was, asked once for each answered round. `unit` is the one that answered.

    `code_digest` is a keyed digest of the code in the link: the code opens this one rating and nothing else, so it
    has to be found without a reference beside it.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    round = models.OneToOneField("cases.Round", on_delete=models.PROTECT, related_name="+")
    round_no = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code_digest = models.BinaryField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    # Whether there was anybody to send the link to, and they had not asked us not to.
    told = models.BooleanField()
    reminded = models.BooleanField(default=False)
    handled_since = models.DateTimeField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=(
            "case",
            "round",
            "round_no",
            "unit",
            "state",
            "told",
            "handled_since",
            "made_at",
            "expires_at",
        ),
        digested=("code_digest",),
        apart={"reminded": "A reminder asks nothing new."},
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="review_invitation_time", condition=Q(expires_at__gt=F("made_at"))),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="review_expiring", condition=Q(state="open")),
            models.Index(fields=["unit", "made_at"], name="review_figures"),
            models.Index(
                fields=["made_at"],
                name="review_to_remind",
                condition=Q(state="open", told=True, reminded=False),
            ),
        ]


class Rating(models.Model):
    """What the resident said. Append-only; erasure may blank the comment, nothing else."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="rating")
    satisfaction = models.CharField(max_length=15, choices=Satisfaction)
    resolved = models.CharField(max_length=10, choices=Resolved)
    comment = models.TextField(blank=True)
    may_call = models.BooleanField()
    call_time = models.CharField(max_length=10, choices=CallTime, default=CallTime.ANY)
    by_link = models.BooleanField()
    at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("comment",), retired="The comment is blanked with the words of the case; the rating stays."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("invitation", "satisfaction", "resolved", "may_call", "call_time", "by_link", "at"),
        digested=("comment",),
    )


class ReturnVisit(models.Model):
    """A call to a dissatisfied resident by somebody who had no part in it.

    The reviewer's unit and person are kept as they were when the visit was taken. A trigger refuses a reviewer of the
    handling unit or below it, whatever the code does.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="visit")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    round = models.OneToOneField("cases.Round", on_delete=models.PROTECT, related_name="+")
    handling_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.WAITING)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    call_at = models.DateTimeField()
    reviewer_post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewer_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reviewer_person_id = models.BigIntegerField(null=True)
    concluded_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    contest_until = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("reason",), retired="The reason is blanked with the words of the case; the outcome stays."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=(
            *(
                "public_id",
                "rating",
                "case",
                "round",
                "handling_unit",
                "state",
                "opened_at",
                "due_at",
                "call_at",
            ),
            *("reviewer_post", "reviewer_unit", "reviewer_person_id", "concluded_at", "contest_until"),
        ),
        digested=("reason",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_visit_by_state",
                condition=Q(state="waiting", reviewer_post__isnull=True, concluded_at__isnull=True)
                | Q(state="taken", reviewer_post__isnull=False, concluded_at__isnull=True)
                | Q(state__in=_DECIDED, reviewer_post__isnull=False, concluded_at__isnull=False)
                | Q(state="ended", concluded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="review_contest_time",
                condition=Q(contest_until__isnull=True) | Q(state__in=["refused", "unreachable"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["call_at", "id"], name="review_queue", condition=Q(state__in=["waiting", "taken"])
            ),
            models.Index(
                fields=["contest_until"],
                name="review_contestable",
                condition=Q(contest_until__isnull=False),
            ),
        ]


class VisitAttempt(models.Model):
    """One call. Append-only."""

    visit = models.ForeignKey(ReturnVisit, on_delete=models.PROTECT, related_name="attempts")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=AttemptOutcome)
    note = models.TextField(blank=True)
    call_back_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("note",), retired="The note is blanked with the words of the case."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("visit", "post", "at", "outcome", "call_back_at"), digested=("note",)
    )


class Contest(models.Model):
    """The resident's one objection to a refusal, decided above both the handling and the refusing unit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.OneToOneField(ReturnVisit, on_delete=models.PROTECT, related_name="contest")
    level_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ContestState, default=ContestState.OPEN)
    text = models.TextField()
    at = models.DateTimeField()
    decided_by_post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("text", "reason"), retired="Blanked with the words of the case; the decision stays."
    )
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("public_id", "visit", "level_unit", "state", "at", "decided_by_post", "decided_at"),
        digested=("text", "reason"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="review_contest_by_state",
                condition=Q(
                    state__in=["open", "ended"], decided_by_post__isnull=True, decided_at__isnull=True
                )
                | Q(
                    state__in=["allowed", "rejected"],
                    decided_by_post__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
        ]
        indexes = [models.Index(fields=["at"], name="review_contests", condition=Q(state="open"))]


class WrongCode(models.Model):
    """Somebody who types codes that open nothing. `source` is a digest with a key that changes daily."""

    source = models.BinaryField(max_length=32, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE


class PublishedMonth(models.Model):
    """The figures of a month as they were published. Append-only: a correction is another version, and says why."""

    month = models.DateField()
    version = models.PositiveSmallIntegerField()
    counts = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    why_zh = models.CharField(max_length=300, blank=True)
    why_en = models.CharField(max_length=300, blank=True)

    personal_data: ClassVar[PersonalData] = NONE
    in_journal: ClassVar[InJournal] = InJournal(
        plain=("month", "version", "sha256", "made_at", "why_zh", "why_en"), digested=("counts",)
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "version"], name="review_month_once"),
            models.CheckConstraint(
                name="review_correction_says_why",
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(why_zh="") & ~Q(why_en="")),
            ),
        ]
