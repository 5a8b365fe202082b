"""The door of messaging."""

from answerable.contexts.messaging.channels.protocol import channel_names
from answerable.contexts.messaging.domain.neutral import is_neutral, neutral_body
from answerable.contexts.messaging.enums import OutgoingState, Purpose
from answerable.contexts.messaging.outbox import (
    COUNT_CAP,
    OutboxFilter,
    OutboxPage,
    OutboxRow,
    Walled,
    message,
    message_counts,
    outbox,
)
from answerable.contexts.messaging.selectors import (
    MessageView,
    NoticeView,
    TextView,
    messages_about,
    notices,
    sent_count,
    states_of,
    texts_to,
    unread_count,
)
from answerable.contexts.messaging.services.erase_texts import erase_texts
from answerable.contexts.messaging.services.mark_read import mark_read
from answerable.contexts.messaging.services.notify_posts import NewNotice, notify_posts
from answerable.contexts.messaging.services.queue_messages import NewMessage, queue_messages
from answerable.contexts.messaging.services.requeue_messages import requeue_waiting
from answerable.contexts.messaging.services.resend_message import resend_message
from answerable.contexts.messaging.services.seal_again import messages_left, seal_messages_again
from answerable.contexts.messaging.services.send_due_messages import mark_uncertain, send_due_messages

__all__ = [
    "COUNT_CAP",
    "MessageView",
    "NewMessage",
    "NewNotice",
    "NoticeView",
    "OutboxFilter",
    "OutboxPage",
    "OutboxRow",
    "OutgoingState",
    "Purpose",
    "TextView",
    "Walled",
    "channel_names",
    "erase_texts",
    "is_neutral",
    "mark_read",
    "mark_uncertain",
    "message",
    "message_counts",
    "messages_about",
    "messages_left",
    "neutral_body",
    "notices",
    "notify_posts",
    "outbox",
    "queue_messages",
    "requeue_waiting",
    "resend_message",
    "seal_messages_again",
    "send_due_messages",
    "sent_count",
    "states_of",
    "texts_to",
    "unread_count",
]
