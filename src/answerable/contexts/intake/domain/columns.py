"""Which column of a file is which field of a submission: guessed from its name, then saved by a person."""

from collections.abc import Iterable, Mapping, Sequence

from answerable.kernel.text import match_key

# Every field that a file can fill, with the names that columns for it bear; the first that a file has is taken.
NAMES: Mapping[str, tuple[str, ...]] = {
    "source_id": (
        "source_id", "id", "no", "number", "case number", "complaint_id", "row", "编号", "工单编号", "工单号",
        "来件编号", "留言编号", "序号", "流水号",
    ),
    "title": ("title", "subject", "summary", "标题", "主题", "留言主题", "诉求标题", "工单标题"),
    "text": (
        "text", "detail", "content", "body", "description", "message", "内容", "详情", "留言详情", "诉求内容",
        "工单内容", "反映内容", "描述",
    ),
    "said_at": (
        "received_at", "said_at", "time", "date", "created_at", "datetime", "时间", "日期", "留言时间",
        "来电时间", "受理时间", "创建时间", "反映时间",
    ),
    "place": ("place", "address", "location", "addr", "地点", "地址", "事发地", "事发地址", "反映地址"),
    "lat": ("lat", "latitude", "纬度"),
    "lon": ("lon", "lng", "longitude", "经度"),
    "topic": ("topic", "topic_code", "事项", "事项编码"),
    "kind": ("kind", "诉求类型", "类型"),
    "language": ("language", "lang", "语言"),
    "name": ("name", "author", "caller", "姓名", "留言用户", "来电人", "联系人", "诉求人"),
    "phone": ("phone", "telephone", "mobile", "tel", "电话", "手机", "联系电话", "来电号码", "手机号"),
    "email": ("email", "e-mail", "mail", "邮箱", "电子邮箱"),
    "accused": ("accused", "officer", "被反映人", "被投诉人", "被反映单位"),
    "urgent": ("urgent", "priority", "紧急", "是否紧急"),
    "send_receipt": ("send_receipt", "receipt", "发送回执", "短信回执"),
    "confidential": ("confidential", "保密", "是否保密", "要求保密"),
}  # fmt: skip
# Also where the field has a column: another that may hold its words when that one is empty.
SPARE: Mapping[str, tuple[str, ...]] = {"text": ("tokens",)}


def guess_columns(columns: Sequence[str]) -> dict[str, list[str]]:
    """Return for each field the columns that may fill it, in the order in which they are tried."""
    known = {match_key(column): column for column in columns if column}
    guessed: dict[str, list[str]] = {}
    for field, names in NAMES.items():
        found = [known[key] for name in names if (key := match_key(name)) in known][:1]
        found += [known[key] for name in SPARE.get(field, ()) if (key := match_key(name)) in known]
        if found:
            guessed[field] = found
    return guessed


def unknown_in(mapping: Mapping[str, Iterable[str]], columns: Iterable[str]) -> list[str]:
    """Return the columns of a mapping that the file does not have, where no other column fills the field."""
    have = set(columns)
    return [
        column
        for wanted in mapping.values()
        for column in wanted
        if column not in have and not have.intersection(wanted)
    ]
