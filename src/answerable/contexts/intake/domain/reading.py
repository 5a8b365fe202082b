"""From the cells of a row to a submission, by the columns of a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from answerable.contexts.intake.domain.dates import NoDate, read_date
from answerable.contexts.intake.domain.submission import NewSubmission
from answerable.contexts.parties import api as parties
from answerable.kernel.errors import Fault
from answerable.kernel.text import clean

_YES = frozenset({"1", "true", "yes", "y", "是", "紧急", "urgent", "保密", "confidential"})
# A source's clock may run a little ahead of ours.
_AHEAD = timedelta(days=1)
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """How a kind of file is read. `columns` names for each field the columns that are tried until one is not empty."""

    channel: str
    columns: Mapping[str, Sequence[str]]
    zone: tzinfo
    defaults: Mapping[str, str] = field(default_factory=dict)
    date_formats: Sequence[str] = ()
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of one file: where each field's columns stand is worked out once."""

    profile: Profile
    places: Mapping[str, Sequence[int]]

    @classmethod
    def over(cls, profile: Profile, columns: Sequence[str]) -> "RowReader":
        where = {column: place for place, column in enumerate(columns) if column}
        places = {
            field: [where[column] for column in wanted if column in where]
            for field, wanted in profile.columns.items()
        }
        return cls(profile, places)

    def read(self, cells: Sequence[str], at: datetime) -> NewSubmission | tuple[Fault, ...]:
        """Return the submission of a row, or what of it can't be read."""
        faults: list[Fault] = []
        said_at = self._date(cells, at, faults)
        lat, lon = self._number(cells, "lat", faults), self._number(cells, "lon", faults)
        if faults:
            return tuple(faults)
        language = self._cell(cells, "language") or "zh"
        title, text = self._cell(cells, "title"), self._cell(cells, "text")
        if len(title) > _TITLE:
            title, text = title[: _TITLE - 1] + "…", f"{title}\n{text}".strip()
        return NewSubmission(
            channel=self.profile.channel,
            text=text,
            title=title,
            language=language,
            source_id=self._cell(cells, "source_id"),
            said_at=said_at,
            contact=self._contact(cells, language),
            place=self._cell(cells, "place"),
            lat=lat,
            lon=lon,
            topic_code=self._cell(cells, "topic"),
            kind=self._cell(cells, "kind"),
            accused_words=self._cell(cells, "accused"),
            urgent=self._says_yes(cells, "urgent"),
            confidential=self._says_yes(cells, "confidential"),
            send_receipt=self._says_yes(cells, "send_receipt"),
            with_code=False,
        )

    def _cell(self, cells: Sequence[str], field: str) -> str:
        for place in self.places.get(field, ()):
            if place < len(cells) and (value := clean(cells[place])):
                return value
        return self.profile.defaults.get(field, "")

    def _says_yes(self, cells: Sequence[str], field: str) -> bool:
        return self._cell(cells, field).casefold() in _YES

    def _contact(self, cells: Sequence[str], language: str) -> parties.Contact | None:
        phone, email = self._cell(cells, "phone"), self._cell(cells, "email")
        written_to = "sms" if phone else "email"
        contact = parties.Contact(
            name=self._cell(cells, "name"),
            phone=phone,
            email=email,
            # Whoever told another system is written to only where that system says that they wish it.
            channel=written_to if self._says_yes(cells, "send_receipt") else "",
            language=language,
        )
        return None if contact.is_empty else contact

    def _date(self, cells: Sequence[str], at: datetime, faults: list[Fault]) -> datetime | None:
        text = self._cell(cells, "said_at")
        if not text:
            return None
        profile = self.profile
        try:
            moment = read_date(
                text, zone=profile.zone, formats=profile.date_formats, day_first=profile.day_first
            )
        except NoDate:
            faults.append(Fault("said_at", _("This date can't be read. Write it as 2026-05-11 09:30.")))
            return None
        if moment > at + _AHEAD:
            faults.append(Fault("said_at", _("This date lies in the future.")))
        return moment

    def _number(self, cells: Sequence[str], field: str, faults: list[Fault]) -> float | None:
        text = self._cell(cells, field)
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            faults.append(Fault(field, _("This has to be a number.")))
            return None
