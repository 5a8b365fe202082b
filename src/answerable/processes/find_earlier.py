"""Which open case a new submission is about, where the same matter has been told before (ADR 0304).

It joins only where nothing can be lost by it: nobody is complained of on either side, nothing is about the police or
in confidence, the case is not answered yet, and either the same contact tells nearly the same words, or exactly the
same words about the same place come by another channel without any contact. What is only alike stays a suggestion to
a person.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import Channel, JoinRule, Sensitive
from answerable.contexts.dispatch import api as dispatch
from answerable.contexts.intake import api as intake
from answerable.contexts.parties import api as parties
from answerable.kernel.text import grams, match_key
from answerable.processes.find_accused import NOBODY, find_accused

WINDOW = timedelta(days=7)
# The share of all words and pairs of characters of both texts that both have.
ALIKE = 0.75
# Fewer characters say nothing that another could not say as well.
LEAST = 30
# A topic about the police that is so likely keeps a text by itself, as in dispatch (ADR 0302).
_POLICE_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Earlier:
    """The case that a submission joins, and by which rule."""

    claimed: intake.Claimed
    case_id: cases.CaseId
    reference: str
    rule: JoinRule


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be done with a chunk: join, open, or look at again once the first of its kind is open."""

    joins: tuple[Earlier, ...]
    opens: tuple[intake.Claimed, ...]
    later: tuple[intake.Claimed, ...]


def find_earlier(claimed: Sequence[intake.Claimed], at: datetime) -> Found:
    """Sort a chunk; cases that are joined stay locked until the transaction ends."""
    may = [one for one in claimed if _may_join(one.submission, at)]
    candidates = _candidates(may, at)
    joins = {one.id: found for one in may if (found := _earliest(one, candidates.get(one.id, ())))}
    joins = {key: joins[key] for key in _harmless([joins[key].claimed for key in joins])}
    opens: list[intake.Claimed] = []
    later: list[intake.Claimed] = []
    told: dict[str, list[intake.NewSubmission]] = defaultdict(list)
    able = {one.id for one in may}
    for one in claimed:
        if one.id in joins:
            continue
        marks = _marks(one.submission)
        if one.id in able and any(
            rule_between(one.submission, before) for mark in marks for before in told[mark]
        ):
            later.append(one)
            continue
        opens.append(one)
        for mark in marks:
            told[mark].append(one.submission)
    return Found(tuple(joins.values()), tuple(opens), tuple(later))


def _marks(new: intake.NewSubmission) -> frozenset[str]:
    """Return what two submissions must have in common, at least one of it, for one to join the other."""
    contact = parties.contact_keys(new.contact) if new.contact is not None else frozenset()
    return contact | {f"text {new.text}"}


def _may_join(new: intake.NewSubmission, at: datetime) -> bool:
    return not new.confidential and find_accused(new, at) == NOBODY


def _candidates(
    may: Sequence[intake.Claimed], at: datetime
) -> Mapping[int, Sequence[tuple[cases.Joinable, bool]]]:
    """Return for each the open cases in question, and whether the same contact told them."""
    alike = parties.parties_alike([one.submission.contact for one in may])
    texts = {one.submission.text for one in may if _speaks_for_itself(one.submission)}
    known = frozenset().union(*alike)
    if not known and not texts:
        return {}
    found = cases.lock_joinable(known, texts, since=at - WINDOW, until=at)
    return {
        one.id: [
            (case, case.party_id in same)
            for case in found
            if case.party_id in same or case.text == one.submission.text
        ]
        for one, same in zip(may, alike, strict=True)
    }


def _earliest(one: intake.Claimed, candidates: Sequence[tuple[cases.Joinable, bool]]) -> Earlier | None:
    for case, same_contact in candidates:
        rule = _rule(one.submission, case.text, case.place, case.channel, same_contact=same_contact)
        if rule is not None and case.received_at <= one.received_at:
            return Earlier(one, case.case_id, case.reference, rule)
    return None


def rule_between(one: intake.NewSubmission, before: intake.NewSubmission) -> JoinRule | None:
    """Return the rule by which one would join the other, if that one were a case."""
    same = (
        one.contact is not None
        and before.contact is not None
        and parties.asks_alike(one.contact, before.contact)
    )
    return _rule(one, before.text, before.place, Channel(before.channel), same_contact=same)


def _rule(
    new: intake.NewSubmission, text: str, place: str, channel: Channel, *, same_contact: bool
) -> JoinRule | None:
    if same_contact and _same_place(new.place, place) and alike(new.text, text) >= ALIKE:
        return JoinRule.CONTACT
    told_again = new.text == text and match_key(new.place) == match_key(place)
    if told_again and channel != new.channel and _speaks_for_itself(new):
        return JoinRule.WORDS
    return None


def _speaks_for_itself(new: intake.NewSubmission) -> bool:
    """Whether the words alone may show that it is the same: they are many, and nobody waits for an own answer."""
    nobody = new.contact is None or new.contact.is_empty
    return nobody and len(new.text) >= LEAST


def _same_place(one: str, other: str) -> bool:
    return not one or not other or match_key(one) == match_key(other)


def alike(one: str, other: str) -> float:
    """Return the share of words and pairs of characters that both texts have (the Jaccard index, 0 to 1)."""
    mine, theirs = set(grams(one)), set(grams(other))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _harmless(may: Sequence[intake.Claimed]) -> Iterator[int]:
    """Give those whose words are not likely to be about the police: the case that they'd join may be with them."""
    topics = cases.topics()
    texts = [dispatch.TextIn(text=f"{one.submission.title}\n{one.submission.text}") for one in may]
    for one, opinion in zip(may, dispatch.classify(texts) if texts else [], strict=True):
        chances = [(opinion.topic_code or "", opinion.confidence), *opinion.alternatives]
        chosen = topics.sensitive(one.submission.topic_code or "")
        police = any(
            topics.sensitive(code) is Sensitive.OFFICER and chance >= _POLICE_CHANCE
            for code, chance in chances
        )
        if not police and chosen is Sensitive.NO:
            yield one.id
