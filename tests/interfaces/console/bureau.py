"""A small bureau with one person for each role, and a way to sit down as each of them."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.tables import read_csv

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
SYSTEM = Actor.system("test")
PASSWORD = "seven quiet rivers at noon"

UNITS = """code,parent,level,kind,name_zh,name_en
bureau,,bureau,territorial,示例市公安局,Example City Police Bureau
east,bureau,branch,territorial,东区分局,East Branch
east-1,east,team,territorial,东一派出所,East Station 1
east-2,east,team,territorial,东二派出所,East Station 2
west,bureau,branch,territorial,西区分局,West Branch
"""
AREAS = """code,parent,name_zh,name_en,names,units
city,,示例市,Example City,示例市|示例,bureau
east,city,东区,East District,东区,east
pine,east,松树街,Pine Street,松树街,east-1
"""
PEOPLE = """username,name,post,unit,roles
agent,安示例,坐席员,bureau,agent
dispatcher,狄示例,分派员,bureau,dispatcher
handler,韩示例,民警,east-1,handler
leader,李示例,分局长,east,leader
reviewer,任示例,回访员,bureau,reviewer
inspector,英示例,督察,bureau,inspector
analyst,艾示例,分析员,bureau,analyst
spokesperson,斯示例,发言人,bureau,spokesperson
setup,余示例,管理员,bureau,setup
stranger,史示例,民警,west,handler|leader|dispatcher
two,尔示例,民警,east-1,handler
two,尔示例,教官,west,analyst
"""


def build() -> None:
    since = AT - timedelta(days=400)
    organisation.load_units(actor=SYSTEM, table=read_csv(UNITS.encode(), "units.csv"), at=since)
    organisation.load_areas(actor=SYSTEM, table=read_csv(AREAS.encode(), "areas.csv"), at=since)
    organisation.load_people(actor=SYSTEM, table=read_csv(PEOPLE.encode(), "people.csv"), at=since)


def may_enter(username: str) -> None:
    organisation.set_password(actor=SYSTEM, username=username, password=PASSWORD, at=AT)


def sit_down(username: str, language: str = "zh-hans") -> Client:
    """Return a browser in which somebody has signed in."""
    may_enter(username)
    client = Client()
    client.cookies["language"] = language
    answer = client.post("/console/sign-in", {"username": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client
