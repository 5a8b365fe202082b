"""What a resident's text message says to the question how it was: 1 satisfied, 2 basically, 3 dissatisfied.

Nothing is guessed in anybody's favour. Only what can be read in one way is a rating; two answers that differ, sarcasm,
a condition, a number that counts something ("3号楼") and whatever else is unsure stay unread, and a person reads them.
"""

import re
import unicodedata
from dataclasses import dataclass

from answerable.contexts.review.enums import Satisfaction
from answerable.kernel.text import clean

# What is longer has its own matter, whatever it begins with.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """What was understood. `words` is what was said besides the rating.

    `polite`: thanks or "received", which is no rating. `clear` is false where a person has to read it.
    """

    satisfaction: Satisfaction | None = None
    words: str = ""
    stop: bool = False
    wrong_number: bool = False
    polite: bool = False

    @property
    def clear(self) -> bool:
        return self.satisfaction is not None or self.stop or self.wrong_number or self.polite


UNCLEAR = Reply()
_SCALE = {1: Satisfaction.SATISFIED, 2: Satisfaction.BASICALLY, 3: Satisfaction.DISSATISFIED}
_DIGITS = {
    "1": 1,
    "一": 1,
    "壹": 1,
    "one": 1,
    "2": 2,
    "二": 2,
    "贰": 2,
    "貳": 2,
    "two": 2,
    "3": 3,
    "三": 3,
    "叁": 3,
    "參": 3,
    "three": 3,
}
# Traditional characters and marks that NFKC leaves as they are.
_SAME = str.maketrans("滿認為沒錯這發號訂謝報謾❶❷❸", "满认为没错这发号订谢报谩123")
_ENDS = r"[\s,.。,、;:!?~…·)\]】》\"'”’」。\-—/]"
_LEAD = re.compile(
    r"^[\s,.。、;:!?~…·(\[《<\"'“‘「\-—]*(?:(?:我)?(?:回复|评价|选择?|答复?|打分|reply|answer)[\s::是为]*)?"
)
_CHOICE = re.compile(rf"(one|two|three|[123一二三壹贰貳叁參])(?=$|{_ENDS}|[很非基不满])")
_SIGNATURE = re.compile(r"^\s*【[^】]{0,30}】\s*")
# Every mention of being satisfied, with what stands before it in its clause and the few characters after it.
_CLAUSE = re.compile(r"[,.。,、;;!?!?~…\n\s]+")
_MENTION = re.compile(r"满意")
_DENIED = re.compile(
    r"(?:不|没|没有|无法|难以|谈不上|算不上|称不上|未)(?:是|太|很|够|怎么|大|算|能|令人|让人|感到|觉得|十分|非常|特别)*$"
)
_TWICE = re.compile(r"(?:不是|没有?|并非|没什么|无)不(?:太|是)?$")
_HALF = re.compile(r"(?:基本上?|还算|比较|大致上?|大体上?|勉强|较|部分)(?:是|都|还|很)?$")
_SUBJECT = (
    r"(?:我们?|本人|家人|全家|对[^不没]{0,12}|这次|此次|本次|办理|处理|处置|服务|结果|态度|工作|民警|警察|警官|派出所|回复|答复|"
    r"解决|效率|速度|总体|整体|各方面|方面|的)*"
)
_GLAD = re.compile(
    rf"^{_SUBJECT}(?:表示|感到|感觉|觉得|是|都|也|还|真的?|已经?|很|非常|十分|挺|特别|相当|太|超级?|百分之?百|得|让人?|令人?)*$"
)
_ASKED = re.compile(r"^(?:吗|么|嘛\?|度|与否|否|的话|怎么办)")
_AFTER_NOT = re.compile(r"^(?:才怪|就怪|个|不|没|再|才|之前|以后|为止|后再|即可|答复|答案)")
_UNHAPPY = re.compile(r"^(?:我|我们|很|非常|十分|极度|极其|强烈|表示|对[^满]{0,12}|都|太|是)*不满$")
_ENGLISH = re.compile(
    r"\b(?:not|never|isn't|wasn't|aren't)?[\s-]*(?P<half>basically|partly|fairly|very|fully|really|at all)?\s*"
    r"(?:dis|un)?satisfied\b"
)
_STOP = re.compile(
    r"^(?:回复?)?(?:t|td|n|qx|stop|unsubscribe|退订|拒收|取消订阅|取消)$"
    r"|退订|(?:不要|别|勿|不想|停止|禁止|请勿|不用|不必)(?:再|给我|向我|一直|老)*(?:发|收到|接收|收|骚扰|打扰|推送|问)"
    r"|\bstop (?:sending|texting|messaging|asking)|\bunsubscribe\b|\bdo not (?:text|message|contact)"
)
_WRONG = re.compile(
    r"(?:不是|非)(?:我|本人|我本人)(?:报|反映|打|投诉|的号|要找)|^不是本人$"
    r"|我(?:从来|根本|并|可)?(?:没有?|未)(?:报过?警|反映过?|投诉过?|打过)"
    r"|发错(?:人|号|对象|手机)|(?:你|你们)(?:发|打|弄|搞)错|[找认]错人"
    r"|号码(?:发|打|弄|搞|是)?错|错误?号码|\bwrong (?:number|person)\b"
)
_THANKS = (
    r"谢谢|多谢|感谢|谢|辛苦|收到|好的?|知道了?|明白了?|嗯+|哦+|ok|okay|okk|thx|thanks|thank|you|very|much|received|"
    r"您|你们?|大家|民警|警察|警官|同志|领导|派出所|了|啦|啊|哈|的|呢|叔叔|人民|公安|政府|为人民服务"
)
_POLITE = re.compile(rf"^(?:{_THANKS}|[\W_])+$")
_SAYS_THANKS = re.compile(r"谢|辛苦|收到|好|知道|明白|嗯|ok|thx|thank|received|哦")


def read_reply(text: str) -> Reply:
    """Read one reply. Something comes of whatever comes in; it is `clear` only where it can be read in one way."""
    said = clean(text)
    plain = unicodedata.normalize("NFKC", _SIGNATURE.sub("", said)).translate(_SAME).casefold().strip()
    if not plain or len(plain) > LONGEST:
        return UNCLEAR
    if _WRONG.search(plain):
        # Whoever rates and says that it was never theirs has said two things.
        return Reply(wrong_number=True) if _rating(plain) is None else UNCLEAR
    stop = _STOP.search(_bare(plain)) is not None
    found = _rating(plain)
    if found is not None:
        return Reply(found, words=_words(said, plain), stop=stop)
    if stop:
        return Reply(stop=True)
    return Reply(polite=True) if _POLITE.match(plain) and _SAYS_THANKS.search(plain) else UNCLEAR


def _rating(plain: str) -> Satisfaction | None:
    """Return the one rating that both the number and the words say; None if there is none, or more than one."""
    number, rest = _number(plain)
    if number == 0:
        return None
    said = _said_in_words(rest if number else plain)
    if number:
        said.add(_SCALE[number])
    return said.pop() if len(said) == 1 else None


def _number(plain: str) -> tuple[int | None, str]:
    """Return the number it begins with and what follows; 0 where numbers contradict each other or count something."""
    start = _LEAD.match(plain)
    at = start.end() if start else 0
    found = _CHOICE.match(plain, at)
    if found is None:
        return None, plain
    number, rest = _DIGITS[found[1]], plain[found.end() :]
    if re.match(rf"{_ENDS}\d", rest) and rest[0] not in " \n":
        # A decimal, a date, a list of all answers; the same once more is the same.
        return (number, "") if re.fullmatch(rf"(?:{_ENDS}{found[1]})+{_ENDS}*", rest) else (0, rest)
    for other in _CLAUSE.split(rest):
        again = _CHOICE.match(other)
        if again is not None and _DIGITS[again[1]] != number:
            return 0, rest
    return number, rest


def _said_in_words(text: str) -> set[Satisfaction | None]:
    """Return every rating that the words say; None stands for one that can't be read."""
    found: set[Satisfaction | None] = set()
    for clause in _CLAUSE.split(text):
        found |= {_mention(clause, one.start(), one.end()) for one in _MENTION.finditer(clause)}
        if _UNHAPPY.match(clause):
            found.add(Satisfaction.DISSATISFIED)
    if found and re.search(r"满意[吗么?]|满意\s*\?", text):
        found.add(None)
    for one in _ENGLISH.finditer(text):
        found.add(_english(one[0], one["half"]))
    return found


