"""What comes in: each voice with its time, its channel, its speaker, and what the demo knows to be true of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from answerable.contexts.intake import api as intake
from answerable.interfaces.cli.demo.city.bureau import BY_TOPIC, LOCAL
from answerable.interfaces.cli.demo.city.places import Place, Spot
from answerable.interfaces.cli.demo.city.tables import City
from answerable.interfaces.cli.demo.life.hours import BY_DAY, BY_NIGHT, NOISE, Hours, days_between
from answerable.interfaces.cli.demo.life.residents import CHANNELS, Residents
from answerable.interfaces.cli.demo.life.surges import SURGES, Surge
from answerable.interfaces.cli.demo.voices.phrasebook import TopicTexts, topics
from answerable.interfaces.cli.demo.voices.scene import Scene
from answerable.interfaces.cli.demo.voices.speaker import murmur, speak

ENGLISH = 0.1
# So many do not say what it is about.
VAGUE = 0.06
URGENT = {"security.live-incident", "help.crisis", "help.missing-child", "help.missing-person"}


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of a voice, whether or not the product finds out."""

    topic: TopicTexts
    kind: str
    unit: str
    scene: Scene
    language: str
    surge: Surge | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A voice on its way in."""

    at: datetime
    submission: intake.NewSubmission
    truth: Truth


@dataclass(frozen=True, slots=True)
class Ground:
    """The city as the voices need it."""

    city: City
    kinds: Mapping[str, str]
    unit_ids: Mapping[str, int]
    posts: Mapping[str, Sequence[int]]

    @property
    def neighbourhoods(self) -> Sequence[Place]:
        return [place for place in self.city.places if place.depth == 3]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, its end not in it."""

    since: datetime
    until: datetime

    def __contains__(self, at: datetime) -> bool:
        return self.since <= at < self.until


