"""Names of persons in free text: where a family name stands beside a word that introduces or addresses somebody.

Chinese names have no capital letter, so that a list of family names alone would hide half of the language. A name is
believed when its neighbourhood says so: "我叫…", "联系人：…", "…先生", or a number of a person right behind it.
"""

import re
from collections.abc import Iterator

from answerable.contexts.parties.domain.surnames import COMPOUND, GIVEN, NOT_GIVEN, NOT_NAMES, SINGLE

Span = tuple[int, int]

_HAN = "\u4e00-\u9fff"
_SURNAME = f"(?:{'|'.join(COMPOUND)}|[{SINGLE}])"
_SEPARATOR = r"[：:是叫为\s]{0,3}"
# After these a name is what one expects.
_SAYS = "|".join(
    """
    我叫 我的名字 本人姓名 姓名 名叫 名字 全名 真名 叫做 联系人 投诉人 举报人 报警人
    报案人 申请人 求助人 当事人 来电人 反映人 被害人 受害人 嫌疑人 被投诉人 被举报人 被告
    原告 机主 法定代表人 经办人 收件人 收款人
    寄件人 持卡人 开户人 户名 证人 监护人 紧急联系人 签名 落款
    """.split()
)
# After these a name is possible: if it ends there too, or is made of signs that names are made of.
_ROLES = "|".join(
    """
    户主 业主 车主 房东 租客 法人 负责人
    我是 本人 丈夫 妻子 老公 老婆 爱人 儿子 女儿 父亲 母亲 爸爸 妈妈 哥哥 弟弟 姐姐
    妹妹 孙子 孙女 爷爷 奶奶 外公 外婆 岳父 岳母 邻居 同事 朋友 同学 老乡 男友 女友
    前夫 前妻 学生 民警 辅警 协警 交警 警察 警官 教练 司机 老板 村民 住户 患者 老人
    孩子 对方是 对方叫 此人叫 他叫 她叫 名为 自称
    """.split()
)
# After these only signs that names are made of are believed.
_ACTS = "|".join(
    """
    举报 投诉 状告 起诉 寻找 找 转告 告知 联系
    """.split()
)
_TITLES = "|".join(
    """
    先生 女士 小姐 太太 同志 师傅 老师 医生 大夫 护士 大爷 大妈 阿姨 叔叔 警官 所长
    队长 局长 科长 处长 主任 经理 律师 教练 书记 村长 会计 老板 医师 教授 院长 校长
    """.split()
)
_ENDS = "|".join(
    """
    先生 女士 同志 的 和 与 及 或 说 称 在 于 是 有 被 把 向 对 从 给 打 电话
    手机 身份 住 联系 反映 举报 投诉 来电 今年 男 女 收 就 态度 涉嫌 拒 欠 拖 殴
    骂 威胁 酒 驾 偷 骗 赌 名下
    """.split()
)
_SIGNS = f"[{''.join(sorted(GIVEN))}]"
_TITLED = re.compile(
    rf"(?:({_SURNAME}{_SIGNS}{{1,2}})|(?<![{_HAN}])({_SURNAME}[{_HAN}]{{1,2}}))(?={_TITLES})"
)
_SAID = re.compile(rf"(?:{_SAYS}){_SEPARATOR}({_SURNAME}[{_HAN}]{{1,2}})")
_ACT = re.compile(rf"(?:{_ACTS})({_SURNAME}{_SIGNS}{{2}})")
_ROLE_SEPARATOR = r"[：:叫是\s]{0,2}"
_ROLE = re.compile(
    rf"(?:{_ROLES}){_ROLE_SEPARATOR}"
    rf"(?:({_SURNAME}{_SIGNS}{{2}})|({_SURNAME}[{_HAN}]{{1,2}}?)(?=$|[^{_HAN}]|{_ENDS}))"
)
_A_NUMBER = r"[\s，,]{0,2}(?:联系|身份证|手机|电话|方式|号码|号){0,3}[是为\s：:]{0,3}[+(]?\d[\d ()+-]{6}"
_BEFORE_NUMBER = re.compile(
    rf"(?<![{_HAN}])({_SURNAME}[{_HAN}]{{1,2}})"
    rf"(?=[\s，,、：:（(]{{0,3}}[男女]?{_A_NUMBER}|(?:亲?收|签收)(?:$|[，,。\s]))"
)
_WORD = r"[A-Z](?:[a-z]+|\.)(?:[-'][A-Z][a-z]+)?"
_BEFORE_ENGLISH = (
    r"[Mm]y (?:full )?name is|(?:[Ff]ull )?[Nn]ame(?: of \w+)?\s?:|[Nn]amed|[Cc]alled|[Cc]ontact(?: person)?\s?:"
    r"|[Ss]igned,?|[Rr]egards,|[Ss]incerely,"
)
_ENGLISH_TITLES = "Mr|Mrs|Ms|Miss|Dr|Prof|Officer|Sgt|Sergeant|Detective|Inspector|Constable|PC|Captain|Lt"
_ENGLISH = (
    re.compile(rf"\b(?:{_BEFORE_ENGLISH})\s*({_WORD}(?: {_WORD}){{0,3}})"),
    re.compile(rf"\b(?:{_ENGLISH_TITLES})\b\.? ({_WORD}(?: {_WORD}){{0,2}})"),
    re.compile(rf"\b(?:I am|I'm|This is|this is) ({_WORD} {_WORD})(?![a-z])"),
)
_NO_ENGLISH_NAME = frozenset(
    """
    The This That Street Road Avenue Station Police Department Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    City Bureau Your My Our And In On At Very I
    """.split()
)


def names_in(text: str) -> Iterator[Span]:
    """Yield the spans of names of persons; the family name is part of it."""
    if text.isascii():
        yield from _english(text)
        return
    for pattern in (_SAID, _TITLED, _BEFORE_NUMBER, _ROLE, _ACT):
        for found in pattern.finditer(text):
            start, end = found.span(found.lastindex or 1)
            if span := _believed(text, start, end, titled=pattern is _TITLED):
                yield span
    yield from _english(text)


def _believed(text: str, start: int, end: int, *, titled: bool) -> Span | None:
    """Return the span without what does not belong to a name; None if an everyday word begins there."""
    name = text[start:end]
    family = 2 if name[:2] in COMPOUND else 1
    if family == 1 and name[:2] in NOT_NAMES:
        return None
    given = name[family:]
    ends = not "\u4e00" <= text[end : end + 1] <= "\u9fff"
    if len(given) == 2 and given[1] in NOT_GIVEN and not titled and not ends:
        given = given[:1]
    if not given or (given[0] in NOT_GIVEN and given[0] not in GIVEN) or "某" in given:
        return None
    return (start, start + family + len(given))


def _english(text: str) -> Iterator[Span]:
    for pattern in _ENGLISH:
        for found in pattern.finditer(text):
            if found[1].split()[0] not in _NO_ENGLISH_NAME:
                yield (found.start(1), found.end(1))
