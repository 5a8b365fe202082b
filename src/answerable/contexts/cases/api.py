"""The door of cases."""

from answerable.contexts.cases.facts import Destination, DispatchOrder, NewCase
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.permissions import oversees, row_scope
from answerable.contexts.cases.public_views import PublicAnswer, PublicEntry, PublicLook, PublicView
from answerable.contexts.cases.selectors.attachments import open_attachment, open_attachment_original
from answerable.contexts.cases.selectors.by_reference import rows_by_reference
from answerable.contexts.cases.selectors.by_unit import UnitLoad, load_by_unit
from answerable.contexts.cases.selectors.callers import cases_of_caller
from answerable.contexts.cases.selectors.erasable import (
    Standing,
    count_ended_before,
    ended_before,
    lock_standing,
    with_words,
)
from answerable.contexts.cases.selectors.facts import (
    acting_posts,
    case_id_of,
    case_with_reference,
    facts_of,
    facts_of_rounds,
    find_by_code,
    rounds_of_subjects,
    units_of_rounds,
    unwalled_cases,
    visible_cases,
    visible_of,
    visible_references,
    visible_rows,
    walled_references,
)
from answerable.contexts.cases.selectors.figures import OpenCount, open_counts
from answerable.contexts.cases.selectors.filters import hands_on_below
from answerable.contexts.cases.selectors.heard import heard
from answerable.contexts.cases.selectors.joined import (
    Joinable,
    Joined,
    JoinedView,
    joined_to,
    joined_view,
    lock_joinable,
    submissions_joined,
)
from answerable.contexts.cases.selectors.learning import (
    LabelledText,
    PlacedCase,
    labelled_texts,
    placed_cases,
)
from answerable.contexts.cases.selectors.lists import count_by_view, list_cases
from answerable.contexts.cases.selectors.looks import DeferralView, looks_at
from answerable.contexts.cases.selectors.pages import case_view, open_case, open_original
from answerable.contexts.cases.selectors.public import public_view
from answerable.contexts.cases.selectors.similar import similar_cases
from answerable.contexts.cases.selectors.weekly import WeekCell, week_cells
from answerable.contexts.cases.services.add_to_case import AddToCase, add_to_case
from answerable.contexts.cases.services.answer_round import AnswerRound, answer_round
from answerable.contexts.cases.services.approve_extension import ApproveExtension, approve_extension
from answerable.contexts.cases.services.approve_return import ApproveReturn, approve_return
from answerable.contexts.cases.services.ask_assist import AskAssist, ask_assist
from answerable.contexts.cases.services.ask_extension import AskExtension, ask_extension
from answerable.contexts.cases.services.ask_resident import AskResident, ask_resident
from answerable.contexts.cases.services.ask_return import AskReturn, ask_return
from answerable.contexts.cases.services.assign import Assign, assign
from answerable.contexts.cases.services.bundle_cases import JoinBundle, bundle_cases
from answerable.contexts.cases.services.close_rounds import CloseRound, close_rounds
from answerable.contexts.cases.services.correct_case import Correct, correct_case
from answerable.contexts.cases.services.cover_attachment import cover_attachment
from answerable.contexts.cases.services.defer_looks import defer_looks, tell_looks
from answerable.contexts.cases.services.dispatch_cases import Dispatch, dispatch_cases
from answerable.contexts.cases.services.dispute_round import DisputeRound, dispute_round
from answerable.contexts.cases.services.engine import Step, perform
from answerable.contexts.cases.services.erase_words import Emptied, end_restored, erase_words
from answerable.contexts.cases.services.give_assist import GiveAssist, give_assist
from answerable.contexts.cases.services.join_submissions import JoinSubmission, join_submissions
from answerable.contexts.cases.services.leave_bundle import LeaveBundle, leave_bundle
from answerable.contexts.cases.services.load_templates import load_templates
from answerable.contexts.cases.services.load_topics import load_topics
from answerable.contexts.cases.services.log_contact import LogContact, log_contact
from answerable.contexts.cases.services.mark_urgent import MarkUrgent, mark_urgent
from answerable.contexts.cases.services.open_cases import open_cases
from answerable.contexts.cases.services.record_accused import RecordAccused, record_accused
from answerable.contexts.cases.services.refuse_extension import RefuseExtension, refuse_extension
from answerable.contexts.cases.services.refuse_return import RefuseReturn, refuse_return
from answerable.contexts.cases.services.reopen_round import ReopenRound, reopen_round
from answerable.contexts.cases.services.save_template import save_template
from answerable.contexts.cases.services.save_topic import save_topic
from answerable.contexts.cases.services.separate_submission import SeparateSubmission, separate_submission
from answerable.contexts.cases.services.sign_for import SignFor, sign_for
from answerable.contexts.cases.services.split_case import SplitCase, split_case
from answerable.contexts.cases.services.take_over import TakeOver, take_over
from answerable.contexts.cases.services.transfer import Transfer, transfer
from answerable.contexts.cases.services.withdraw_case import WithdrawCase, withdraw_case
from answerable.contexts.cases.services.write_note import WriteNote, write_note
from answerable.contexts.cases.topic_tree import TemplateView, TopicTree, TopicView
from answerable.contexts.cases.topics import render_template, template, templates, templates_for, topics
from answerable.contexts.cases.views import (
    AccusedView,
    AskView,
    AttachmentView,
    BundleView,
    CaseFact,
    CaseFilter,
    CasePage,
    CaseRow,
    CaseView,
    MoveView,
    RoundView,
    SimilarCase,
    ViewCount,
)
from answerable.contexts.cases.walls import LOOK_BACK, Walls, walls_of

