"""The bureau's units and what each answers for."""

from collections.abc import Sequence
from dataclasses import dataclass

from answerable.interfaces.cli.demo.city.places import ROOT, Place

BUREAU = "bureau"
VOICE = "voice"
INSPECTORATE = "inspect"
LOCAL = "@area"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit of the set-up, with the areas it is responsible for."""

    code: str
    parent: str
    level: str
    kind: str
    name_zh: str
    name_en: str
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A line of the dispatch catalogue."""

    priority: int
    topic: str
    area: str
    kind: str
    unit: str
    note: str


# Eleven police-type divisions, each with its teams.
DIVISIONS: tuple[tuple[str, str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "traffic",
        "交通警察支队",
        "Traffic Division",
        (
            ("vehicles", "车辆管理所", "Vehicle Office"),
            ("fines", "违法处理大队", "Traffic Violations Team"),
            ("accidents", "事故处理大队", "Accident Team"),
        ),
    ),
    (
        "crime",
        "刑事侦查支队",
        "Criminal Investigation Division",
        (
            ("crime-1", "重案侦查大队", "Serious Crime Team"),
            ("crime-2", "打拐寻亲工作队", "Missing Persons Team"),
        ),
    ),
    (
        "economic",
        "经济犯罪侦查支队",
        "Economic Crime Division",
        (
            ("economic-1", "涉众案件大队", "Fund-raising Crime Team"),
            ("economic-2", "企业服务大队", "Enterprise Crime Team"),
        ),
    ),
    (
        "order",
        "治安管理支队",
        "Public Order Division",
        (
            ("order-1", "行业场所管理大队", "Licensed Trades Team"),
            ("order-2", "危险物品管理大队", "Dangerous Goods Team"),
        ),
    ),
    (
        "population",
        "人口管理支队",
        "Population Division",
        (("household-hall", "户政服务大厅", "Household Service Hall"),),
    ),
    (
        "borders",
        "出入境管理支队",
        "Exit and Entry Division",
        (
            ("passports", "证件受理大队", "Passport Team"),
            ("foreigners", "外国人管理大队", "Foreigners Team"),
        ),
    ),
    (
        "antifraud",
        "反诈骗中心",
        "Anti-fraud Centre",
        (
            ("stop-payment", "资金止付查控组", "Stop-payment Team"),
            ("antifraud-advice", "预警劝阻组", "Warning Team"),
        ),
    ),
    ("cyber", "网络安全保卫支队", "Cyber Division", (("cyber-1", "网络案件大队", "Cyber Crime Team"),)),
    ("drugs", "禁毒支队", "Anti-drug Division", (("drugs-1", "禁毒侦查大队", "Drug Crime Team"),)),
    ("custody", "监所管理支队", "Custody Division", (("custody-1", "会见服务中心", "Visits Centre"),)),
    (
        INSPECTORATE,
        "警务督察支队",
        "Inspectorate",
        (
            ("inspect-1", "投诉核查大队", "Complaints Team"),
            ("inspect-2", "执法监督大队", "Enforcement Review Team"),
        ),
    ),
)


def make_units(places: Sequence[Place]) -> list[UnitLine]:
    """Return the bureau from the top down: offices, branches with their stations, divisions with their teams."""
    units = [
        UnitLine(BUREAU, "", "bureau", "territorial", "青棠市公安局", "Qingtang Police Bureau", (ROOT,)),
        UnitLine(VOICE, BUREAU, "branch", "desk", "民意服务中心", "Public-voice Centre"),
    ]
    districts = [place for place in places if place.depth == 1]
    for district in districts:
        units += _branch(district, [place for place in places if place.parent == district.code])
    for code, zh, en, teams in DIVISIONS:
        units.append(UnitLine(code, BUREAU, "branch", "police_type", zh, en))
        units += [UnitLine(team, code, "team", "police_type", zh, en) for team, zh, en in teams]
    for district in districts:
        short, short_en = district.name.zh[:-1], district.name.en.split()[0]
        units.append(
            UnitLine(
                f"traffic-{district.code}",
                "traffic",
                "team",
                "police_type",
                f"交警支队{short}大队",
                f"{short_en} Traffic Team",
                (district.code,),
            )
        )
    return units


def _branch(district: Place, streets: Sequence[Place]) -> list[UnitLine]:
    short, short_en = district.name.zh[:-1], district.name.en.split()[0]
    is_county = district.name.zh.endswith("县")
    branch = district.code
    name = f"{district.name.zh}公安局" if is_county else f"{short}分局"
    units = [
        UnitLine(branch, BUREAU, "branch", "territorial", name, f"{short_en} Branch", (district.code,)),
        UnitLine(
            f"{branch}-crime", branch, "team", "police_type", f"{short}刑侦大队", f"{short_en} Detectives"
        ),
        UnitLine(
            f"{branch}-order", branch, "team", "police_type", f"{short}治安大队", f"{short_en} Order Team"
        ),
    ]
    for street in streets:
        station = street.name.zh.removesuffix("街道").removesuffix("镇") + "派出所"
        english = street.name.en.split()[0] + " Station"
        units.append(
            UnitLine(f"{street.code}-ps", branch, "team", "territorial", station, english, (street.code,))
        )
    return units