class Crowd:
    """Draws all voices of a period, in the order of time."""

    def __init__(self, ground: Ground, hours: Hours, seed: str, count: int) -> None:
        self.ground, self.hours, self.count = ground, hours, count
        self.seed = seed
        self.random = Random(f"voices {seed}")
        self.residents = Residents(max(50, int(count * 0.7)))
        self.by_code = {place.code: place for place in ground.city.places}
        self.homes = ground.neighbourhoods
        self.topics = list(topics().values())

    def arrivals(self, start: datetime, end: datetime, window: Window | None = None) -> list[Arrival]:
        """Return the voices between two instants, sorted by time; with a window only those of its cohort.

        Each voice has chance of its own, so that a cohort's voices are the same whichever cohort is drawn first.
        """
        drawn: list[tuple[datetime, TopicTexts, Surge | None]] = []
        for one in SURGES:
            many = round(self.count * one.share)
            drawn += [(self._in_surge(one, start, end), topics()[one.topic], one) for _ in range(many)]
        many = self.count - len(drawn)
        chosen = self.random.choices(self.topics, [topic.weight for topic in self.topics], k=many)
        noisy = [topic for topic in chosen if topic.code in NOISE]
        quiet = [topic for topic in chosen if topic.code not in NOISE]
        for group, profile in ((noisy, BY_NIGHT), (quiet, BY_DAY)):
            times = self._times(len(group), profile, start, end)
            drawn += [(at, topic, None) for at, topic in zip(times, group, strict=True)]
        places = {id(one): self._spot() for one in SURGES}
        drawn.sort(key=lambda one: (one[0], one[1].code))
        found = []
        for number, (at, topic, surge) in enumerate(drawn):
            if window is None or _cohort_at(at, surge, start, end) in window:
                self.random = Random(f"voice {self.seed} {number}")
                found.append(self._arrival(at, topic, surge, places))
        return found

    def _times(self, many: int, profile: Sequence[float], start: datetime, end: datetime) -> list[datetime]:
        cells, weights = [], []
        zone = self.hours.zone
        for day in days_between(start.astimezone(zone).date(), end.astimezone(zone).date()):
            for hour, share in enumerate(profile):
                at = datetime(day.year, day.month, day.day, hour, tzinfo=zone)
                if start <= at and at + timedelta(hours=1) <= end:
                    cells.append(at)
                    weights.append(self.hours.weight(day) * share)
        chosen = self.random.choices(cells, weights, k=many)
        return [at + timedelta(seconds=self.random.randrange(3600)) for at in chosen]

    def _in_surge(self, surge: Surge, start: datetime, end: datetime) -> datetime:
        span = end - start
        share = min(0.999, surge.begins + surge.lasts * self.random.betavariate(1.6, 2.2))
        return start + span * share

    def _spot(self) -> tuple[Place, Spot]:
        place = self.random.choice(self.homes)
        return place, self.random.choice(place.spots)

    def _arrival(
        self, at: datetime, topic: TopicTexts, surge: Surge | None, places: Mapping[int, tuple[Place, Spot]]
    ) -> Arrival:
        one_place = surge is not None and surge.one_place
        place, spot = places[id(surge)] if one_place else self._spot()
        truth = self._truth(at, topic, place, spot, surge)
        return Arrival(at, self._submission(truth, place, spot), truth)

    def _truth(self, at: datetime, topic: TopicTexts, place: Place, spot: Spot, surge: Surge | None) -> Truth:
        street = self.by_code[place.parent]
        district = self.by_code[street.parent]
        road = place.spots[0]
        scene = Scene(
            random=Random(self.random.getrandbits(64)),
            at=at.astimezone(self.hours.zone),
            spot=spot.name,
            road=road.name,
            area=place.name.zh,
            street=street.name.zh,
            district=district.name.zh,
            station=street.name.zh.removesuffix("街道").removesuffix("镇") + "派出所",
            spot_en=spot.name_en,
            road_en=road.name_en,
            district_en=district.name.en,
        )
        language = "en" if topic.speaks("en") and scene.random.random() < ENGLISH * 2 else "zh"
        unit = responsible(topic.code, self.ground.kinds[topic.code], street.code, district.code)
        return Truth(topic, self.ground.kinds[topic.code], unit, scene, language, surge)

    def _submission(self, truth: Truth, place: Place, spot: Spot) -> intake.NewSubmission:
        scene, random = truth.scene, truth.scene.random
        if truth.surge is None and random.random() < VAGUE:
            voice = murmur(scene, truth.language)
        else:
            voice = speak(truth.topic, truth.kind, scene, truth.language)
        channel = random.choices(list(CHANNELS), list(CHANNELS.values()))[0]
        address = f"{scene.district}{scene.street}{scene.road}{random.randint(1, 288)}号"
        told = random.random()
        contact = self.residents.one(random, truth.language, channel, address)
        units, posts = self._accused(truth)
        return intake.NewSubmission(
            channel=channel,
            title=voice.title,
            text=voice.text,
            language=truth.language,
            contact=contact,
            place=address if told < 0.55 else f"{scene.district}{spot.name}" if told < 0.9 else "",
            lat=spot.lat if told < 0.4 else None,
            lon=spot.lon if told < 0.4 else None,
            accused_units=units,
            accused_posts=posts,
            accused_words=scene.station if units or posts else "",
            urgent=truth.topic.code in URGENT,
            confidential=truth.kind == "tip" and random.random() < 0.5,
            with_code=False,
        )

    def _accused(self, truth: Truth) -> tuple[Sequence[int], Sequence[int]]:
        """Say whom a complaint about the police is about: mostly the station, sometimes one of its people."""
        if not truth.topic.code.startswith("conduct."):
            return (), ()
        random, scene = truth.scene.random, truth.scene
        station = self._station(scene)
        if random.random() < 0.25 and self.ground.posts.get(station):
            return (), (random.choice(self.ground.posts[station]),)
        return ((self.ground.unit_ids[station],), ()) if random.random() < 0.75 else ((), ())

    def _station(self, scene: Scene) -> str:
        street = next(p for p in self.ground.city.places if p.depth == 2 and p.name.zh == scene.street)
        return f"{street.code}-ps"


def _cohort_at(at: datetime, surge: Surge | None, start: datetime, end: datetime) -> datetime:
    """Return the instant by which a voice belongs to a cohort: what is bundled belongs together, at its end."""
    if surge is None or not surge.title:
        return at
    return start + (end - start) * min(0.999, surge.begins + surge.lasts)


def responsible(topic: str, kind: str, street: str, district: str) -> str:
    """Return the code of the unit that should have a case: what the catalogue says, said once more."""
    best = f"{street}-ps"
    for prefix, only, unit, _ in BY_TOPIC:
        if only in ("*", kind) and (topic == prefix or topic.startswith(f"{prefix}.")):
            best = f"{street}-ps" if unit == LOCAL else unit
            if topic == prefix:
                return best
    if best == f"{street}-ps" and topic not in LOCALLY:
        if topic.startswith("traffic."):
            return f"traffic-{district}"
        if topic.startswith("case-progress."):
            return f"{district}-crime"
    return best


LOCALLY = {code for code, _, unit, _ in BY_TOPIC if unit == LOCAL}
