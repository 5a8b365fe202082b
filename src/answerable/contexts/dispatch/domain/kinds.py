"""What a resident wants, from the words that say it; a topic's usual kind where the words do not."""

import re
from collections.abc import Sequence

from answerable.contexts.cases.enums import Kind

K = Kind
# A word that names the wish weighs 3, one that goes with it 1; the topic's usual kind has 2.
USUAL = 2
_CUES: Sequence[tuple[Kind, int, str]] = (
    (K.COMPLAINT, 3, r"投诉|控告|我要告|\bcomplain(?:t|ing)?\b|\bfile a complaint\b"),
    (
        K.COMPLAINT,
        1,
        r"扰民|态度(?:很|太|极)?(?:差|恶劣)|不作为|乱收费|无人管|没人管|太过分|unacceptable|\brude\b",
    ),
    (K.REQUEST, 3, r"求助|请求帮|帮帮|帮我找|救救|\bplease help\b|\bneed help\b|\bhelp me\b"),
    (
        K.REQUEST,
        1,
        r"恳请|请求|希望.{0,12}(?:处理|解决|帮)|被(?:偷|盗|骗|抢)|丢了|走失|\bstolen\b|\bmissing\b|\blost\b",
    ),
    (
        K.CONSULTATION,
        3,
        r"咨询|请问|想问|问一下|\bhow (?:do|can) i\b|\bi(?:'d| would) like to (?:ask|know)\b",
    ),
    (
        K.CONSULTATION,
        1,
        r"怎么办理?[？?]|如何办|需要(?:什么|哪些)|什么(?:材料|手续|条件)|是否可以|能不能办|[吗呢][？?]|what documents",
    ),
    (
        K.SUGGESTION,
        3,
        r"(?:我|提个?|几点)建议|建议(?:在|把|将|增|设|取消|开|尽快)|\bi suggest|\bsuggestion|would be better",
    ),
    (K.SUGGESTION, 1, r"建议|希望能?(?:增|设|加装|延长|开通)|能否增|\bwould be nice\b"),
    (K.TIP, 3, r"举报|线索|检举|揭发|\breport (?:a|an|illegal)\b|\btip[- ]?off\b|\binform you\b"),
    (K.TIP, 1, r"涉嫌|聚众|窝点|黑恶|非法(?:经营|集资|拘禁)|\billegal\b"),
    (K.PRAISE, 3, r"表扬|点赞|锦旗|感谢信|好民警|人民的好|\bcommend\b|\bpraise\b|\bthank you letter\b"),
    (K.PRAISE, 1, r"热情|耐心|非常感谢|衷心感谢|\bgrateful\b|\bvery kind\b"),
    (K.DISPUTE, 3, r"纠纷|请.{0,6}调解|\bmediat\w+\b|\bdispute\b"),
    (K.DISPUTE, 1, r"双方|邻居.{0,10}(?:吵|争|打)|协商不成|\bneighbou?r\b.{0,40}\bargu"),
)
CUES = tuple((kind, weight, re.compile(pattern, re.IGNORECASE)) for kind, weight, pattern in _CUES)
# What people want stands at the beginning or the end; in between they tell what happened.
HEAD, TAIL = 300, 150


def kind_of(text: str, usual: Kind | None) -> Kind:
    """Return the kind that the words ask for, or the topic's usual one, or a request for help."""
    said = text if len(text) <= HEAD + TAIL else text[:HEAD] + "\n" + text[-TAIL:]
    weights = dict.fromkeys(Kind, 0)
    if usual is not None:
        weights[usual] += USUAL
    for kind, weight, pattern in CUES:
        if pattern.search(said):
            weights[kind] += weight
    best = max(weights.values())
    if best == 0:
        return Kind.REQUEST
    if usual is not None and weights[usual] == best:
        return usual
    return next(kind for kind in weights if weights[kind] == best)
