"""Tables of the credentials."""

import uuid
from typing import ClassVar

from django.db import models

from answerable.contexts.credentials.enums import Means
from answerable.contexts.organisation.api import Account
from answerable.kernel.privacy import NONE, PersonalData


class TotpFactor(models.Model):
    """The authenticator app of an account: its secret, sealed, and the last step whose code was taken."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="+")
    sealed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    since = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE


class RecoveryCode(models.Model):
    """A code on paper for the day on which the telephone is lost; good once."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    hashed = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = NONE


class Passkey(models.Model):
    """The public half of a key that a device of the holder keeps. `uses` is the device's own counter, if it counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    uses = models.BigIntegerField(default=0)
    name = models.CharField(max_length=60)
    since = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("name",), retired="Goes when its holder removes it, or the factors are reset."
    )


class OutsideIdentity(models.Model):
    """An account as the bureau's identity provider knows it: by issuer and subject, never by a name."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    since = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("subject",), retired="Staff data, kept as long as the account."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="credentials_outside_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="credentials_outside_one_each"),
        ]


class ProvisioningToken(models.Model):
    """The right of one system to tell of joiners and leavers; only a digest of its token is kept."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.BinaryField(unique=True)
    since = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    personal_data: ClassVar[PersonalData] = NONE


class StaffSession(models.Model):
    """Where an account is signed in. Only a word for the browser is kept: no address, no agent string, no trail."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    means = models.CharField(max_length=10, choices=Means)
    browser = models.CharField(max_length=40)

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("browser",), retired="Goes when the session ends, a day after it began at the latest."
    )
