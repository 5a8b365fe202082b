"""Messages to residents, and notices to posts of the bureau."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.contexts.messaging.enums import OutgoingState, Purpose
from answerable.kernel.privacy import NONE, PersonalData


class Outgoing(models.Model):
    """One message to one party. `key` is the act that caused it: a repeated act queues nothing twice.

    `party_id` names a party of the vault, which lies on the same floor and is asked for the address only while
    sending (processes/deliver_messages.py). The text is sealed, because it may hold a code.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=80, unique=True)
    party_id = models.BigIntegerField()
    chain = models.CharField(max_length=14, blank=True)
    purpose = models.CharField(max_length=20, choices=Purpose)
    channel = models.CharField(max_length=20)
    sealed = models.BinaryField()
    from_hour = models.PositiveSmallIntegerField()
    to_hour = models.PositiveSmallIntegerField()
    queued_at = models.DateTimeField()
    send_after = models.DateTimeField()
    state = models.CharField(max_length=12, choices=OutgoingState, default=OutgoingState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    # News of yesterday is no news: what is not out by then stays.
    expires_at = models.DateTimeField(null=True)
    # The channel that is tried when this one has failed for good, where the party allows it.
    fallback = models.CharField(max_length=20, blank=True, default="", db_default="")
    gateway = models.ForeignKey(
        "messaging.Gateway", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    # How the peer calls it, for the report of its delivery.
    peer_id = models.CharField(max_length=80, blank=True, default="", db_default="")
    segments = models.PositiveSmallIntegerField(default=0, db_default=0)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("sealed",),
        retired="The text is blanked after 30 days; the row goes with the party it was written to.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="messaging_hours", condition=Q(from_hour__lte=24) & Q(to_hour__lte=24)
            ),
        ]
        indexes = [
            models.Index(fields=["send_after"], name="messaging_due", condition=Q(state="queued")),
            models.Index(fields=["claimed_at"], name="messaging_claimed", condition=Q(state="sending")),
            models.Index(
                fields=["channel", "queued_at"], name="messaging_no_channel", condition=Q(state="no_channel")
            ),
            models.Index(fields=["queued_at"], name="messaging_texts", condition=~Q(sealed=b"")),
            # Counts by state and channel, and lists of one state, newest first.
            models.Index(fields=["state", "channel", "-id"], name="messaging_by_state"),
            models.Index(fields=["chain"], name="messaging_chain"),
            models.Index(fields=["party_id"], name="messaging_party"),
            models.Index(fields=["gateway", "peer_id"], name="messaging_peer_id", condition=~Q(peer_id="")),
        ]


class Gateway(models.Model):
    """One way to or from the outside, as the bureau has set it up: which adapter, its settings, how it does.

    `settings` are shown to whoever sets the bureau up; `sealed` holds the secrets, which nobody is shown again. Of two
    gateways of one channel the lower `rank` is used, the other one when that fails.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=20)
    name = models.CharField(max_length=60, unique=True)
    settings = models.JSONField(default=dict)
    sealed = models.BinaryField()
    per_second = models.PositiveIntegerField(default=10)
    rank = models.PositiveSmallIntegerField(default=1)
    paused_at = models.DateTimeField(null=True)
    # Until when its allowance is used up (the theoretical arrival time of GCRA).
    busy_until = models.DateTimeField(null=True)
    ok_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=40, blank=True)
    refused = models.PositiveBigIntegerField(default=0)
    opened_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [
            models.CheckConstraint(name="messaging_gateway_pace", condition=Q(per_second__gte=1)),
        ]


class EarlyReport(models.Model):
    """A report of a delivery that was faster than our own note of having sent it; gone after a week."""

    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+", db_index=False)
    peer_id = models.CharField(max_length=80)
    arrived = models.BooleanField()
    error = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(db_index=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "peer_id"], name="messaging_early_once")]


class SeenNonce(models.Model):
    """A number used once, by which a peer signed a call; kept as long as its timestamp would be believed."""

    gateway = models.ForeignKey(Gateway, on_delete=models.CASCADE, related_name="+", db_index=False)
    nonce = models.BinaryField(max_length=32)
    body = models.BinaryField(max_length=32)
    at = models.DateTimeField(db_index=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gateway", "nonce"], name="messaging_nonce_once")]


class Resend(models.Model):
    """A person has decided that a message goes out once more, and said why. Append-only."""

    message = models.ForeignKey(Outgoing, on_delete=models.CASCADE, related_name="resends")
    by_post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    before = models.CharField(max_length=12, choices=OutgoingState)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE


class Notice(models.Model):
    """Something that a post is told in the console. `code` chooses the sentence, `params` fill it; no case content."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    post = models.ForeignKey("organisation.Post", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=60)
    chain = models.CharField(max_length=14, blank=True)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    personal_data: ClassVar[PersonalData] = NONE

    class Meta:
        indexes = [
            models.Index(fields=["post", "-at"], name="messaging_notices"),
            models.Index(fields=["at"], name="messaging_old_notices"),
            models.Index(fields=["post"], name="messaging_unread", condition=Q(read_at__isnull=True)),
        ]