__all__ = [
    "LOOK_BACK",
    "AccusedView",
    "AddToCase",
    "AnswerRound",
    "ApproveExtension",
    "ApproveReturn",
    "AskAssist",
    "AskExtension",
    "AskResident",
    "AskReturn",
    "AskView",
    "Assign",
    "AttachmentView",
    "BundleView",
    "CaseFact",
    "CaseFilter",
    "CaseId",
    "CasePage",
    "CaseRow",
    "CaseView",
    "CloseRound",
    "Correct",
    "DeferralView",
    "Destination",
    "Dispatch",
    "DispatchOrder",
    "DisputeRound",
    "Emptied",
    "GiveAssist",
    "JoinBundle",
    "JoinSubmission",
    "Joinable",
    "Joined",
    "JoinedView",
    "LabelledText",
    "LeaveBundle",
    "LogContact",
    "MarkUrgent",
    "MoveView",
    "NewCase",
    "OpenCount",
    "PlacedCase",
    "PublicAnswer",
    "PublicEntry",
    "PublicLook",
    "PublicView",
    "RecordAccused",
    "RefuseExtension",
    "RefuseReturn",
    "ReopenRound",
    "RoundId",
    "RoundView",
    "SeparateSubmission",
    "SignFor",
    "SimilarCase",
    "SplitCase",
    "Standing",
    "Step",
    "TakeOver",
    "TemplateView",
    "TopicTree",
    "TopicView",
    "Transfer",
    "UnitLoad",
    "ViewCount",
    "Walls",
    "WeekCell",
    "WithdrawCase",
    "WriteNote",
    "acting_posts",
    "add_to_case",
    "answer_round",
    "approve_extension",
    "approve_return",
    "ask_assist",
    "ask_extension",
    "ask_resident",
    "ask_return",
    "assign",
    "bundle_cases",
    "case_id_of",
    "case_view",
    "case_with_reference",
    "cases_of_caller",
    "close_rounds",
    "correct_case",
    "count_by_view",
    "count_ended_before",
    "cover_attachment",
    "defer_looks",
    "dispatch_cases",
    "dispute_round",
    "end_restored",
    "ended_before",
    "erase_words",
    "facts_of",
    "facts_of_rounds",
    "find_by_code",
    "give_assist",
    "hands_on_below",
    "heard",
    "join_submissions",
    "joined_to",
    "joined_view",
    "labelled_texts",
    "leave_bundle",
    "list_cases",
    "load_by_unit",
    "load_templates",
    "load_topics",
    "lock_joinable",
    "lock_standing",
    "log_contact",
    "looks_at",
    "mark_urgent",
    "open_attachment",
    "open_attachment_original",
    "open_case",
    "open_cases",
    "open_counts",
    "open_original",
    "oversees",
    "perform",
    "placed_cases",
    "public_view",
    "record_accused",
    "refuse_extension",
    "refuse_return",
    "render_template",
    "reopen_round",
    "rounds_of_subjects",
    "row_scope",
    "rows_by_reference",
    "save_template",
    "save_topic",
    "separate_submission",
    "sign_for",
    "similar_cases",
    "split_case",
    "submissions_joined",
    "take_over",
    "tell_looks",
    "template",
    "templates",
    "templates_for",
    "topics",
    "transfer",
    "units_of_rounds",
    "unwalled_cases",
    "visible_cases",
    "visible_of",
    "visible_references",
    "visible_rows",
    "walled_references",
    "walls_of",
    "week_cells",
    "with_words",
    "withdraw_case",
    "write_note",
]
