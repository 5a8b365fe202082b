"""What people write is shown as text, on every page of both faces, in every place of it (SECURITY, T24).

Every text in every table is poisoned, past all checks that it would meet on its way in. Then all pages are opened and
read as a browser reads them: nothing of the poison may have become an element, an attribute, a script or an address,
and no template may have worked it out.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from tests.interfaces.console.bureau import build, reference_of, sit_down
from tests.interfaces.console.test_who_looked import a_picture
from tests.interfaces.every.addresses import NOWHERE, Address, every_address

import given
from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import TemplatePurpose
from answerable.contexts.intake import api as intake
from answerable.contexts.parties.api import Contact, register_parties
from answerable.contexts.review import api as review
from answerable.contexts.review.enums import CallTime, Resolved, Satisfaction
from answerable.kernel.actor import Actor
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code

pytestmark = pytest.mark.django_db

# Out of an attribute, a script and a comment; a tag and a filter of templates, and what %-formatting stumbles over.
POISON = """"'>-->]]></script><xss-{n} onerror=alert(1)>{{{{7371*7}}}}{{% now "Y" %}}%(x)s%s"""
WORKED_OUT = "51597"
# What is no text of anybody's: our own words, and what the program compares.
OURS = re.compile(
    r"^topic$|^clock$|code|kind|state|hash|digest|type|key|outcome|token|channel|reference|lock|args|task|queue|act|language|purpose|"
    r"level|role|form|codename|model|app|stage|event|form|query|name$|username|password|sort|session|view|lane|ground"
)
NAMES = re.compile(r"^(name|name_\w+|person_name|first_name|title|filename|file_name)$")
# By columns that hold people's words and have to have been seen on a page, so that the test does not look past them.
SEEN = 24


def texts() -> Iterator[tuple[str, str, int]]:
    """Yield table, column and length of whatever holds words of people."""
    for model in apps.get_models():
        if not model.__module__.startswith("answerable.") or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            wide = isinstance(field, models.TextField) or (getattr(field, "max_length", 0) or 0) >= 60
            named = bool(NAMES.search(field.name)) or not OURS.search(field.name)
            if is_text and wide and named and not field.unique and not field.primary_key:
                length = field.max_length or 400 if isinstance(field, models.CharField) else 400
                yield model._meta.db_table, str(field.column), length


