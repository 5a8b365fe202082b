"""Which rows a role sees, for every table that holds cases or what belongs to a case or a person.

The policies repeat `cases.permissions.visible` in SQL, from the settings that `kernel.row_security` writes into the
transaction; a property test keeps the two the same. The form matters (STACK.md, ADR 0006): each setting is read once a
statement by its own sub-select, and a child asks for its case by a scalar sub-select, one look into an index for
each row, which PostgreSQL can't turn into a scan of all cases.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from answerable.config.lock.roles import Login


@dataclass(frozen=True, slots=True)
class Policy:
    """`seen` is the condition on rows for everybody. `appended`: anybody with the right may add rows, unseen.

    `alone` are conditions for roles that look without a scope.
    """

    seen: str
    appended: bool = False
    alone: Mapping[Login, str] = field(default_factory=dict)

    def digest(self) -> str:
        """Return what changes when the policy does, so that an unchanged one is left alone by `migrate`."""
        return sha256(repr((self.seen, self.appended, sorted(self.alone.items()))).encode()).hexdigest()[:16]


def _setting(name: str, kind: str) -> str:
    return f"(SELECT nullif(current_setting('answerable.{name}', true), '')::{kind})"


def _door(*doors: str) -> str:
    names = ", ".join(f"'{door}'" for door in doors)
    return f"(SELECT current_setting('answerable.door', true) IN ({names}))"


SYSTEM = _door("system")
STAFF = _door("bureau", "units")

_CASE = f"""{SYSTEM}
OR id = {_setting("case", "bigint")}
OR ({_door("bureau")}
    OR scope_units && {_setting("units", "bigint[]")}
    OR desk_unit_id = ANY ({_setting("desks", "bigint[]")}::bigint[]))
  AND NOT walled_persons && {_setting("person", "bigint[]")}
  AND NOT walled_units && {_setting("unit", "bigint[]")}"""


def _through(table: str, column: str, parent: str, key: str = "id") -> str:
    """Return whether the parent's own policy shows the row that this one points at."""
    return f"(SELECT true FROM {parent} seen WHERE seen.{key} = {table}.{column} LIMIT 1)"  # noqa: S608 - our own names


def _child(table: str, column: str = "case_id", parent: str = "cases_case", key: str = "id") -> str:
    return f"{SYSTEM} OR {_through(table, column, parent, key)}"


def _chain(table: str) -> str:
    """Rows of a chain go with its case; those of a submission that is none yet with its reference."""
    return f"{SYSTEM} OR chain = {_setting('chain', 'text')} OR {_through(table, 'chain', 'cases_case', 'reference')}"


# Acts of set-up belong to no case; every post may know of them.
_LINE = f"{_chain('ledger_journalline')} OR (chain = '' AND {STAFF})"


def _subject(kind: str, parent: str) -> str:
    return f"""(SELECT true FROM {parent} seen
  WHERE seen.id = CASE WHEN deadlines_clock.subject ~ '^{kind}:[0-9]+'
    THEN split_part(deadlines_clock.subject, ':', 2)::bigint END)"""  # noqa: S608 - our own names


# `round:17`, `round:17:2` for the signing of a second dispatch, `visit:3`.
_CLOCK = f"{SYSTEM} OR {_subject('round', 'cases_round')} OR {_subject('visit', 'review_returnvisit')}"
_FILE = _child("files_storedfile", "public_id", "cases_attachment", "file_id")
_NOTICE = f"""{SYSTEM} OR post_id = {_setting("post", "bigint")}
  AND (chain = '' OR {_through("messaging_notice", "chain", "cases_case", "reference")})"""

_SUBMISSION = f"""{SYSTEM} OR reference = {_setting("chain", "text")}
  OR {_through("intake_submission", "case_reference", "cases_case", "reference")}"""
# Notes at the hotline's desk are for those who sit there or lead it.
_SHIFT = f"""{SYSTEM} OR {_door("bureau")} OR post_id = {_setting("post", "bigint")}
  OR unit_id = ANY ({_setting("units", "bigint[]")}::bigint[])
  OR unit_id = ANY ({_setting("desks", "bigint[]")}::bigint[])"""
_REPORTED = "walled_persons = '{}' AND walled_units = '{}' AND sensitive = ''"

