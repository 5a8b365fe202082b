"""The door of the credentials."""

from answerable.contexts.credentials.models import StaffSession
from answerable.contexts.credentials.passkeys import Offer, Site
from answerable.contexts.credentials.selectors import Factors, PasskeyView, factors_of, holder
from answerable.contexts.credentials.services.add_passkey import (
    add_passkey,
    offer_passkey,
    remove_passkey,
)
from answerable.contexts.credentials.services.enrol_app import enrol_app, new_app, set_app
from answerable.contexts.credentials.services.keep_session import (
    begin_session,
    close_session,
    end_other_sessions,
    end_session,
    end_sessions_of,
    follow_session,
    sessions_of,
)
from answerable.contexts.credentials.services.know_outside import know_outside
from answerable.contexts.credentials.services.prove_factor import prove_factor
from answerable.contexts.credentials.services.prove_passkey import ask_passkey, prove_passkey
from answerable.contexts.credentials.services.provisioning import (
    issue_provisioning_token,
    provisioner_for,
    revoke_provisioning_token,
)
from answerable.contexts.credentials.services.reset_factors import reset_factors
from answerable.contexts.credentials.services.seal_again import apps_left, seal_apps_again
from answerable.contexts.credentials.services.write_recovery_codes import write_recovery_codes
from answerable.contexts.credentials.shown import ShownApp, shown_app
from answerable.contexts.credentials.single_sign_on import SignOnFailed, arrive, depart
from answerable.contexts.credentials.single_sign_on import is_offered as sso_offered
from answerable.contexts.credentials.totp import code_at
from answerable.contexts.credentials.two_people import RESET

__all__ = [
    "RESET",
    "Factors",
    "Offer",
    "PasskeyView",
    "ShownApp",
    "SignOnFailed",
    "Site",
    "StaffSession",
    "add_passkey",
    "apps_left",
    "arrive",
    "ask_passkey",
    "begin_session",
    "close_session",
    "code_at",
    "depart",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "enrol_app",
    "factors_of",
    "follow_session",
    "holder",
    "issue_provisioning_token",
    "know_outside",
    "new_app",
    "offer_passkey",
    "prove_factor",
    "prove_passkey",
    "provisioner_for",
    "remove_passkey",
    "reset_factors",
    "revoke_provisioning_token",
    "seal_apps_again",
    "sessions_of",
    "set_app",
    "shown_app",
    "sso_offered",
    "write_recovery_codes",
]
