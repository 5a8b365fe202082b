"""Take people, their posts and their grants from a set-up table. Passwords are never in a file."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.contexts.ledger import api as ledger
from answerable.contexts.organisation import cells
from answerable.contexts.organisation.enums import Role
from answerable.contexts.organisation.events import GrantWanted, PostEnded
from answerable.contexts.organisation.models import Account, Grant, Person, Post, Unit
from answerable.contexts.organisation.permissions import require_bureau_setup
from answerable.contexts.organisation.post_codes import free_code
from answerable.contexts.organisation.snapshots import changing
from answerable.contexts.organisation.usernames import username_of
from answerable.kernel.actor import Actor
from answerable.kernel.events import Event, publish
from answerable.kernel.tables import LoadResult, Row, Table

NOTHING = LoadResult(0, 0, 0)
LONGEST_TITLE = 60
FIELDS = ("title_zh", "title_en", "starts_on")

GrantKey = tuple[Role, int]


@dataclass(frozen=True, slots=True)
class _Line:
    """A post as the file wants it; what the file leaves open is None."""

    row: Row
    username: str
    name: str
    title_zh: str
    title_en: str | None
    unit_id: int
    key: str
    grants: frozenset[GrantKey]
    starts_on: date | None


@dataclass(slots=True)
class _Tally:
    """What was done, for the report and for the journal."""

    created: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)
    rows: ledger.Rows = field(default_factory=dict)


@transaction.atomic
@changing()
def load_people(*, actor: Actor, table: Table, at: datetime) -> LoadResult:
    """Set people and posts of `username,name,post,unit,roles` rows, one row for each post.

    Optional columns: `title_en`, and `starts_on` (a date; else new posts start today).

    `roles` lists words such as `handler|dispatcher`, each for the post's own unit, or for another one as
    `leader@unit`. For a person whom the table names it says everything: posts that it leaves out end today, and
    grants that it leaves out go. People whom it does not name stay as they are. New accounts have no usable
    password. New rights in a file of one person wait for a second one (`GrantWanted`); the system's hold at once.
    Faults are added to the table, and then nothing is written.

    Raises:
        NotPermitted: the actor may not set up the whole bureau.
    """
    require_bureau_setup(actor)
    if not table.require("username", "name", "post", "unit", "roles"):
        return NOTHING
    lines = _read(table)
    accounts = {
        account.username: account
        for account in Account.objects.select_related("person").filter(
            username__in={line.username for line in lines}
        )
    }
    _check_not_oneself(actor, table, lines, accounts)
    if table.faults:
        return NOTHING
    tally = _write(actor, lines, accounts, at)
    if tally.created or tally.changed or tally.ended:
        ledger.record(
            actor=actor,
            code="organisation.people.set",
            at=at,
            internal={
                "created": sorted(tally.created),
                "changed": sorted(tally.changed - tally.created),
                "ended": sorted(tally.ended),
            },
            rows=tally.rows,
        )
    publish(tally.events)
    changed = len(tally.changed - tally.created)
    unchanged = len(lines) - len(tally.created) - changed
    return LoadResult(len(tally.created), changed + len(tally.ended), unchanged)


# What the file says.


def _read(table: Table) -> list[_Line]:
    unit_ids = dict(Unit.objects.values_list("code", "id"))
    open_units = set(Unit.objects.filter(active=True).values_list("code", flat=True))
    lines: list[_Line] = []
    seen: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in table.rows:
        username = username_of(table, row)
        name = cells.name(table, row, "name")
        title_zh = cells.name(table, row, "post", LONGEST_TITLE)
        cells.short(table, row, "title_en", LONGEST_TITLE)
        title_en = row["title_en"] if "title_en" in table.columns else None
        known = cells.known(table, row, "unit", row["unit"], open_units)
        grants, starts_on = _grants(table, row, unit_ids), cells.day(table, row, "starts_on")
        key = f"{username}@{row['unit']}"
        if not (username and known and cells.first_time(table, row, seen, key, "unit")):
            continue
        if names.setdefault(username, name) != name:
            table.fault(row, "name", _("This user name belongs to a person of another name above."))
        lines.append(
            _Line(row, username, name, title_zh, title_en, unit_ids[row["unit"]], key, grants, starts_on)
        )
    return lines


def _grants(table: Table, row: Row, unit_ids: dict[str, int]) -> frozenset[GrantKey]:
    grants: set[GrantKey] = set()
    for part in cells.parts(row["roles"]):
        word, at_sign, unit = part.partition("@")
        code = unit if at_sign else row["unit"]
        if word not in Role:
            words = ", ".join(Role.values)
            table.fault(row, "roles", _("Write one of: %(words)s.") % {"words": words})
        elif not at_sign or cells.known(table, row, "roles", code, unit_ids):
            grants.add((Role(word), unit_ids.get(code, 0)))
    return frozenset(grants)


def _check_not_oneself(actor: Actor, table: Table, lines: list[_Line], accounts: dict[str, Account]) -> None:
    """Nobody gives grants to himself, not even by a file."""
    if actor.person_id is None:
        return
    for line in lines:
        account = accounts.get(line.username)
        if account is not None and account.person_id == actor.person_id:
            table.fault(line.row, "username", _("You can't set your own posts. Leave this line out."))


# What is there afterwards.


def _write(actor: Actor, lines: list[_Line], accounts: dict[str, Account], at: datetime) -> _Tally:
    tally, today = _Tally(), timezone.localdate(at)
    _write_people(lines, accounts, tally)
    posts = Post.objects.select_related("person__account", "unit").filter(
        Q(ends_on=None) | Q(ends_on__gt=today), person__account__username__in=accounts
    )
    held = {f"{post.person.account.username}@{post.unit.code}": post for post in posts}
    _end_posts(lines, held, today, tally)
    _write_posts(lines, accounts, held, today, tally)
    wanted = _write_grants(lines, held, tally)
    if actor.is_system:
        ledger.add_rows(tally.rows, ledger.told(Grant.objects.bulk_create(wanted)))
        tally.changed |= _keys_of(wanted, lines, held)
    else:
        tally.events += [
            GrantWanted(actor.post_id or 0, one.post_id, one.role, one.unit_id, at) for one in wanted
        ]
    return tally


def _keys_of(wanted: list[Grant], lines: list[_Line], held: dict[str, Post]) -> set[str]:
    posts = {one.post_id for one in wanted}
    return {line.key for line in lines if held[line.key].pk in posts}


def _write_people(lines: list[_Line], accounts: dict[str, Account], tally: _Tally) -> None:
    new: dict[str, Person] = {}
    renamed = []
    for line in lines:
        account = accounts.get(line.username)
        if account is None:
            new.setdefault(line.username, Person(name=line.name))
        elif account.person.name != line.name:
            account.person.name = line.name
            renamed.append(account.person)
            tally.changed.add(line.key)
    Person.objects.bulk_update(renamed, ["name"])
    Person.objects.bulk_create(new.values())
    made = Account.objects.bulk_create(
        Account(username=username, person=person, password=make_password(None))
        for username, person in new.items()
    )
    accounts.update((account.username, account) for account in made)


def _end_posts(lines: list[_Line], held: dict[str, Post], today: date, tally: _Tally) -> None:
    wanted = {line.key for line in lines}
    gone = [key for key in held if key not in wanted]
    tally.ended.update(gone)
    ended = [held.pop(key) for key in gone]
    for post in ended:
        post.ends_on = today
    Post.objects.bulk_update(ended, ["ends_on"])
    tally.events += [PostEnded(post.pk) for post in ended]
    ledger.add_rows(tally.rows, ledger.told(ended, ["ends_on"]))


def _write_posts(
    lines: list[_Line],
    accounts: dict[str, Account],
    held: dict[str, Post],
    today: date,
    tally: _Tally,
) -> None:
    taken = set(Post.objects.values_list("code", flat=True))
    new, edited = [], []
    for line in lines:
        post = held.get(line.key)
        if post is None:
            code = free_code(line.key, taken)
            taken.add(code)
            post = Post(
                code=code, person=accounts[line.username].person, unit_id=line.unit_id, starts_on=today
            )
            new.append(post)
            held[line.key] = post
            tally.created.add(line.key)
            _apply(post, line)
        elif _apply(post, line):
            edited.append(post)
            tally.changed.add(line.key)
    Post.objects.bulk_create(new)
    Post.objects.bulk_update(edited, FIELDS)
    ledger.add_rows(tally.rows, ledger.all_rows(ledger.told(new), ledger.told(edited, FIELDS)))


def _apply(post: Post, line: _Line) -> bool:
    """Make the post what the line says; tell whether it was something else."""
    before = [getattr(post, name) for name in FIELDS]
    post.title_zh = line.title_zh
    post.title_en = post.title_en if line.title_en is None else line.title_en
    post.starts_on = post.starts_on if line.starts_on is None else line.starts_on
    return before != [getattr(post, name) for name in FIELDS]


def _write_grants(lines: list[_Line], held: dict[str, Post], tally: _Tally) -> list[Grant]:
    """Take away what the lines leave out; return what they would give."""
    before: dict[int, dict[GrantKey, Grant]] = {}
    posts = [held[line.key] for line in lines]
    for grant in Grant.objects.filter(post__in=posts):
        before.setdefault(grant.post_id, {})[Role(grant.role), grant.unit_id] = grant
    new, gone = [], []
    for line, post in zip(lines, posts, strict=True):
        there = before.get(post.pk, {})
        added = line.grants - there.keys()
        removed = [grant for key, grant in there.items() if key not in line.grants]
        new += [Grant(post=post, role=role.value, unit_id=unit_id) for role, unit_id in sorted(added)]
        gone += removed
        if removed:
            tally.changed.add(line.key)
    Grant.objects.filter(pk__in=[grant.pk for grant in gone]).delete()
    ledger.add_rows(tally.rows, ledger.gone(gone))
    return new