POLICIES: Mapping[str, Policy] = {
    "ledger_journalline": Policy(_LINE, appended=True, alone={Login.SEQUENCER: "true"}),
    "ledger_journalopening": Policy(
        _child("ledger_journalopening", "line_id", "ledger_journalline"), appended=True
    ),
    "ledger_chainhead": Policy(_chain("ledger_chainhead")),
    "ledger_accessrecord": Policy(_chain("ledger_accessrecord"), appended=True),
    "deadlines_clock": Policy(_CLOCK),
    "deadlines_clockentry": Policy(_child("deadlines_clockentry", "clock_id", "deadlines_clock")),
    "parties_party": Policy(_child("parties_party", "id", "cases_case", "party_id"), appended=True),
    "files_storedfile": Policy(_FILE, appended=True),
    "messaging_outgoing": Policy(_chain("messaging_outgoing"), appended=True),
    "messaging_resend": Policy(_child("messaging_resend", "message_id", "messaging_outgoing")),
    "messaging_notice": Policy(_NOTICE, appended=True),
    "cases_bundle": Policy(_child("cases_bundle", "id", "cases_case", "bundle_id")),
    "cases_case": Policy(_CASE, alone={Login.REPORTING: _REPORTED}),
    "cases_accused": Policy(_child("cases_accused")),
    "cases_attachment": Policy(_child("cases_attachment")),
    "cases_move": Policy(_child("cases_move")),
    "cases_round": Policy(_child("cases_round")),
    "cases_ask": Policy(_child("cases_ask", "round_id", "cases_round")),
    "intake_submission": Policy(_SUBMISSION),
    "intake_shift": Policy(_SHIFT),
    "dispatch_lesson": Policy(_child("dispatch_lesson")),
    "dispatch_suggestion": Policy(_child("dispatch_suggestion")),
    "review_invitation": Policy(_child("review_invitation")),
    "review_rating": Policy(_child("review_rating", "invitation_id", "review_invitation")),
    "review_returnvisit": Policy(_child("review_returnvisit")),
    "review_visitattempt": Policy(_child("review_visitattempt", "visit_id", "review_returnvisit")),
    "review_contest": Policy(_child("review_contest", "visit_id", "review_returnvisit")),
    "cases_deferral": Policy(_child("cases_deferral")),
    "retention_hold": Policy(_child("retention_hold")),
    "retention_erasurerequest": Policy(_child("retention_erasurerequest")),
    "retention_erasure": Policy(_child("retention_erasure")),
    "portal_draft": Policy(f"{SYSTEM} OR index = ANY ({_setting('drafts', 'bytea[]')}::bytea[])"),
}

# Tables that hold nothing of a case or of a person who speaks. A table is here or above; a test refuses a third kind.
OPEN: frozenset[str] = frozenset(
    {
        "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
        "django_session",
        # Ids of cases travel in jobs, their content does not.
        "procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers",
        # Hashes and their places.
        "ledger_journalleaf", "ledger_journalcheckpoint", "ledger_acceptancekey",
        "organisation_unit", "organisation_organisationversion", "organisation_person", "organisation_post",
        "organisation_grant", "organisation_savedview", "organisation_account",
        "organisation_signinpace", "organisation_area",
        "organisation_jurisdiction",
        "organisation_elevation", "proposals_proposal",
        "credentials_totpfactor", "credentials_recoverycode", "credentials_staffsession", "credentials_passkey",
        "credentials_outsideidentity", "credentials_provisioningtoken",
        "deadlines_workinterval", "deadlines_calendarday", "deadlines_clockrule", "deadlines_rulebookversion",
        "cases_topic", "cases_answertemplate", "cases_topicversion",
        "intake_channelkey", "intake_importprofile", "intake_importjob", "intake_plannedshift",
        "dispatch_cataloguerule", "dispatch_catalogueversion", "dispatch_modelversion",
        "review_wrongcode",
        # What everybody may read.
        "review_publishedmonth",
        # Settings with sealed secrets; hashes and numbers of peers.
        "messaging_gateway", "messaging_earlyreport", "messaging_seennonce",
        "retention_retentionrule",
        # Counts of cases outside of all walls, and what people say of them.
        "insight_weekcount", "insight_judgedweek", "insight_earlywarning",
        # Marks that nobody can tell from chance.
        "portal_bellpage",
    }
)  # fmt: skip
