"""Learn anew from closed cases and corrections, or from a labelled file."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from answerable.contexts.cases import api as cases
from answerable.contexts.dispatch import model_store
from answerable.contexts.dispatch.book import changes
from answerable.contexts.dispatch.domain.own_words import examples as own_words
from answerable.contexts.dispatch.domain.training import PRECISION, Example, Told, Trained, silent, train
from answerable.contexts.dispatch.enums import LessonKind, ModelOrigin
from answerable.contexts.dispatch.errors import UnknownLabels
from answerable.contexts.dispatch.in_use import folder
from answerable.contexts.dispatch.models import Lesson, ModelVersion
from answerable.contexts.dispatch.permissions import require_set_up
from answerable.contexts.dispatch.services.use_model import activate
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor

NEWEST = 60_000
# What a person has looked at says more than what nobody objected to.
WEIGHT_OF_A_PERSON = 2.0


def train_model(
    *,
    actor: Actor,
    at: datetime,
    labelled: Sequence[Example] | None = None,
    precision: float = PRECISION,
    told: Told = silent,
) -> ModelVersion:
    """Train, keep the model and use it from now on. Labels are topic codes or names in either language.

    Training itself runs outside the transaction: it takes a minute, and nothing is locked meanwhile.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
        UnknownLabels: labels that are no topics.
        TooFewExamples: there is too little to learn from.
    """
    require_set_up(actor)
    voices = _from_cases() if labelled is None else _by_topic(labelled)
    trained = train([*voices, *_uncovered(voices)], precision=precision, told=told)
    code = model_store.save(trained.classifier, folder())
    origin = ModelOrigin.CASES if labelled is None else ModelOrigin.FILE
    return _keep(trained, code, origin, actor=actor, at=at, precision=precision)


@transaction.atomic
@changes.changing()
def _keep(
    trained: Trained, code: str, origin: ModelOrigin, *, actor: Actor, at: datetime, precision: float
) -> ModelVersion:
    row, _ = ModelVersion.objects.update_or_create(
        code=code,
        defaults={
            "origin": origin,
            "examples": trained.examples,
            "classes": len(trained.classifier.labels),
            "precision_wanted": precision,
            "threshold": trained.classifier.threshold,
            "metrics": {name: round(figure, 4) for name, figure in trained.metrics.items()},
            "trained_at": at,
            "by_post_id": actor.post_id,
        },
    )
    activate(row)
    facts = {"model": code, "origin": str(origin), "examples": trained.examples}
    ledger.record(actor=actor, code="dispatch.model.trained", at=at, internal=facts)
    return row


def _from_cases() -> list[Example]:
    """Return closed cases under the topic they ended with. A unit's return casts doubt on a topic until a person
    has confirmed it."""
    texts = cases.labelled_texts(limit=NEWEST)
    last: dict[int, LessonKind] = {
        case_id: LessonKind(kind)
        for case_id, kind in Lesson.objects.order_by("at", "id").values_list("case_id", "kind")
    }
    return [
        Example(
            text=f"{text.title}\n{text.text}",
            label=text.topic_code,
            group=f"bundle:{text.bundle_id}" if text.bundle_id else "",
            weight=WEIGHT_OF_A_PERSON if text.case_id in last else 1.0,
        )
        for text in texts
        if last.get(text.case_id) is not LessonKind.RETURNED
    ]


def _by_topic(labelled: Iterable[Example]) -> list[Example]:
    """Return the examples with their labels as topic codes."""
    names = {}
    for topic in cases.topics():
        for name in (topic.name_en, topic.name_zh, topic.code):
            names[name.casefold()] = topic.code
    found = list(labelled)
    unknown = sorted({one.label for one in found if one.label.casefold() not in names})
    if unknown:
        raise UnknownLabels(labels=", ".join(unknown[:10]))
    return [Example(one.text, names[one.label.casefold()], one.group, one.weight) for one in found]


def _uncovered(voices: Sequence[Example]) -> list[Example]:
    """Return the own words of topics of which there are too few voices, e.g. of those that are never learnt from."""
    tree = cases.topics()
    heard = {voice.label for voice in voices}
    silent_topics = [
        topic for topic in tree.leaves() if not any(code in heard for code in tree.line(topic.code))
    ]
    return list(own_words(silent_topics))
