"""Matters with a row in every locked table, and to which case each of those rows belongs."""

from collections.abc import Sequence
from typing import Any

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Outcome
from answerable.contexts.cases.models import Attachment, Case, Deferral
from answerable.contexts.dispatch.enums import LessonKind
from answerable.contexts.dispatch.models import Lesson, Suggestion
from answerable.contexts.files.models import StoredFile
from answerable.contexts.intake import api as intake
from answerable.contexts.intake.models import Submission
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger.models import AccessRecord
from answerable.contexts.messaging import api as messaging
from answerable.contexts.messaging.models import Outgoing, Resend
from answerable.contexts.parties import api as parties
from answerable.contexts.retention.enums import Basis
from answerable.contexts.retention.models import Erasure, ErasureRequest, Hold
from answerable.contexts.review import api as review
from answerable.contexts.review.models import Contest, ReturnVisit, VisitAttempt
from answerable.interfaces.portal.models import Draft
from given import AT, later

_CLOCK = (
    "CASE split_part({subject}, ':', 1)"
    " WHEN 'round' THEN (SELECT r.case_id FROM cases_round r WHERE r.id = split_part({subject}, ':', 2)::bigint)"
    " ELSE (SELECT v.case_id FROM review_returnvisit v WHERE v.id = split_part({subject}, ':', 2)::bigint) END"
)
# The case of a row, in SQL; NULL where it belongs to none.
CASE_OF = {
    "ledger_journalline": "(SELECT c.id FROM cases_case c WHERE c.reference = t.chain)",
    "ledger_journalopening": "(SELECT c.id FROM cases_case c JOIN ledger_journalline l ON l.chain = c.reference"
    " WHERE l.id = t.line_id)",
    "ledger_chainhead": "(SELECT c.id FROM cases_case c WHERE c.reference = t.chain)",
    "ledger_accessrecord": "(SELECT c.id FROM cases_case c WHERE c.reference = t.chain)",
    "deadlines_clock": _CLOCK.format(subject="t.subject"),
    "parties_party": "(SELECT c.id FROM cases_case c WHERE c.party_id = t.id)",
    "files_storedfile": "(SELECT a.case_id FROM cases_attachment a WHERE a.file_id = t.public_id)",
    "messaging_outgoing": "(SELECT c.id FROM cases_case c WHERE c.reference = t.chain)",
    "messaging_resend": "(SELECT c.id FROM cases_case c JOIN messaging_outgoing m ON m.chain = c.reference"
    " WHERE m.id = t.message_id)",
    "cases_bundle": "(SELECT c.id FROM cases_case c WHERE c.bundle_id = t.id)",
    "cases_case": "t.id",
    "cases_ask": "(SELECT r.case_id FROM cases_round r WHERE r.id = t.round_id)",
    "intake_submission": "(SELECT c.id FROM cases_case c WHERE c.reference = t.case_reference)",
    "review_rating": "(SELECT i.case_id FROM review_invitation i WHERE i.id = t.invitation_id)",
    "review_visitattempt": "(SELECT v.case_id FROM review_returnvisit v WHERE v.id = t.visit_id)",
    "review_contest": "(SELECT v.case_id FROM review_returnvisit v WHERE v.id = t.visit_id)",
    "deadlines_clockentry": "(SELECT "
    + _CLOCK.format(subject="k.subject")
    + " FROM deadlines_clock k WHERE k.id = t.clock_id)",
    **dict.fromkeys(
        (
            "cases_accused", "cases_attachment", "cases_move", "cases_round", "dispatch_lesson", "dispatch_suggestion",
            "review_invitation", "review_returnvisit", "retention_hold", "retention_erasurerequest",
            "retention_erasure", "cases_deferral",
        ),
        "t.case_id",
    ),
}  # fmt: skip
# Theirs is another rule: a notice is its post's, a draft its browser's, a shift its desk's.
OWN_RULE = frozenset({"messaging_notice", "portal_draft", "intake_shift"})


