"""A labelled corpus for masking: sentences with slots, filled by chance, so that what is to be hidden is known.

Numbers ring nowhere and fail their check digits; names are put together from signs. `TUNED` was at hand while the
rules were written, `HELD_OUT` was written apart and is only measured.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "欧阳司马"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂玉兰红建国志文华海峰晓东雪梅春燕婷浩宇轩子涵欣怡梓萱博"
    "俊凯丹青云龙飞鹏亮辉琳倩颖慧"
)
ENGLISH_FIRST = (
    "Anna Peter Maria John Wei Laura Ahmed Daniel Sofia Thomas Grace Kevin Olga Samuel Nina".split()
)
ENGLISH_LAST = (
    "Smith Brown Garcia Miller Okafor Chen Novak Larsen Rossi Walker Young Keller Santos Murphy Ivanova"
).split()
FULL = {**{ord(str(d)): 0xFF10 + d for d in range(10)}}
HAN_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))

TUNED = """
我叫{name}，家住{street}{home}，电话{phone}，请尽快回复。
联系人：{name}，联系电话：{phone}。
投诉人{name}，身份证号{id}，反映{street}施工扰民。
昨晚邻居{name}在{home}装修到半夜，打了{phone}没人接。
车牌{plate}的车长期停在{street}小区门口，挡住消防通道。
{name}先生来电反映，{street}路灯不亮，手机{phone}。
我的银行卡{card}被盗刷三千元，报警回执已拿到。
请把结果发到{email}或者加微信{wechat}。
对方QQ号{qq}，自称客服，骗走我八千元。
护照号{passport}，签证下周到期，想问怎么办延期。
户主{name}，住{street}{home}，楼上漏水已经半年。
嫌疑人{name}，{id}，驾驶{plate}逃离现场。
民警{name}态度生硬，警号记不清了。
本人{name}，{phone}，要求公开道歉。
{name}女士说她母亲住在{home}，独居，希望社区走访。
收款人{name}，卡号{card}，转账时间昨天下午三点。
我是{name}，孩子在附近小学读书，放学时段路口很危险。
原房东{name}拒不退押金，座机{landline}一直占线。
姓名：{name}；证件：{id}；地址：{street}{home}。
{name} {phone} 希望回电
请联系我女儿{name}，电话是{phone}。
My name is {ename}, please call me at {phone}.
Mr. {ename} parked his car {plate} across the cycle lane.
Officer {elast} refused to give a receipt; write to {email}.
Contact person: {ename}, passport number {passport}.
I live at {ehome} and the noise goes on until two in the morning.
Name: {ename}
This is {ename} again about the barking dog next door.
您好，我的名字是{name}，住在{street}{home}，隔壁深夜唱歌。
求助人{name}手机号{phone}，老人走失两天了。
车主叫{name}，{plate}，电话{phone}，麻烦通知挪车。
举报{name}赌博，地点在{street}{home}。
请核实身份证{id}是否本人办理。
我丈夫{name}被骗，对方账号{card}，开户行不详。
有事打我电话：{phone}，找{name}就行。
资料请寄{street}{home}，{name}收。
被举报人：{name}，住{home}。
我儿子{name}的护照{passport}过期了怎么补？
加她VX：{wechat}，说是刷单返利。
邮箱{email}，微信号是{wechat}。
报案人：{name}，男，身份证号码：{id}，联系方式：{phone}。
司机{name}绕路多收二十元，车号{plate}。
{name}同志您好，{street}的违停一直没人管。
老板{name}拖欠工资，他的号码{phone}。
我们家座机是{landline}，晚上七点以后有人。
{home}的租户天天吵架，房东是{name}。
QQ{qq}卖假证，请查处。
张贴小广告的号码是{phone}，请停机处理。
Regards, {ename}
I'm {ename} and my number is {phone}.
The driver, Mrs. {ename}, left before the police came.
Send the answer to {email} please.
Her flat is at {ehome}, passport no. {passport}.
Sgt. {elast} told me to come back on Monday.
""".strip().splitlines()

HELD_OUT = """
本人叫{name}，手机：{phone}，现投诉物业乱收费。
来电人{name}称其父亲{name}昨天在{street}走失，身着灰色外套。
我和{name}因为停车位吵了起来，他的车是{plate}。
楼上{home}住户{name}养了三条狗，早晚叫个不停。
麻烦转告{name}警官，证人{name}愿意作证，电话{landline}。
快递写的收件人是{name}，地址{street}{home}，电话{phone}。
业主{name}（{phone}）反映电梯坏了两周。
请帮我查身份证号{id}名下是否有车。
对方姓名{name}，自称在银行上班，让我把钱转到{card}。
她叫{name}，今年十六岁，周五晚上没回家，QQ号是{qq}。
妻子{name}名下的车{plate}被划了。
当事人：{name}，女，{id}，住{street}{home}。
护照丢了，号码是{passport}，联系邮箱{email}。
微信{wechat}的人冒充民警要我转账。
教练{name}收了三千元就联系不上了。
本月三号向{name}所长当面反映过，没有结果。
反诈中心说该账号{card}已经冻结，户名{name}。
家住{street}{home}，宽带装不上。
我的号码{phone}被人拿去注册了账号。
请让社区上门看看{home}的老人{name}。
Signed, {ename}, {phone}
Please ask for Dr. {ename} at the front desk.
His name: {ename}; his e-mail: {email}.
My mother lives at {ehome} and nobody answers her calls.
Detective {elast} took my passport {passport} and never gave it back.
I am {ename} and I want to thank the officer who found my bag.
""".strip().splitlines()

# Nothing in these is anybody's; most were chosen because they look like it.
NOTHING = """
高空抛物很危险，方便的时候请回复，时间不限。
马路中间的井盖坏了，白天晚上都响，居民意见很大。
拨打110和12345都说转办，订单号2026051100012345678没有结果。
罚款200元，扣3分，处罚决定书编号3401020260511。
小区3期共12栋楼，每栋18层，共计1200户，至今没有燃气。
地铁3号线2号口电梯停用，公交205路也改道了。
施工许可证在哪里公示？工程造价13.8亿元，工期730天。
2026年5月11日10点30分在松树街发生追尾，等了40分钟。
邻居高声喧哗，民警于当晚到场，双方达成和解。
任何单位和个人都应当遵守，严禁乱停乱放。
老师们反映学校门口车辆太多，家长万分着急。
客服电话95588和4008001234都打不通。
金额三千五百二十元，分十二个月还清。
车主方面称已经投保，石家庄和成都都可以办理。
关于户籍的管理办法第十五条怎么理解？
所长说会处理，队长也来过，主任没有回复。
温度太高，楼道里没有窗，全家人睡不着。
12路公交车上时常有小偷，希望加强巡逻。
办理居住证需要什么材料，窗口几点开门？
这是第3次投诉，前两次都是满意，为什么又改成不满意？
The lights on Pine Street have been out for 3 weeks and nobody came.
Case 2026-7K4M-Q2XW was closed on 11 May 2026 without an answer.
I paid a fine of 1200 yuan in room service and want a receipt.
Call 110 or 12345, the line was busy for 40 minutes.
Officers at the Central Station were polite, thank you very much.
""".strip().splitlines()


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what is to be hidden in it: start, end, kind."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    held_out: bool


class Filler:
    """Fills slots by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def digits(self, count: int) -> str:
        return "".join(str(self.chance.randrange(10)) for _ in range(count))

    def name(self) -> str:
        surname = self.chance.choice(SURNAMES[:-4] if self.chance.random() < 0.97 else ("欧阳", "司马"))
        return surname + "".join(self.chance.choice(GIVEN) for _ in range(self.chance.choice((1, 2, 2))))

    def ename(self) -> str:
        return f"{self.chance.choice(ENGLISH_FIRST)} {self.chance.choice(ENGLISH_LAST)}"

    def elast(self) -> str:
        return self.chance.choice(ENGLISH_LAST)

    def phone(self) -> str:
        plain = "199" + "0000" + self.digits(4)
        form = self.chance.randrange(8)
        if form == 0:
            return f"{plain[:3]} {plain[3:7]} {plain[7:]}"
        if form == 1:
            return f"{plain[:3]}-{plain[3:7]}-{plain[7:]}"
        if form == 2:
            return plain.translate(FULL)
        if form == 3:
            return "".join(HAN_DIGITS[digit] for digit in plain)
        if form == 4:
            return f"+86 {plain}"
        if form == 5:
            return " ".join(plain)
        return plain

    def landline(self) -> str:
        tail = "0000" + self.digits(4)
        return self.chance.choice((f"0551-{tail}", f"（0551）{tail}", tail, f"0551{tail}"))

    def id(self) -> str:
        birth = f"19{self.chance.randrange(50, 99)}{self.chance.randrange(1, 13):02d}{self.chance.randrange(1, 29):02d}"
        head = self.chance.choice(("340102", "110105", "320106"))
        body = head + birth + self.digits(3)
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        right = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
        wrong = self.chance.choice([one for one in "0123456789X" if one != right])
        form = self.chance.randrange(4)
        if form == 0:
            return f"{head} {birth} {body[-3:]}{wrong}"
        if form == 1:
            return head + birth[2:] + body[-3:]
        return (body + wrong).translate(FULL) if form == 2 else body + wrong

    def card(self) -> str:
        body = "622848" + self.digits(12)
        doubled = [int(d) * 2 - 9 if int(d) > 4 else int(d) * 2 for d in body[-1::-2]]
        check = -(sum(doubled) + sum(int(d) for d in body[-2::-2])) % 10
        whole = f"{body}{check}"
        spaced = " ".join(whole[at : at + 4] for at in range(0, len(whole), 4))
        return self.chance.choice((whole, spaced))

    def plate(self) -> str:
        letter = self.chance.choice("ABCDEFGH")
        if self.chance.random() < 0.4:
            return f"皖{letter}{self.chance.choice('DF')}{self.digits(5)}"
        return f"皖{letter}{self.chance.choice(('', '·', ' '))}{self.chance.choice('KLMN')}{self.digits(4)}"

    def email(self) -> str:
        return f"user{self.digits(3)}@example.{self.chance.choice(('org', 'com'))}"

    def wechat(self) -> str:
        return self.chance.choice(
            (f"wxid_{self.digits(8)}", f"abc{self.digits(5)}", f"lucky_{self.digits(4)}")
        )

    def qq(self) -> str:
        return self.digits(1).replace("0", "5") + self.digits(8)

    def passport(self) -> str:
        return self.chance.choice((f"E{self.digits(8)}", f"EA{self.digits(7)}", f"G{self.digits(8)}"))

    def street(self) -> str:
        return self.chance.choice(("松树街", "和平路", "长江中路", "花园小区", "城南新村", "望江西路"))

    def home(self) -> str:
        number = self.chance.randrange(1, 30)
        return self.chance.choice(
            (
                f"{number}号{number % 9 + 1}栋{number % 3 + 1}单元{number % 20 + 1}0{number % 4 + 1}室",
                f"{number}栋{number % 18 + 1}0{number % 4 + 1}",
                f"{number}号楼{number % 3 + 1}单元{number % 6 + 1}0{number % 2 + 1}",
                f"{number}幢{number % 6 + 1}0{number % 2 + 1}室",
                f"{number}-{number % 3 + 1}-{number % 20 + 1}0{number % 4 + 1}",
                f"{number}号{number % 6 + 1}0{number % 2 + 1}室",
            )
        )

    def ehome(self) -> str:
        return f"{self.chance.randrange(1, 999)} {self.chance.choice(('Pine', 'Oak', 'Long River'))} Street"

    def fill(self, template: str, *, held_out: bool) -> Labelled:
        text, spans, rest = "", [], template
        while "{" in rest:
            before, _, rest = rest.partition("{")
            slot, _, rest = rest.partition("}")
            value = getattr(self, slot)()
            text += before
            if slot not in ("street",):
                # Of an English home the number of the house is to go.
                ends = len(value.split()[0]) if slot == "ehome" else len(value)
                spans.append((len(text), len(text) + ends, slot))
            text += value
        return Labelled(text + rest, tuple(spans), held_out)


def corpus(seed: int, each: int) -> Iterator[Labelled]:
    """Yield every template `each` times with other fillings, and what holds nothing once each."""
    filler = Filler(seed)
    for held_out, templates in ((False, TUNED), (True, HELD_OUT)):
        for template in templates:
            for _ in range(each):
                yield filler.fill(template, held_out=held_out)
    for number, text in enumerate(NOTHING):
        yield Labelled(text, (), held_out=number % 2 == 0)