def _mention(clause: str, start: int, end: int) -> Satisfaction | None:
    before, after = clause[:start], clause[end:]
    before = re.sub(r"^(?:回复|评价|选)?[123]", "", before)
    if _ASKED.match(after) or _TWICE.search(before):
        return None
    if _DENIED.search(before):
        return _denied(before)
    if _AFTER_NOT.match(after):
        return None
    if half := _HALF.search(before):
        return Satisfaction.BASICALLY if _GLAD.match(before[: half.start()]) else None
    return Satisfaction.SATISFIED if _GLAD.match(before) else None


def _denied(before: str) -> Satisfaction | None:
    """A condition or a question denies nothing: "if you are not satisfied"."""
    unsure = re.search(r"如果|要是|假如|若|是不是|满不$|为什么|为何|怎么会|岂|难道|以免|别让", before)
    return None if unsure else Satisfaction.DISSATISFIED


def _english(mention: str, half: str | None) -> Satisfaction | None:
    negative = bool(re.search(r"\bnot\b|\bnever\b|n't\b|\bdis|\bun", mention))
    twice = bool(re.search(r"(?:not|never|n't)\b.*(?:dis|un)satisfied", mention))
    if twice:
        return None
    if negative:
        return Satisfaction.DISSATISFIED
    return Satisfaction.BASICALLY if half in ("basically", "partly", "fairly") else Satisfaction.SATISFIED


def _bare(plain: str) -> str:
    return plain.strip(" ,.。、;:!?~…()[]【】\"'“”")


def _words(said: str, plain: str) -> str:
    """Return what was said besides the bare rating, as it was written."""
    bare = re.fullmatch(
        rf"{_LEAD.pattern[1:]}(?:one|two|three|[123一二三壹贰貳叁參])?{_ENDS}*(?:很|非常|基本|不)?(?:满意)?{_ENDS}*",
        plain,
    )
    return "" if bare else said
