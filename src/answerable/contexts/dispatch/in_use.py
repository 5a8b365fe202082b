"""The classifier in use: the active trained one, or the one made from the words of the topics.

Held in memory until another version is made active or the topics change. Whatever is wrong with the files of the
active one, there is always a classifier: the damage is told in the log, in `answerable triage models` and by
`answerable doctor`, and the topics' own words serve meanwhile.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from answerable.contexts.cases import api as cases
from answerable.contexts.dispatch import model_store
from answerable.contexts.dispatch.book import changes
from answerable.contexts.dispatch.domain.classifier import Classifier
from answerable.contexts.dispatch.domain.own_words import examples, fit_own_words
from answerable.contexts.dispatch.errors import ModelUnreadable, TooFewExamples
from answerable.contexts.dispatch.models import ModelVersion
from answerable.kernel.snapshots import Snapshot

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class InUse:
    """A classifier with the code of its version; `error` says why it is not the active one."""

    code: str
    classifier: Classifier
    error: str = ""


def folder() -> Path:
    return Path(settings.OPTIONS.data_dir) / "models"


def _active_code() -> str:
    return ModelVersion.objects.filter(active=True).values_list("code", flat=True).first() or ""


_code = Snapshot(changes, _active_code)
_lock = threading.Lock()
_held: tuple[str, cases.TopicTree, InUse | None] | None = None


def in_use() -> InUse | None:
    """Return the classifier in use; None while there are no topics to tell apart."""
    global _held
    code, tree = _code.get(), cases.topics()
    held = _held
    if held is None or held[0] != code or held[1] is not tree:
        with _lock:
            held = _held
            if held is None or held[0] != code or held[1] is not tree:
                _held = held = (code, tree, _find(code, tree))
    return held[2]


def _find(code: str, tree: cases.TopicTree) -> InUse | None:
    if not code:
        return _from_topics(tree)
    try:
        return InUse(code, model_store.load(code, folder()))
    except ModelUnreadable as error:
        log.error("dispatch.model_unreadable", model=code)
        cold = _from_topics(tree)
        return None if cold is None else InUse(cold.code, cold.classifier, str(error))


def _from_topics(tree: cases.TopicTree) -> InUse | None:
    try:
        classifier = fit_own_words(list(examples(tree.leaves())))
    except TooFewExamples:
        return None
    return InUse(model_store.code_of(classifier), classifier)
