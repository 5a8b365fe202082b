"""The tree of topics and the answer templates as immutable values, so that looking a topic up costs no statement."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from answerable.contexts.cases.enums import Kind, Sensitive, TemplatePurpose


def _in_language(zh: str, en: str, language: str | None) -> str:
    return en if (language or get_language() or "zh").startswith("en") and en else zh


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic. `code` may leave the house; a leaf's code begins with its parent's."""

    code: str
    parent: str
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    terms_zh: tuple[str, ...]
    terms_en: tuple[str, ...]
    kind: Kind
    sensitive: Sensitive
    position: int = 0
    active: bool = True

    def name(self, language: str | None = None) -> str:
        return _in_language(self.name_zh, self.name_en, language)

    def description(self, language: str | None = None) -> str:
        return _in_language(self.description_zh, self.description_en, language)


class TopicTree:
    """All topics, inactive ones too: old cases keep theirs."""

    __slots__ = ("_by_code", "_children")

    def __init__(self, topics: Iterable[TopicView]) -> None:
        ordered = sorted(topics, key=lambda topic: (topic.position, topic.code))
        self._by_code = {topic.code: topic for topic in ordered}
        children: dict[str, list[TopicView]] = defaultdict(list)
        for topic in ordered:
            children[topic.parent].append(topic)
        self._children = {parent: tuple(below) for parent, below in children.items()}

    def __iter__(self) -> Iterator[TopicView]:
        """Yield each topic of the first level before those below it."""
        for top in self._children.get("", ()):
            yield top
            yield from self._children.get(top.code, ())

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def by_code(self, code: str) -> TopicView | None:
        return self._by_code.get(code)

    def children(self, code: str = "") -> tuple[TopicView, ...]:
        """Return the topics below one; without a code, those of the first level."""
        return self._children.get(code, ())

    def leaves(self) -> tuple[TopicView, ...]:
        """Return the active topics that have none below them."""
        return tuple(topic for topic in self if topic.active and topic.code not in self._children)

    def line(self, code: str) -> tuple[str, ...]:
        """Return the codes from the topic upwards, as deadlines and rules want them; nothing for no topic."""
        topic = self._by_code.get(code)
        if topic is None:
            return ()
        return (code, topic.parent) if topic.parent else (code,)

    def within(self, code: str) -> tuple[str, ...]:
        """Return the code and the codes below it."""
        return (code, *(topic.code for topic in self.children(code)))

    def name(self, code: str, language: str | None = None) -> str:
        """Return the name with its parent's, such as 社会治安 / 盗窃与抢夺; the code itself if it is unknown."""
        topic = self._by_code.get(code)
        if topic is None:
            return code
        above = self._by_code.get(topic.parent)
        own = topic.name(language)
        return f"{above.name(language)} / {own}" if above else own

    def sensitive(self, code: str) -> Sensitive:
        topic = self._by_code.get(code)
        return topic.sensitive if topic else Sensitive.NO

    def kind(self, code: str) -> Kind | None:
        topic = self._by_code.get(code)
        return topic.kind if topic else None


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A text to begin with, with `{{ reference }}`, `{{ unit }}`, `{{ due }}` and `{{ answer }}` to be filled in."""

    code: str
    purpose: TemplatePurpose
    kind: str
    topic: str
    channel: str
    name_zh: str
    name_en: str
    body_zh: str
    body_en: str
    position: int = 0
    active: bool = True

    def name(self, language: str | None = None) -> str:
        return _in_language(self.name_zh, self.name_en, language)

    def body(self, language: str | None = None) -> str:
        return _in_language(self.body_zh, self.body_en, language)

    def weight(self, kind: str, topics: tuple[str, ...], channel: str) -> tuple[int, int, int] | None:
        """Return how well it fits, the larger the better; None if it does not. A topic weighs more than a kind."""
        fits = self.kind in ("*", kind) and self.channel in ("*", channel) and self.topic in ("*", *topics)
        if not (fits and self.active):
            return None
        depth = len(topics) - topics.index(self.topic) if self.topic in topics else 0
        return (depth, self.kind != "*", self.channel != "*")