def a_whole_matter(bureau: given.Bureau, *, unit: str, accused: Sequence[str] = ()) -> cases.CaseId:
    """Return a case of a unit that has a row in every table that can hold one."""
    [party] = parties.register_parties([parties.Contact(name="甲", phone="00000000001")])
    file = StoredFile.objects.create(
        name="a.txt", kind="text", media_type="text/plain", size=1, sha256=b"x" * 32, stored_at=AT, kept_at=AT
    )
    case_id = given.a_handled_case(bureau, unit=unit, party_id=party)
    Attachment.objects.create(case_id=case_id, file_id=file.public_id, from_resident=True, at=AT)
    handler = bureau.actor(f"{unit}-handler")
    cases.ask_extension(actor=handler, case_id=case_id, until=later(days=9), reason="等检测", at=AT)
    cases.bundle_cases(actor=handler, case_ids=[case_id], title="同一工地", at=AT)
    Suggestion.objects.create(case_id=case_id, made_at=AT, queue_at=AT)
    Lesson.objects.create(case_id=case_id, kind=LessonKind.CORRECTED, topic="traffic", at=AT)
    cases.answer_round(
        actor=handler, case_id=case_id, outcome=Outcome.SOLVED, text="已停工。", at=later(hours=1)
    )
    _judge(bureau, case_id)
    if accused:
        posts = tuple(bureau.post(name) for name in accused)
        cases.record_accused(actor=bureau.actor("inspector"), case_id=case_id, posts=posts, at=later(hours=3))
    reference = Case.objects.get(pk=case_id).reference
    _tell(bureau, reference, unit, party)
    Deferral.objects.create(
        case_id=case_id, unit_id=bureau.unit(unit), since=AT, until=later(days=1), reason="核查中"
    )
    Hold.objects.create(case_id=case_id, reason="诉讼中", placed_at=AT)
    ErasureRequest.objects.create(case_id=case_id, asked_at=AT, due_at=later(days=30))
    Erasure.objects.create(case_id=case_id, reference=reference, basis=Basis.ORDER, at=AT)
    return case_id


def _judge(bureau: given.Bureau, case_id: cases.CaseId) -> None:
    review.rate_round(
        case_id=case_id,
        satisfaction=review.Satisfaction.DISSATISFIED,
        resolved=review.Resolved.NO,
        at=later(hours=2),
    )
    visit = ReturnVisit.objects.get(case_id=case_id)
    VisitAttempt.objects.create(visit=visit, post_id=bureau.post("reviewer"), at=AT, outcome="no_answer")
    Contest.objects.create(visit=visit, level_unit_id=bureau.unit("bureau"), text="不服", at=AT)


def _tell(bureau: given.Bureau, reference: str, unit: str, party: Any) -> None:
    receipt = intake.receive(intake.NewSubmission(channel="web", text=f"来件 {reference}"), AT)
    Submission.objects.filter(reference=receipt.reference).update(
        state="opened", case_reference=reference, settled_at=AT
    )
    AccessRecord.objects.create(
        at=AT, chain=reference, kind=ledger.AccessKind.CASE, post_id=bureau.post(f"{unit}-handler"), actor="p"
    )
    purpose, key = messaging.Purpose.PROGRESS, f"k:{reference}"
    message = messaging.NewMessage(party, purpose, key, "sms", "s", "b", chain=reference)
    messaging.queue_messages([message], at=AT)
    Resend.objects.create(
        message=Outgoing.objects.get(key=key),
        by_post_id=bureau.post("chief"),
        before="failed",
        reason="已修好",
        at=AT,
    )
    messaging.notify_posts(
        [
            messaging.NewNotice(
                bureau.post(f"{name}-handler"), "round.dispatched", f"n:{reference}", reference, {}
            )
            for name in ("east-1", "west-1")
        ],
        at=AT,
    )
    intake.note_call(actor=bureau.actor("agent"), reference=reference, at=AT)
    Draft.objects.create(index=reference.encode(), sealed=b"x", expires_at=later(days=1))
