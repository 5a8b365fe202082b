"""A small bureau with a desk, two branches, teams and one person for each role."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from answerable.contexts.organisation import api as organisation
from answerable.kernel.actor import Actor
from answerable.kernel.tables import Folder
from answerable.processes.set_up_bureau import set_up_bureau

# A Monday at 10:00 in Shanghai, inside working hours.
AT = datetime(2026, 5, 11, 2, tzinfo=UTC)
SYSTEM = Actor.system("test")

UNITS = """code,parent,level,kind,name_zh,name_en,phone
bureau,,bureau,territorial,示例市公安局,Example City Police Bureau,0000-1000001
east,bureau,branch,territorial,东区分局,East Branch,
east-1,east,team,territorial,东一派出所,East Station 1,
east-2,east,team,territorial,东二派出所,East Station 2,
west,bureau,branch,territorial,西区分局,West Branch,
west-1,west,team,territorial,西一派出所,West Station 1,
traffic,bureau,branch,police_type,交警支队,Traffic Police,
traffic-1,traffic,team,police_type,交警一大队,Traffic Team 1,
"""
AREAS = """code,parent,name_zh,name_en,names,units
city,,示例市,Example City,示例市,bureau
east-district,city,东区,East District,东区,east|traffic
pine,east-district,松树街,Pine Street,松树街,east-1
oak,east-district,橡树街,Oak Street,橡树街,east-2
west-district,city,西区,West District,西区,west
"""
PEOPLE = """username,name,post,unit,roles
chief,周示例,局长,bureau,leader|setup
agent,钱示例,接线员,bureau,agent
agent-2,孙示例,接线员,bureau,agent
dispatcher,吴示例,派单员,bureau,dispatcher
reviewer,冯示例,回访员,bureau,reviewer
inspector,陈示例,督察,bureau,inspector
analyst,褚示例,分析员,bureau,analyst
east-leader,卫示例,分局长,east,leader
east-dispatcher,蒋示例,派单员,east,dispatcher
east-1-leader,沈示例,所长,east-1,leader
east-1-handler,郑示例,民警,east-1,handler
east-1-handler-2,韩示例,民警,east-1,handler
east-2-leader,朱示例,所长,east-2,leader
east-2-handler,王示例,民警,east-2,handler
west-leader,秦示例,分局长,west,leader
west-1-handler,许示例,民警,west-1,handler
traffic-leader,何示例,支队长,traffic,leader
traffic-1-handler,吕示例,民警,traffic-1,handler
"""
TOPICS = """code,parent,name_zh,name_en,description_zh,description_en,terms_zh,terms_en,kind,sensitive
nuisance,,噪音扰民,Nuisance,吵闹,Noise,吵|闹,noise,complaint,
nuisance.night,nuisance,夜间噪音,Noise at night,夜里吵,Noise at night,夜里|半夜,night,complaint,
traffic,,道路交通,Traffic,交通,Traffic,堵车|违停,parking,request,
traffic.parking,traffic,违法停车,Parking,违停,Parking,违停,parking,complaint,
conduct,,民警作风,Conduct,作风,Conduct,态度差,rude,complaint,officer
conduct.rude,conduct,态度生硬,Rudeness,态度,Rude,态度,rude,complaint,officer
identity,,户籍证件,Identity papers,证件,Papers,身份证,identity card,consultation,
identity.card,identity,身份证办理,Identity cards,身份证,Identity cards,身份证,card,consultation,
"""
TEMPLATES = """code,purpose,kind,topic,channel,name_zh,name_en,body_zh,body_en
answer.any,answer,*,*,*,通用答复,Any answer,您好！{{ answer }} {{ unit }},Hello. {{ answer }} {{ unit }}
answer.complaint,answer,complaint,*,*,投诉,Complaint,投诉{{ reference }}：{{ answer }},{{ reference }}: {{ answer }}
receipt,acknowledgement,*,*,*,收到告知,Receipt,已收到。,We have it.
"""
CLOCKS = """kind,topic,clock,amount,unit,extension_max,why_zh,why_en
*,*,acknowledge,24,hours,0,来件24小时内告知收到,Receipt is told within 24 hours
*,*,sign_for,4,working_hours,0,4个工作小时内签收,Signed for within 4 working hours
*,*,first_contact,1,working_days,0,1个工作日内联系,Contacted within 1 working day
*,*,answer,5,working_days,10,5个工作日内答复,Answered within 5 working days
consultation,*,answer,1,working_days,4,咨询1个工作日内答复,A question is answered within 1 working day
*,*,close,30,days,30,30日内办结,Closed within 30 days
*,*,return_visit,24,hours,0,24小时内回访,A return visit within 24 hours
*,*,contest,5,working_days,0,5个工作日内由上一级决定,Decided one level up within 5 working days
"""
WORKWEEK = "weekday,start,end\n" + "".join(f"{day},09:00,12:00\n{day},13:30,17:30\n" for day in range(1, 6))
SET_UP = {
    "units.csv": UNITS,
    "areas.csv": AREAS,
    "people.csv": PEOPLE,
    "workweek.csv": WORKWEEK,
    "clocks.csv": CLOCKS,
    "topics.csv": TOPICS,
    "templates.csv": TEMPLATES,
}


def later(**spans: float) -> datetime:
    """Return an instant so long after the tests' beginning."""
    return AT + timedelta(**spans)


def local(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of 2026 by the clock on the wall."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass(frozen=True)
class Bureau:
    """Looks units, areas, posts and actors up by their codes."""

    def unit(self, code: str) -> int:
        found = organisation.units().by_code(code)
        assert found is not None, code
        return found.id

    def area(self, code: str) -> int:
        found = organisation.areas().by_code(code)
        assert found is not None, code
        return found.id

    def post(self, username: str) -> int:
        """Return the post of a person by the user name."""
        name, unit = next(
            (line.split(",")[1], line.split(",")[3])
            for line in PEOPLE.splitlines()
            if line.startswith(f"{username},")
        )
        posts = organisation.posts_in(self.unit(unit), at=AT)
        return next(post.id for post in posts if post.person_name == name)

    def actor(self, username: str) -> Actor:
        """Return whoever acts in that person's post."""
        return organisation.actor_for(self.post(username), at=AT)


def a_bureau() -> Bureau:
    """Set the bureau up."""
    tables = Folder(lambda name: SET_UP[name].encode() if name in SET_UP else None)
    set_up_bureau(actor=SYSTEM, tables=tables, at=AT)
    return Bureau()
