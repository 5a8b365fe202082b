"""Who may do what with each table: S select, I insert, U update, D delete. Nobody but the owner may TRUNCATE.

One line for each table, in the order of the floors. A test compares it with the database in both directions, so a table
that is missing here, or a right that was given elsewhere, fails.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from answerable.config.lock.roles import Login


@dataclass(frozen=True, slots=True)
class Rights:
    """The letters of each role. `columns` are rights to some columns only: `{(role, letter): columns}`."""

    web: str = ""
    worker: str = ""
    sequencer: str = ""
    reporting: str = ""
    columns: Mapping[tuple[Login, str], tuple[str, ...]] = field(default_factory=dict)

    def of(self, login: Login) -> str:
        return str(getattr(self, login.value))


# What is written once and never changed or taken back, by whomever.
APPENDED = Rights("SI", "SI")
KEPT = Rights("SIU", "SIU")
EDITED = Rights("SIUD", "SIUD")
READ = Rights("S", "S")
# Set-up that figures are read by.
KEPT_REPORTED = Rights("SIU", "SIU", reporting="S")

# Erasure blanks words and drops openings; a trigger refuses everything else.
_MOVED = {(Login.WORKER, "U"): ("words", "facts", "attachment_ids")}
_COMPLAINED = {(Login.WORKER, "U"): ("words", "person_id", "post_id")}
_REASON = {(Login.WORKER, "U"): ("reason",)}
_COUNTED = (
    "id", "channel", "language", "received_at", "opened_at", "kind", "topic_code", "area_id", "urgent", "state",
    "is_open", "round_no", "desk_unit_id", "unit_id", "due_at", "answered_at", "closed_at", "wants_answer",
)  # fmt: skip

RIGHTS: Mapping[str, Rights] = {
    # Django's own.
    "django_migrations": READ,
    "django_content_type": READ,
    "auth_permission": READ,
    "auth_group": READ,
    "auth_group_permissions": READ,
    "django_session": EDITED,
    # The queue.
    "procrastinate_jobs": EDITED,
    "procrastinate_events": EDITED,
    "procrastinate_periodic_defers": EDITED,
    "procrastinate_workers": EDITED,
    # ledger
    # The sequencer writes lines too: pads, which say nothing.
    "ledger_journalline": Rights("SI", "SI", sequencer="SI"),
    "ledger_journalopening": Rights("SI", "SID", sequencer="I"),
    "ledger_journalleaf": Rights("S", "S", sequencer="SI"),
    "ledger_journalcheckpoint": Rights("S", "S", sequencer="SIU"),
    "ledger_acceptancekey": APPENDED,
    "ledger_chainhead": KEPT,
    "ledger_accessrecord": Rights("SI", "SI", columns=_REASON),
    # organisation
    "organisation_unit": KEPT_REPORTED,
    "organisation_organisationversion": KEPT,
    "organisation_person": KEPT,
    "organisation_post": KEPT,
    "organisation_grant": EDITED,
    "organisation_savedview": EDITED,
    "organisation_account": KEPT,
    "organisation_signinpace": EDITED,
    "organisation_area": KEPT_REPORTED,
    "organisation_jurisdiction": EDITED,
    "organisation_elevation": KEPT,
    # proposals
    "proposals_proposal": KEPT,
    # credentials
    "credentials_totpfactor": EDITED,
    "credentials_recoverycode": EDITED,
    "credentials_staffsession": EDITED,
    "credentials_passkey": EDITED,
    "credentials_outsideidentity": EDITED,
    "credentials_provisioningtoken": KEPT,
    # deadlines
    "deadlines_workinterval": EDITED,
    "deadlines_calendarday": EDITED,
    "deadlines_clockrule": EDITED,
    "deadlines_rulebookversion": KEPT,
    "deadlines_clock": KEPT,
    "deadlines_clockentry": Rights("SI", "SI", columns=_REASON),
    # parties, files, messaging
    "parties_party": Rights("SI", "SIUD"),
    "files_storedfile": Rights("SIU", "SIUD"),
    "messaging_outgoing": KEPT,
    "messaging_gateway": KEPT,
    "messaging_earlyreport": EDITED,
    "messaging_seennonce": EDITED,
    "messaging_resend": Rights("SI", "SI", columns=_REASON),
    "messaging_notice": Rights("SIU", "SIUD"),
    # cases
    "cases_topic": KEPT_REPORTED,
    "cases_answertemplate": KEPT,
    "cases_topicversion": KEPT,
    "cases_bundle": KEPT,
    "cases_case": Rights("SIU", "SIU", columns={(Login.REPORTING, "S"): _COUNTED}),
    "cases_accused": Rights("SI", "SI", columns=_COMPLAINED),
    "cases_attachment": Rights("SI", "SID"),
    "cases_move": Rights("SI", "SI", columns=_MOVED),
    "cases_round": KEPT,
    "cases_ask": KEPT,
    "cases_deferral": KEPT,
    # intake
    "intake_submission": KEPT,
    "intake_channelkey": KEPT,
    "intake_importprofile": KEPT,
    "intake_importjob": KEPT,
    "intake_shift": KEPT,
    "intake_plannedshift": EDITED,
    # dispatch
    "dispatch_cataloguerule": KEPT,
    "dispatch_catalogueversion": KEPT,
    "dispatch_modelversion": KEPT,
    "dispatch_lesson": APPENDED,
    "dispatch_suggestion": KEPT,
    # review
    "review_invitation": KEPT,
    "review_rating": Rights("SI", "SI", columns={(Login.WORKER, "U"): ("comment",)}),
    "review_returnvisit": KEPT,
    "review_visitattempt": Rights("SI", "SI", columns={(Login.WORKER, "U"): ("note",)}),
    "review_contest": KEPT,
    "review_wrongcode": EDITED,
    # Only the worker publishes, and nobody changes what was published.
    "review_publishedmonth": Rights("S", "SI"),
    # retention
    "retention_retentionrule": EDITED,
    "retention_hold": KEPT,
    "retention_erasurerequest": KEPT,
    # Only the worker erases.
    "retention_erasure": Rights("S", "SI"),
    # insight
    # Only the worker counts and judges.
    "insight_weekcount": Rights("S", "SID"),
    "insight_judgedweek": Rights("S", "SI"),
    "insight_earlywarning": Rights("SU", "SIU"),
    # portal
    "portal_draft": EDITED,
    "portal_bellpage": Rights("S", "SID"),
}
