"""The door of intake."""

from answerable.contexts.intake.domain.columns import NAMES as IMPORT_FIELDS
from answerable.contexts.intake.domain.columns import guess_columns, unknown_in
from answerable.contexts.intake.domain.headline import headline
from answerable.contexts.intake.domain.reading import RowReader
from answerable.contexts.intake.domain.submission import NewSubmission, Receipt, Refused
from answerable.contexts.intake.gate import Gate
from answerable.contexts.intake.message_file import FileRow, MessageFile, open_messages
from answerable.contexts.intake.models import ImportJob
from answerable.contexts.intake.rejected_file import RejectedFile
from answerable.contexts.intake.rota import uncovered
from answerable.contexts.intake.selectors import (
    Balance,
    CameAs,
    KeyView,
    SetAside,
    Tracked,
    Waiting,
    as_it_came,
    balances,
    channel_keys,
    set_aside,
    track,
    track_again,
    waiting,
    waiting_count,
)
from answerable.contexts.intake.services.begin_shift import begin_shift
from answerable.contexts.intake.services.claim_submissions import Claimed, claim_one, claim_submissions
from answerable.contexts.intake.services.end_shift import LONGEST_NOTE, end_shift
from answerable.contexts.intake.services.erase_submissions import (
    erase_submissions,
    rejected_before,
    with_words,
)
from answerable.contexts.intake.services.give_up_submission import give_up_submission
from answerable.contexts.intake.services.import_rows import (
    ImportCount,
    RefusedRow,
    begin_import,
    find_profile,
    finish_import,
    has_profile,
    reader_for,
    take_rows,
    try_rows,
)
from answerable.contexts.intake.services.issue_key import issue_key, revoke_key
from answerable.contexts.intake.services.note_call import note_call
from answerable.contexts.intake.services.note_failure import note_failure
from answerable.contexts.intake.services.plan_shift import cancel_planned_shift, plan_shift
from answerable.contexts.intake.services.receive import receive, receive_many
from answerable.contexts.intake.services.renew_key import renew_key
from answerable.contexts.intake.services.save_profile import save_profile
from answerable.contexts.intake.services.seal_again import contacts_left, seal_contacts_again
from answerable.contexts.intake.services.settle import Outcome, settle
from answerable.contexts.intake.services.take_apart import take_apart
from answerable.contexts.intake.services.take_up_again import take_up_again
from answerable.contexts.intake.services.wake_sweep import wake_sweep
from answerable.contexts.intake.shifts import PAGE as SHIFTS_ON_A_PAGE
from answerable.contexts.intake.shifts import (
    PlannedView,
    ShiftView,
    agents_of,
    handed_over,
    past_shifts,
    planned_shifts,
    shift_of,
    sitting_now,
    to_plan,
)

__all__ = [
    "IMPORT_FIELDS",
    "LONGEST_NOTE",
    "SHIFTS_ON_A_PAGE",
    "Balance",
    "CameAs",
    "Claimed",
    "FileRow",
    "Gate",
    "ImportCount",
    "ImportJob",
    "KeyView",
    "MessageFile",
    "NewSubmission",
    "Outcome",
    "PlannedView",
    "Receipt",
    "Refused",
    "RefusedRow",
    "RejectedFile",
    "RowReader",
    "SetAside",
    "ShiftView",
    "Tracked",
    "Waiting",
    "agents_of",
    "as_it_came",
    "balances",
    "begin_import",
    "begin_shift",
    "cancel_planned_shift",
    "channel_keys",
    "claim_one",
    "claim_submissions",
    "contacts_left",
    "end_shift",
    "erase_submissions",
    "find_profile",
    "finish_import",
    "give_up_submission",
    "guess_columns",
    "handed_over",
    "has_profile",
    "headline",
    "issue_key",
    "note_call",
    "note_failure",
    "open_messages",
    "past_shifts",
    "plan_shift",
    "planned_shifts",
    "reader_for",
    "receive",
    "receive_many",
    "rejected_before",
    "renew_key",
    "revoke_key",
    "save_profile",
    "seal_contacts_again",
    "set_aside",
    "settle",
    "shift_of",
    "sitting_now",
    "take_apart",
    "take_rows",
    "take_up_again",
    "to_plan",
    "track",
    "track_again",
    "try_rows",
    "uncovered",
    "unknown_in",
    "waiting",
    "waiting_count",
    "wake_sweep",
    "with_words",
]
