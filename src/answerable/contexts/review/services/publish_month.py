"""Publish the figures of a month, and correct them: what was published stays, and a correction says why."""

from datetime import date, datetime, time, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.review.domain.month import as_plain, first_of, next_month
from answerable.contexts.review.errors import NothingToCorrect
from answerable.contexts.review.journal import SYSTEM
from answerable.contexts.review.models import Invitation, PublishedMonth
from answerable.contexts.review.selectors.month_counts import month_counts
from answerable.kernel.errors import Fault, Invalid, NotFound
from answerable.kernel.text import clean

# Messages may be a day late; then everybody who was asked has answered or let the time pass.
LATE = timedelta(days=2)


def closes_at(month: date) -> datetime:
    """Return when the last question of a month can be answered no more, so that its figures stand."""
    zone = timezone.get_default_timezone()
    end = datetime.combine(next_month(month), time.min, zone)
    return end + timedelta(days=settings.OPTIONS.rating_days) + LATE


def publish_months(*, at: datetime) -> list[date]:
    """Publish every month that is closed and was not published yet; return them."""
    first = Invitation.objects.order_by("made_at").values_list("made_at", flat=True).first()
    done: list[date] = []
    month = first_of(timezone.localdate(first)) if first is not None else None
    published = set(PublishedMonth.objects.values_list("month", flat=True))
    while month is not None and closes_at(month) <= at:
        if month not in published:
            with transaction.atomic():
                _publish(month, 1, as_plain(month_counts(month)), "", "", at)
            done.append(month)
        month = next_month(month)
    return done


@transaction.atomic
def correct_month(*, month: date, why_zh: str, why_en: str, at: datetime) -> int:
    """Count a published month anew and publish another version beside the earlier ones; return its number.

    Raises:
        NotFound: the month was not published.
        NothingToCorrect: it would say the same.
        Invalid: no reason is given in both languages.
    """
    reasons = {"why_zh": clean(why_zh)[:300], "why_en": clean(why_en)[:300]}
    if missing := [name for name, text in reasons.items() if not text]:
        raise Invalid([Fault(name, _("Say why, in both languages.")) for name in missing])
    newest = PublishedMonth.objects.filter(month=month).order_by("-version").first()
    if newest is None:
        raise NotFound
    counts = as_plain(month_counts(month))
    if counts == newest.counts:
        raise NothingToCorrect
    _publish(month, newest.version + 1, counts, reasons["why_zh"], reasons["why_en"], at)
    return newest.version + 1


def _publish(
    month: date, version: int, counts: list[dict[str, object]], why_zh: str, why_en: str, at: datetime
) -> None:
    digest = sha256(ledger.canonical(counts)).hexdigest()
    row = PublishedMonth.objects.create(
        month=month, version=version, counts=counts, sha256=digest, made_at=at, why_zh=why_zh, why_en=why_en
    )
    ledger.record(
        actor=SYSTEM,
        code="review.month.published",
        at=at,
        pub={"month": month.isoformat(), "version": version, "sha256": digest},
        rows=ledger.told([row]),
    )
