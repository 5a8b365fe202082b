"""Take answer templates from a set-up table."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from answerable.contexts.cases.enums import Channel, Kind, TemplatePurpose
from answerable.contexts.cases.models import AnswerTemplate
from answerable.contexts.cases.services.set_up import require_set_up
from answerable.contexts.cases.topic_tree import TemplateView
from answerable.contexts.cases.topics import changes, templates, topics
from answerable.contexts.ledger import api as ledger
from answerable.kernel.actor import Actor
from answerable.kernel.tables import LoadResult, Row, Table

COLUMNS = ("code", "purpose", "kind", "topic", "channel", "name_zh", "name_en", "body_zh", "body_en")
PLACEHOLDERS = frozenset({"reference", "unit", "due", "answer"})
# What goes out unasked may be read by somebody else: it says nothing of the case (SECURITY, T17).
NEUTRAL = frozenset({TemplatePurpose.ACKNOWLEDGEMENT, TemplatePurpose.RATING_INVITATION})
_ANSWERING = frozenset({TemplatePurpose.ANSWER, TemplatePurpose.REFUSAL})
_PLACEHOLDER = re.compile(r"{{ (\w+) }}")
_FIELDS = (*COLUMNS[1:], "position", "active")


@transaction.atomic
def load_templates(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set the templates of `code,purpose,kind,topic,channel,name_*,body_*[,active]` rows; `*` is any.

    Templates that the table does not name stay. Topics have to be loaded before. Faults are added to the table.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_set_up(actor)
    if not table.require(*COLUMNS):
        return LoadResult(0, 0, 0)
    before = {template.code: template for template in templates()}
    wanted = list(_wanted(table, before))
    if table.faults:
        return LoadResult(0, 0, 0)
    new = [template for template in wanted if template.code not in before]
    changed = [one for one in wanted if one.code in before and before[one.code] != one]
    if new or changed:
        with changes.changing():
            write_templates([*new, *changed])
        ledger.record(
            actor=actor,
            code="cases.templates.set",
            at=at,
            internal={"created": len(new), "changed": len(changed)},
        )
    return LoadResult(len(new), len(changed), len(wanted) - len(new) - len(changed))


def write_templates(wanted: list[TemplateView]) -> None:
    AnswerTemplate.objects.bulk_create(
        [AnswerTemplate(code=one.code, **{name: getattr(one, name) for name in _FIELDS}) for one in wanted],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(_FIELDS),
    )


def _wanted(table: Table, before: dict[str, TemplateView]) -> Iterator[TemplateView]:
    seen: set[str] = set()
    for place, row in enumerate(table.rows, 1):
        faults = [*_faults(row), *body_faults(row["purpose"], row["body_zh"], row["body_en"])]
        if row["code"] in seen:
            faults.append(("code", _("This code stands here twice.")))
        for column, sentence in faults:
            table.fault(row, column, sentence)
        seen.add(row["code"])
        if not faults:
            yield _template(row, len(before) + place, before.get(row["code"]))


def _faults(row: Row) -> Iterator[tuple[str, object]]:
    if not re.fullmatch(r"[a-z][a-z0-9.-]{0,59}", row["code"]):
        yield "code", _("Write small letters, digits, dots and hyphens.")
    if row["purpose"] not in TemplatePurpose.values:
        yield "purpose", _("This is no purpose of a template.")
    if row["kind"] not in ("*", *Kind.values):
        yield "kind", _("This is no kind of case.")
    if row["topic"] != "*" and row["topic"] not in topics():
        yield "topic", _("There is no such topic.")
    if row["channel"] not in ("*", *Channel.values):
        yield "channel", _("This is no channel.")
    for column in ("name_zh", "name_en"):
        if not row[column]:
            yield column, _("Give the name in both languages.")


def _neutral(purpose: str) -> frozenset[str]:
    """Return what a text that goes out unasked may hold: the link of a rating opens nothing else (ADR 0501)."""
    return frozenset({"link"}) if purpose == TemplatePurpose.RATING_INVITATION else frozenset()


def _allowed(purpose: str) -> frozenset[str]:
    return _neutral(purpose) if purpose in NEUTRAL else PLACEHOLDERS


def body_faults(purpose: str, body_zh: str, body_en: str) -> Iterator[tuple[str, object]]:
    """Yield what is wrong with the texts of a template."""
    used = {"body_zh": set(_PLACEHOLDER.findall(body_zh)), "body_en": set(_PLACEHOLDER.findall(body_en))}
    for column, body in (("body_zh", body_zh), ("body_en", body_en)):
        if not body:
            yield column, _("Give the text in both languages.")
        elif purpose in NEUTRAL and not used[column] <= _neutral(purpose):
            yield (
                column,
                _("What goes out unasked says nothing of the case: only a rating's {{ link }} is filled in."),
            )
        elif not used[column] <= _allowed(purpose) or re.search(r"[{}]", _PLACEHOLDER.sub("", body)):
            yield column, _("Only reference, unit, due and answer can be filled in, written as {{ unit }}.")
    if purpose in _ANSWERING and "answer" not in used["body_zh"] & used["body_en"]:
        yield "body_zh", _("An answer has to have room for the answer: {{ answer }}.")


def _template(row: Row, place: int, before: TemplateView | None) -> TemplateView:
    found = TemplateView(
        code=row["code"],
        purpose=TemplatePurpose(row["purpose"]),
        kind=row["kind"],
        topic=row["topic"],
        channel=row["channel"],
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        body_zh=row["body_zh"],
        body_en=row["body_en"],
        position=before.position if before else place,
        active=row["active"] != "no",
    )
    return found if before is None or row["active"] else replace(found, active=before.active)
