"""Set-up tables as the tests write them."""

from datetime import UTC, datetime

from answerable.contexts.organisation import api as organisation
from answerable.contexts.organisation.models import Account
from answerable.kernel.actor import Actor
from answerable.kernel.tables import Table, read_csv

AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
SYSTEM = Actor.system("test")

UNITS = """code,parent,level,kind,name_zh,name_en
bureau,,bureau,territorial,示例市公安局,Example City Police Bureau
east,bureau,branch,territorial,东区分局,East Branch
east-1,east,team,territorial,东一派出所,East Station 1
east-2,east,team,territorial,东二派出所,East Station 2
traffic,bureau,branch,police_type,交警支队,Traffic Police
"""
AREAS = """code,parent,name_zh,name_en,names,units
city,,示例市,Example City,示例市|示例,bureau
east,city,东区,East District,东区,east|traffic
pine,east,松树街,Pine Street,松树街,east-1
"""
PEOPLE = """username,name,post,unit,roles
zhou,周示例,局长,bureau,leader|setup
wu,吴示例,派单员,bureau,dispatcher
zheng,郑示例,民警,east-1,handler|leader@east
"""


def table(text: str, name: str = "units.csv") -> Table:
    return read_csv(text.encode(), name)


def faults(of: Table) -> list[tuple[str, str]]:
    """Return where each fault lies and what it says."""
    return [(fault.where, str(fault.sentence)) for fault in of.faults]


def places(of: Table) -> list[str]:
    return [fault.where.partition(":")[2] for fault in of.faults]


def actor(username: str) -> Actor:
    """Return a person of the small bureau in the first post."""
    return organisation.actor_for(Account.objects.get(username=username), at=AT)


def unit_id(code: str) -> int:
    unit = organisation.units().by_code(code)
    assert unit is not None
    return unit.id


def post_of(username: str) -> organisation.PostView:
    return organisation.posts_of(Account.objects.get(username=username), at=AT)[0]
