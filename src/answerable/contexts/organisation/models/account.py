"""How staff sign in. There is no superuser and no permission table: grants of posts decide."""

from collections.abc import Iterator
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac

from answerable.contexts.organisation.models.post import Person
from answerable.kernel.privacy import NONE, PersonalData


class AccountManager(BaseUserManager["Account"]):
    """Looks accounts up by their user name."""


class Account(AbstractBaseUser):
    """A person's way in. One person may hold several posts and chooses one after signing in."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    active = models.BooleanField(default=True)
    # Set while the password is one for one sign-in: its last moment. The holder has to choose an own one then.
    password_until = models.DateTimeField(null=True, blank=True)
    # Since when the holder has a second factor; until then a new password is a way in for whoever was given it.
    enrolled_at = models.DateTimeField(null=True, blank=True)
    # Since when another system says that the person has left; opened again, he has not.
    left_at = models.DateTimeField(null=True, blank=True)
    # What that system calls the person.
    external_id = models.CharField(max_length=200, blank=True, default="")
    # Rises when all sessions are to end: every session carries a keyed digest of the one it began with.
    epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("username",), retired="Staff data, disabled when a person leaves."
    )

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.active

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry: it changes with the password and with the epoch."""
        return salted_hmac(
            "answerable.account.session", f"{self.password}{self.epoch}", algorithm="sha256"
        ).hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """No older secret keeps a session alive."""
        return iter(())


class SignInPace(models.Model):
    """How fast sign-in may be tried for one key: a user name, a device, or everybody together.

    Keys are keyed hashes: what somebody types into the name field may be a password.
    """

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.IntegerField(default=0)
    last_at = models.DateTimeField()
    next_at = models.DateTimeField()

    personal_data: ClassVar[PersonalData] = NONE
