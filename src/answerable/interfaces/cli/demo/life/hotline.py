"""The hotline around the clock: three shifts a day, notes for the next one, and a rota with a gap."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseFilter
from answerable.contexts.cases.enums import Channel, View
from answerable.contexts.intake import api as intake
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.api import PostView
from answerable.contexts.organisation.enums import Role
from answerable.kernel.actor import Actor

SHIFT = timedelta(hours=8)
SEATS = 2
BEHIND, AHEAD = 9, 9
# One turn is left open, so that the page has a gap to show.
OPEN = BEHIND + 4
CALLS = 12
NOTES = (
    "前半夜有两位来电人说会再打来补充材料，请接着记在原诉求里。",
    "系统一切正常，没有未接来电。",
    "云锦片区停电，来电较多，统一口径见诉求{reference}。",
    "{reference}的来电人情绪激动，已安抚，答应中午前回电。",
    "",
)
QUIET = "本班来电不多，没有需要跟进的事项。"


def keep_watch(until: datetime, zone: ZoneInfo) -> None:
    """Let the agents have sat their shifts up to now, with those who sit now, and plan the next ones."""
    agents = _agents(until)
    if len(agents) < 3:
        return
    turns, notes = cycle(agents), cycle(NOTES)
    for number, begins in enumerate(_beginnings(until, zone)):
        for seat in range(SEATS):
            post = next(turns)
            if begins <= until:
                _sit(post, begins, until, seat, next(notes))
            if begins + SHIFT > until and number != OPEN:
                _plan(post, begins, until)


def _agents(at: datetime) -> list[PostView]:
    """Return the posts of the hotline; whose login is shown comes last, and begins a shift of their own."""
    held = [post for post in organisation.posts_not_ended(at.date()) if _takes_calls(post)]
    return [*held[1:], *held[:1]]


def _takes_calls(post: PostView) -> bool:
    return any(role is Role.AGENT for role, _unit in post.grants)


def _beginnings(until: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    today = datetime.combine(until.astimezone(zone).date(), time.min, zone)
    now = today + SHIFT * ((until - today) // SHIFT)
    yield from (now + SHIFT * number for number in range(-BEHIND, AHEAD))


def _sit(post: PostView, begins: datetime, until: datetime, seat: int, note: str) -> None:
    actor = organisation.actor_for(post.id, at=until)
    intake.begin_shift(actor=actor, at=begins)
    calls = _calls(actor, begins, min(begins + SHIFT, until))[seat::SEATS]
    for reference in calls:
        intake.note_call(actor=actor, reference=reference, at=begins)
    if begins + SHIFT <= until:
        said = note.format(reference=calls[0]) if calls else QUIET
        intake.end_shift(actor=actor, note=said, at=begins + SHIFT)


def _calls(actor: Actor, since: datetime, until: datetime) -> Sequence[str]:
    narrowed = CaseFilter(
        view=View.ALL, channels=(Channel.HOTLINE,), received_from=since, received_until=until
    )
    page = cases.list_cases(actor, narrowed, until, limit=CALLS, with_count=False)
    return [row.reference for row in page.rows]


def _plan(post: PostView, begins: datetime, at: datetime) -> None:
    intake.plan_shift(
        actor=organisation.actor_for(post.id, at=at),
        post=post.public_id,
        begins_at=begins,
        ends_at=begins + SHIFT,
        at=at,
    )
