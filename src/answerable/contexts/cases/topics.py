"""Topics and answer templates, kept in memory."""

import re

from answerable.contexts.cases.enums import Kind, Sensitive, TemplatePurpose
from answerable.contexts.cases.models import AnswerTemplate, Topic
from answerable.contexts.cases.topic_tree import TemplateView, TopicTree, TopicView
from answerable.kernel.snapshots import Changes, Snapshot

_PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")
changes = Changes(table="cases_topicversion", sequence="cases_change_number")


def _read_topics() -> TopicTree:
    return TopicTree(topic_view(topic) for topic in Topic.objects.select_related("parent"))


def topic_view(topic: Topic) -> TopicView:
    return TopicView(
        code=topic.code,
        parent=topic.parent.code if topic.parent else "",
        name_zh=topic.name_zh,
        name_en=topic.name_en,
        description_zh=topic.description_zh,
        description_en=topic.description_en,
        terms_zh=tuple(topic.terms_zh),
        terms_en=tuple(topic.terms_en),
        kind=Kind(topic.kind),
        sensitive=Sensitive(topic.sensitive),
        position=topic.position,
        active=topic.active,
    )


def _read_templates() -> tuple[TemplateView, ...]:
    rows = AnswerTemplate.objects.order_by("position", "code")
    return tuple(
        TemplateView(
            code=row.code,
            purpose=TemplatePurpose(row.purpose),
            kind=row.kind,
            topic=row.topic,
            channel=row.channel,
            name_zh=row.name_zh,
            name_en=row.name_en,
            body_zh=row.body_zh,
            body_en=row.body_en,
            position=row.position,
            active=row.active,
        )
        for row in rows
    )


_topics = Snapshot(changes, _read_topics)
_templates = Snapshot(changes, _read_templates)


def topics() -> TopicTree:
    """Return the topics as they stand now; cheap, so ask again rather than keep it."""
    return _topics.get()


def templates() -> tuple[TemplateView, ...]:
    """Return all answer templates, in their order."""
    return _templates.get()


def templates_for(
    purpose: TemplatePurpose, *, kind: str = "*", topic: str = "", channel: str = "*"
) -> list[TemplateView]:
    """Return the templates that fit, the most fitting first."""
    line = topics().line(topic)
    fitting = [
        (weight, template)
        for template in templates()
        if template.purpose == purpose and (weight := template.weight(kind, line, channel)) is not None
    ]
    fitting.sort(key=lambda pair: pair[0], reverse=True)
    return [template for _, template in fitting]


def template(code: str) -> TemplateView | None:
    return next((one for one in templates() if one.code == code), None)


def render_template(template: TemplateView, language: str, **values: object) -> str:
    """Fill in a template. A placeholder without a value stays as it stands, so that the writer sees it.

    In one pass: what is filled in is text, and a placeholder written in it stays one.
    """
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), template.body(language))
