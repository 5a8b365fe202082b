"""The door of retention."""

from answerable.contexts.retention import erasure_list
from answerable.contexts.retention.domain import GRACE, LONGEST, SHORTEST, Rule
from answerable.contexts.retention.permissions import may_decide
from answerable.contexts.retention.selectors import (
    Due,
    Erased,
    HoldView,
    RequestView,
    due_cases,
    erased_references,
    erasure_of,
    granted_requests,
    held,
    holds,
    kept_since,
    kept_until,
    newest_erasures,
    newest_request,
    open_requests,
    preview,
    report,
    request_view,
    rule_for,
    rules,
)
from answerable.contexts.retention.services.ask_erasure import DECIDED_WITHIN, ask_erasure
from answerable.contexts.retention.services.decide_request import grant_request, refuse_request
from answerable.contexts.retention.services.hold_cases import lift_hold, place_hold
from answerable.contexts.retention.services.record_erasures import forget_holds, record_erasures
from answerable.contexts.retention.services.save_rule import NewRule, remove_rule, save_rule
from answerable.contexts.retention.two_people import REMOVE, SAVE

__all__ = [
    "DECIDED_WITHIN",
    "GRACE",
    "LONGEST",
    "REMOVE",
    "SAVE",
    "SHORTEST",
    "Due",
    "Erased",
    "HoldView",
    "NewRule",
    "RequestView",
    "Rule",
    "ask_erasure",
    "due_cases",
    "erased_references",
    "erasure_list",
    "erasure_of",
    "forget_holds",
    "grant_request",
    "granted_requests",
    "held",
    "holds",
    "kept_since",
    "kept_until",
    "lift_hold",
    "may_decide",
    "newest_erasures",
    "newest_request",
    "open_requests",
    "place_hold",
    "preview",
    "record_erasures",
    "refuse_request",
    "remove_rule",
    "report",
    "request_view",
    "rule_for",
    "rules",
    "save_rule",
]
