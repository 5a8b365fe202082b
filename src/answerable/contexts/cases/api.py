"""The door of cases."""

from answerable.contexts.cases.facts import DispatchOrder, NewCase
from answerable.contexts.cases.ids import CaseId, RoundId
from answerable.contexts.cases.topic_tree import TemplateView, TopicTree, TopicView
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
    PublicAnswer,
    PublicEntry,
    PublicLook,
    PublicView,
    RoundView,
    SimilarCase,
    ViewCount,
)

__all__ = [
    "AccusedView",
    "AskView",
    "AttachmentView",
    "BundleView",
    "CaseFact",
    "CaseFilter",
    "CaseId",
    "CasePage",
    "CaseRow",
    "CaseView",
    "DispatchOrder",
    "MoveView",
    "NewCase",
    "PublicAnswer",
    "PublicEntry",
    "PublicLook",
    "PublicView",
    "RoundId",
    "RoundView",
    "SimilarCase",
    "TemplateView",
    "TopicTree",
    "TopicView",
    "ViewCount",
]
