"""The words of the credentials."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Means(TextChoices):
    """By what somebody proved who he is, beside or instead of the password."""

    APP = "app", _("Authenticator app")
    RECOVERY = "recovery", _("Recovery code")
    PASSKEY = "passkey", _("Passkey")
    SSO = "sso", _("Single sign-on")
