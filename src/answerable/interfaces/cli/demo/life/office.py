"""What the bureau keeps and for how long, what it holds back, and who had more rights for some hours."""

from datetime import datetime, timedelta
from itertools import cycle

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.api import CaseFilter
from answerable.contexts.cases.enums import Kind, View
from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.enums import Role
from answerable.contexts.proposals import api as proposals
from answerable.contexts.retention import api as retention
from answerable.kernel.actor import Actor

RULES = (
    retention.NewRule(months=36, why_zh="本局档案保管规定", why_en="The bureau's own rule on records"),
    retention.NewRule(
        kind=Kind.TIP,
        months=60,
        why_zh="线索核查时限规定",
        why_en="The bureau's rule on leads and how long they count",
    ),
    retention.NewRule(
        kind=Kind.CONSULTATION,
        months=12,
        why_zh="咨询类诉求一年后不再需要",
        why_en="Questions are not needed after a year",
    ),
)
PROPOSED = retention.NewRule(
    kind=Kind.PRAISE, months=24, why_zh="表扬信息保存两年", why_en="Praise is kept for two years"
)
HELD = (
    "行政复议期间需要保留全部材料。",
    "检察机关正在核查，材料需保留至核查结束。",
)
WISHES = (
    "事情已经办完了，不想再留着我的信息。",
    "我当时写得太细，请把内容删掉。",
    "孩子的事不希望一直保存在系统里。",
)
KEPT = "此件正在行政复议，法律要求保留到复议结束。结束后我们会再告诉您。"
# Days before now, role, hours, reason, whether somebody approved.
RIGHTS = (
    (26, Role.DISPATCHER, 8, "值班分派员病假，代理分派。", True),
    (12, Role.INSPECTOR, 2, "配合督察核对三件投诉的办理经过。", True),
    (5, Role.DISPATCHER, 4, "暴雨预警，来电激增，支援分派。", True),
    (0, Role.DISPATCHER, 8, "分派员外出开会，下午代班。", True),
    (0, Role.REVIEWER, 2, "回访积压，申请协助回访。", False),
)


def keep_office(until: datetime) -> None:
    """Let two people have made the rules, residents have asked, and some have had rights for a time."""
    root = organisation.units().root.id
    first, second = (
        organisation.actor_for(post.id, at=until)
        for post in organisation.posts_holding(Role.SETUP, root, at=until)[:2]
    )
    inspector = organisation.actor_for(
        organisation.posts_holding(Role.INSPECTOR, root, at=until)[0].id, at=until
    )
    for rule in RULES:
        _confirmed(first, second, rule, until - timedelta(days=30))
    proposals.propose(
        actor=second, kind=retention.SAVE, facts=_facts(PROPOSED), at=until - timedelta(hours=20)
    )
    _wishes(inspector, until)
    _rights(root, second, until)


def _confirmed(first: Actor, second: Actor, rule: retention.NewRule, at: datetime) -> None:
    made = proposals.propose(actor=first, kind=retention.SAVE, facts=_facts(rule), at=at)
    proposals.confirm(actor=second, public_id=made, at=at + timedelta(hours=3))


def _facts(rule: retention.NewRule) -> dict[str, str | int]:
    return {
        "kind": str(rule.kind),
        "topic_code": rule.topic_code,
        "months": rule.months,
        "why_zh": rule.why_zh,
        "why_en": rule.why_en,
    }


def _wishes(inspector: Actor, until: datetime) -> None:
    """Hold some closed cases, and let the residents of others ask to have theirs erased; one of them is held."""
    closed = cases.list_cases(inspector, CaseFilter(view=View.CLOSED), until, limit=40, with_count=False).rows
    if len(closed) < len(HELD) + len(WISHES):
        return
    for reason, row in zip(HELD, closed, strict=False):
        retention.place_hold(
            actor=inspector, reference=row.reference, reason=reason, at=until - timedelta(days=4)
        )
    for age, words, row in zip((1, 2, 9), WISHES, closed[len(HELD) - 1 :], strict=False):
        case_id = cases.case_id_of(inspector, row.reference)
        retention.ask_erasure(
            actor=Actor.resident(case_id), case_id=case_id, words=words, at=until - timedelta(days=age)
        )
    own = {one.reference: one for one in retention.open_requests(inspector)}
    retention.refuse_request(
        actor=inspector, public_id=own[closed[len(HELD) - 1].reference].public_id, reason=KEPT, at=until
    )


def _rights(root: int, approver: Actor, until: datetime) -> None:
    asking = cycle(
        organisation.posts_holding(Role.LEADER, root, at=until) or organisation.posts_in(root, at=until)
    )
    for (days, role, hours, reason, approved), post in zip(RIGHTS, asking, strict=False):
        at = until - timedelta(days=days, hours=1)
        asked = proposals.propose(
            actor=organisation.actor_for(post.id, at=until),
            kind=proposals.ELEVATION,
            facts={"post": post.id, "role": role.value, "unit": root, "hours": hours, "reason": reason},
            reason=reason,
            at=at,
        )
        if approved:
            proposals.confirm(actor=approver, public_id=asked, at=at + timedelta(minutes=9))
