"""Tell posts of the bureau something in the console."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from answerable.contexts.messaging.models import Notice
from answerable.contexts.messaging.sentences import sentence_of


@dataclass(frozen=True, slots=True)
class NewNotice:
    """`code` chooses the sentence (messaging/sentences.py), `params` are plain values; nothing of what a case says.

    `key` names what is told, e.g. `warned:round:12:answer:half`; it is told each post once.
    """

    post_id: int
    code: str
    key: str
    chain: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def notify_posts(notices: Sequence[NewNotice], *, at: datetime) -> None:
    """Write the notices that are new, in the caller's transaction. Whoever calls has left walled posts out.

    Raises:
        KeyError: a code has no sentence, or a sentence lacks a fact: a fault of the caller's, found at once.
    """
    for notice in notices:
        sentence_of(notice.code, notice.params)
    Notice.objects.bulk_create(
        [
            Notice(
                key=f"{notice.key}:{notice.post_id}",
                post_id=notice.post_id,
                code=notice.code,
                chain=notice.chain,
                params=dict(notice.params),
                at=at,
            )
            for notice in notices
        ],
        ignore_conflicts=True,
    )
