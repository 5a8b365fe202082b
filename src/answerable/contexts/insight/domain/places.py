"""Names of places in Chinese free text: estates, streets, roads, lines, schools, villages, house numbers.

A place is what stands before a word that ends place names, cut back to where the name begins: after punctuation, a
district's name or a word that leads up to places (在, 位于, 附近…). No gazetteer is needed; one can only add.
"""

import re
import unicodedata

_ENDINGS = (
    "小区|花园|家园|新城|公寓|广场|大厦|花苑|佳苑|嘉园|山庄|名邸|社区|街道|大道|公路|路|街|巷|大桥|立交桥|隧道|"
    "中学|小学|大学|学院|幼儿园|学校|医院|公园|市场|工业园|产业园|镇|乡|村|苑|城|湾"
)
_PLACE = re.compile(
    rf"(?:[一-鿿]|[A-Za-z]\d*(?=[一-鿿])){{2,9}}?(?:{_ENDINGS})(?![一-鿿]{{0,1}}(?:{_ENDINGS}))"
)
_LINE = re.compile(r"(?:地铁|轻轨|轨道)?\d{1,2}号线")
_HOUSE = re.compile(r"[A-Za-z]?\d{1,3}(?:号楼|栋|幢)")
_LEADS = re.compile(
    r".*(?:(?<![小社园学])[市区县](?!场)|位于|坐落于|家住|住在|居住在|地处|附近|旁边|关于|反映|投诉|咨询|建议|请求|举报|请问|希望|要求|"
    r"我们|我们的|本人|我是|业主|一个|整个|这个|该|的|在|于|从|到|至|是|和|与|及|对|将|把|被|请|让|给|向|因|了)"
)
# What is left when no name stood before the ending.
_NO_NAMES = re.compile(
    rf"^(?:本|该|各|全|某|我|老|新|旧|大|小|多|条|整|马|道)?(?:{_ENDINGS})$|^(?:一|两|几|这|那|条).{{0,2}}$"
)


def places(text: str) -> list[str]:
    """The names of places in ``text``, each once, as they are first met."""
    folded = unicodedata.normalize("NFKC", text)
    named = (_LEADS.sub("", found) for found in _PLACE.findall(folded))
    kept = [name for name in named if len(name) >= 3 and not _NO_NAMES.match(name)]
    return list(dict.fromkeys(kept + _LINE.findall(folded) + _HOUSE.findall(folded)))