# Topic, kind (* for all), unit, note. What is not named here goes to the station of the place.
BY_TOPIC: tuple[tuple[str, str, str, str], ...] = (
    ("conduct", "*", "inspect-1", "对民警和执法的投诉，由督察支队核查，不交被投诉单位"),
    ("conduct.procedure", "*", "inspect-2", "执法程序问题由执法监督大队核查"),
    ("enterprises.enforcement", "*", "inspect-2", "涉企执法投诉由执法监督大队核查"),
    ("security.gangs", "*", "crime-1", "涉黑涉恶线索由刑侦支队统一核查"),
    ("security.drugs", "*", "drugs-1", "涉毒线索由禁毒支队核查"),
    ("security.gambling", "tip", "order-1", "涉赌举报由治安支队异地用警核查"),
    ("security.prostitution", "tip", "order-1", "涉黄举报由治安支队异地用警核查"),
    ("security.dangerous-goods", "*", "order-2", "枪爆危险物品由治安支队处置"),
    ("security.privacy", "*", "cyber-1", "网络案件由网安支队办理"),
    ("traffic.licence", "*", "vehicles", "驾驶证业务由车管所办理"),
    ("traffic.vehicle", "*", "vehicles", "机动车业务由车管所办理"),
    ("traffic.fines", "*", "fines", "交通违法异议由违法处理大队复核"),
    ("traffic.accident", "complaint", "accidents", "对事故认定不服的由支队事故处理大队复核"),
    ("identity.move", "*", "household-hall", "落户政策由人口支队统一解释"),
    ("identity.corrections", "*", "household-hall", "重要项目变更由人口支队审批"),
    ("exit-entry", "*", "passports", "证件业务由出入境支队受理"),
    ("exit-entry.foreigners", "*", "foreigners", "外国人事务由外国人管理大队办理"),
    ("fraud", "*", "stop-payment", "电信网络诈骗由反诈中心先行止付"),
    ("fraud.prevention", "*", "antifraud-advice", "反诈咨询由预警劝阻组答复"),
    ("fraud.fundraising", "*", "economic-1", "涉众金融案件由经侦支队办理"),
    ("case-progress.detention", "*", "custody-1", "会见、送物由监所支队答复"),
    ("windows", "*", "household-hall", "窗口服务由人口支队统筹"),
    ("windows.home-service", "*", LOCAL, "上门服务由就近派出所安排"),
    ("online", "*", VOICE, "网上和电话服务由民意服务中心答复"),
    ("online.jiaoguan", "*", "vehicles", "交管12123业务由车管所答复"),
    ("enterprises.economic-crime", "*", "economic-2", "涉企经济犯罪由经侦支队办理"),
    ("enterprises.ip", "*", "economic-2", "知识产权案件由经侦支队办理"),
    ("enterprises.licences", "*", "order-1", "行业许可由治安支队办理"),
    ("help.missing-child", "*", "crime-2", "儿童走失和寻亲由打拐寻亲工作队办理"),
    ("suggestions.traffic", "*", "traffic", "交通组织建议由交警支队研究"),
    ("suggestions.services", "*", "population", "便民服务建议由人口支队研究"),
    ("suggestions.police-work", "*", VOICE, "对公安工作的建议由民意服务中心汇总"),
    ("praise.service", "*", "population", "对窗口的表扬由人口支队转达"),
)


def make_catalogue(places: Sequence[Place]) -> list[RuleLine]:
    """Return who answers for what: exceptions of one district first, then topics, then the station of the place."""
    districts = [place.code for place in places if place.depth == 1]
    rules = [
        RuleLine(50, "enterprises.visits", districts[0], "*", districts[0], "中心城区企业走访由分局统一安排")
    ]
    rules += [RuleLine(100, *(topic, "*", kind, unit, note)) for topic, kind, unit, note in BY_TOPIC]
    for code in districts:
        rules.append(RuleLine(100, "traffic", code, "*", f"traffic-{code}", "道路交通由辖区交警大队处理"))
        rules.append(RuleLine(100, "case-progress", code, "*", f"{code}-crime", "案件进展由分局刑侦大队答复"))
    rules.append(RuleLine(900, "*", "*", "*", LOCAL, "其余诉求由事发地派出所办理"))
    return rules