def poison() -> dict[int, str]:
    """Poison every text, and say what stands behind each number."""
    places = {}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for number, (table, column, length) in enumerate(texts()):
            value = POISON.format(n=number)[:length]
            cursor.execute(
                f"""SELECT conname FROM pg_constraint WHERE conrelid = '"{table}"'::regclass AND contype = 'c'
                AND pg_get_constraintdef(oid) ~ '\\m{column}\\M'"""
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
            cursor.execute(f'UPDATE "{table}" SET "{column}" = %s', [value])
            places[number] = f"{table}.{column}"
        cursor.execute("SET LOCAL session_replication_role = origin")
        for table in ("organisation_organisationversion", "cases_topicversion", "dispatch_catalogueversion"):
            cursor.execute(f"UPDATE {table} SET number = number + 1000000")
    return places


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith("xss"):
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name == "style" or name == "srcdoc":
                self.faults.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "data-url", "xlink:href"):
                self._address(tag, name, value or "")
            self.text.append(value or "")

    def _address(self, tag: str, name: str, value: str) -> None:
        scheme = re.match(r"\s*([a-z]+):", value.lower())
        if scheme and scheme[1] not in ("http", "https", "tel", "mailto", "data"):
            self.faults.append(f"<{tag} {name}={value}>")
        if value.startswith("data:") and tag not in ("link", "img"):
            self.faults.append(f"<{tag} {name}={value}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        if "xss" in data:
            self.faults.append("comment")


CONTACT = Contact(name="甄可娜", phone="10000007788", email="zhenkena@example.org", address="样例路7号2单元")
CODE = new_access_code()


def a_city_of_texts() -> dict[str, str]:
    """Build a city in which something stands in nearly every place, and return what its addresses are called by."""
    city = build()
    (party,) = register_parties([CONTACT])
    known = {"party_id": party, "attachment_ids": (a_picture(),), "code_hash": hash_code(CODE)}
    handled = given.a_handled_case(city, **known)
    handler = city.actor("east-1-handler")
    cases.write_note(actor=handler, case_id=handled, text="查过了。", at=given.AT)
    cases.ask_resident(actor=handler, case_id=handled, question="几点开始的？", at=given.AT)
    cases.add_to_case(
        actor=Actor.resident(handled), case_id=handled, text="十点。", attachment_ids=(), at=given.AT
    )
    given.a_case(city, **{**known, "code_hash": ""})
    answered = given.an_answered_case(city, party_id=party)
    fact = cases.facts_of([answered])[answered]
    how = (Satisfaction.DISSATISFIED, Resolved.NO, given.AT, "还是很吵")
    review.rate_rounds(
        [review.NewRating(fact.round_id, *how, may_call=True, call_time=CallTime.ANY, by_link=False)]
    )
    (visit,) = review.visits(city.actor("reviewer"), at=given.AT)
    intake.receive(intake.NewSubmission(channel="web", text="路灯坏了。", place="松树街"), given.AT)
    bundle = [given.a_handled_case(city), given.a_handled_case(city)]
    cases.bundle_cases(actor=city.actor("east-1-leader"), case_ids=bundle, title="夜间施工", at=given.AT)
    return {
        "handled": reference_of(handled),
        "answered": reference_of(answered),
        "bundled": reference_of(bundle[0]),
        "visit": str(visit.public_id),
    }


def ways(address: Address, known: dict[str, str]) -> Iterator[str]:
    if "2026-0000-0001" in address.path:
        for name in ("handled", "answered", "bundled"):
            path = address.path.replace("2026-0000-0001", known[name])
            if path.endswith("/act/note"):
                yield from (
                    path[:-4] + act for act in ("note", "answer", "transfer", "bundle", "correct", "assign")
                )
            yield path
        return
    if NOWHERE in address.path:
        for model in apps.get_models():
            wanted = {"posts": "Post", "files": "StoredFile", "calls": "ReturnVisit", "catalogue": "Rule"}
            if any(f"/{part}/" in address.path and model.__name__ == name for part, name in wanted.items()):
                for public_id in model.objects.values_list("public_id", flat=True)[:2]:
                    yield address.path.replace(NOWHERE, str(public_id))
    yield address.path


def read(client: Client, method: str, path: str, sent: dict[str, str]) -> str:
    answer = client.generic(method, path) if method == "GET" else client.post(path, sent)
    assert answer.status_code < 500, f"{method} {path}: {answer.status_code}"
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:
        close()
    kind = answer.get("Content-Type", "")
    return raw.decode(errors="replace") if kind.startswith("text/html") else ""


SENT = {
    "words": POISON.format(n=999),
    "text": POISON.format(n=999),
    "reason": POISON.format(n=999),
    "q": "<xss-999>",
}


def test_hostile_texts_are_texts_on_every_page() -> None:
    known = a_city_of_texts()
    places = poison()
    resident = Client()
    resident.post("/track", {"reference": known["handled"], "code": CODE})
    english = sit_down("chief", language="en")
    browsers = [resident, english, *map(sit_down, ("agent", "setup", "east-1-handler", "reviewer"))]
    faults, seen = {}, set()
    for address in every_address():
        if address.is_api:
            continue
        for path in ways(address, known):
            for browser in browsers if address.is_of_the_desk else (resident,):
                for method in ("GET", "POST"):
                    page = read(browser, method, path, SENT)
                    parsed = Page()
                    parsed.feed(page)
                    parsed.close()
                    words = "".join(parsed.text)
                    seen |= set(re.findall(r"<xss-(\d+)", words))
                    if WORKED_OUT in page:
                        parsed.faults.append("a template worked it out")
                    if parsed.faults:
                        faults[f"{method} {path}"] = parsed.faults
    assert faults == {}
    shown = sorted(places[int(number)] for number in seen if int(number) in places)
    assert len(shown) >= SEEN, (shown, sorted(set(places.values()) - set(shown)))


def test_a_template_of_an_answer_is_filled_once() -> None:
    """A placeholder in what is filled in stays as it was written, and so does everything else of it."""
    body = "您好！{{ answer }} {{ unit }}"
    template = cases.TemplateView("any", TemplatePurpose.ANSWER, "*", "*", "*", "", "", body, body)
    filled = cases.render_template(template, "zh", answer="{{ unit }}{{ answer }}\\g<1>", unit="{{ answer }}")
    assert filled == "您好！{{ unit }}{{ answer }}\\g<1> {{ answer }}"
