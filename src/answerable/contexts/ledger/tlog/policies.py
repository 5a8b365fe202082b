"""Whom one believes (C2SP tlog-policy): the keys of logs and witnesses, and how many of these have to agree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from answerable.contexts.ledger.tlog.checkpoints import Checkpoint, parse_checkpoint
from answerable.contexts.ledger.tlog.keys import KeyKind, VerifierKey
from answerable.contexts.ledger.tlog.notes import InvalidNote, Note, open_note

NONE = "none"
MAX_LINES = 1000


class InvalidPolicy(ValueError):
    """The policy can't be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Witness:
    name: str
    key: VerifierKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Which logs are believed, and which witnesses must have seen what they sign."""

    logs: tuple[VerifierKey, ...]
    witnesses: Mapping[str, Witness] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    quorum: str = NONE

    @property
    def keys(self) -> list[VerifierKey]:
        return [*self.logs, *(one.key for one in self.witnesses.values())]

    def is_met_by(self, signed: Mapping[VerifierKey, int | None]) -> bool:
        """Whether enough witnesses are among those who have signed."""
        return self.quorum == NONE or self._has_seen(self.quorum, signed)

    def _has_seen(self, name: str, signed: Mapping[VerifierKey, int | None]) -> bool:
        if name in self.witnesses:
            return self.witnesses[name].key in signed
        group = self.groups[name]
        return sum(self._has_seen(member, signed) for member in group.members) >= group.threshold


@dataclass(frozen=True, slots=True)
class Believed:
    """A checkpoint that the policy believes, and the time that each witness has put to it."""

    checkpoint: Checkpoint
    note: Note
    witnessed: Mapping[str, int]


def open_checkpoint(raw: str | bytes, policy: Policy) -> Believed:
    """Read a checkpoint and hold it against the policy.

    Raises:
        InvalidNote: malformed, signed by none of the policy's logs under its own name, or too few witnesses.
    """
    note, signed = open_note(raw, policy.keys)
    checkpoint = parse_checkpoint(note.text)
    if not any(key in signed and key.name == checkpoint.origin for key in policy.logs):
        raise InvalidNote("no key of this log has signed")
    if not policy.is_met_by(signed):
        raise InvalidNote("too few witnesses have signed")
    times = {name: signed.get(one.key) for name, one in policy.witnesses.items()}
    return Believed(checkpoint, note, {name: at for name, at in times.items() if at is not None})


def parse_policy(text: str) -> Policy:
    """Read a policy file.

    Raises:
        InvalidPolicy: it breaks the format, names something twice or before it is defined, or has no quorum.
    """
    reader = _Reader()
    for number, words in _lines(text):
        try:
            reader.take(words)
        except ValueError as error:
            raise InvalidPolicy(f"line {number}: {error}") from None
    if reader.quorum is None:
        raise InvalidPolicy("there is no quorum line; write `quorum none` to ask for no witness")
    return Policy(tuple(reader.logs), reader.witnesses, reader.groups, reader.quorum)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    if any(ord(char) < 0x20 and char not in "\t\n" for char in text):
        raise InvalidPolicy("control characters")
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            yield number, words
        if number > MAX_LINES:
            raise InvalidPolicy("too many lines")


class _Reader:
    def __init__(self) -> None:
        self.logs: list[VerifierKey] = []
        self.witnesses: dict[str, Witness] = {}
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self._members: set[str] = set()

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", key, *url] if len(url) <= 1:
                self._take_log(VerifierKey.parse(key))
            case ["witness", name, key, *url] if len(url) <= 1:
                self._take_witness(Witness(name, VerifierKey.parse(key), url[0] if url else ""))
            case ["group", name, threshold, *members] if members:
                self._take_group(name, threshold, members)
            case ["quorum", name]:
                self._take_quorum(name)
            case _:
                raise ValueError("neither log, witness, group nor quorum")

    def _take_log(self, key: VerifierKey) -> None:
        if key.kind is not KeyKind.LOG:
            raise ValueError("this is no log's key")
        if any(one.public == key.public for one in self.logs):
            raise ValueError("the log's key stands there twice")
        self.logs.append(key)

    def _take_witness(self, witness: Witness) -> None:
        self._require_new(witness.name)
        if witness.key.kind is not KeyKind.WITNESS:
            raise ValueError("this is no witness's key")
        if any(one.key.public == witness.key.public for one in self.witnesses.values()):
            raise ValueError("the witness's key stands there twice")
        self.witnesses[witness.name] = witness

    def _take_group(self, name: str, threshold: str, members: list[str]) -> None:
        self._require_new(name)
        for member in members:
            self._require_known(member)
            if member in self._members:
                raise ValueError(f"{member} is a member twice")
            self._members.add(member)
        count = {"all": str(len(members)), "any": "1"}.get(threshold, threshold)
        if not (count.isascii() and count.isdecimal() and 1 <= int(count) <= len(members)):
            raise ValueError("the threshold is all, any, or a number up to that of the members")
        self.groups[name] = Group(int(count), tuple(members))

    def _take_quorum(self, name: str) -> None:
        if self.quorum is not None:
            raise ValueError("there are two quorum lines")
        if name != NONE:
            self._require_known(name)
        self.quorum = name

    def _require_new(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise ValueError(f"{name} is taken")

    def _require_known(self, name: str) -> None:
        if name not in self.witnesses and name not in self.groups:
            raise ValueError(f"{name} is not defined above")
