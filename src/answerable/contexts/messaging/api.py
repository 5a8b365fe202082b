"""The door of messaging."""

from answerable.contexts.messaging.channels.protocol import channel_names
from answerable.contexts.messaging.domain.neutral import is_neutral, neutral_body
from answerable.contexts.messaging.enums import OutgoingState, Purpose
from answerable.contexts.messaging.selectors import (
    MessageView,
    NoticeView,
    message_counts,
    messages_about,
    notices,
    sent_count,
    states_of,
    unread_count,
)
from answerable.contexts.messaging.services.mark_read import mark_read
from answerable.contexts.messaging.services.notify_posts import NewNotice, notify_posts
from answerable.contexts.messaging.services.queue_messages import NewMessage, queue_messages
from answerable.contexts.messaging.services.requeue_messages import requeue_waiting
from answerable.contexts.messaging.services.send_due_messages import mark_uncertain, send_due_messages

__all__ = [
    "MessageView",
    "NewMessage",
    "NewNotice",
    "NoticeView",
    "OutgoingState",
    "Purpose",
    "channel_names",
    "is_neutral",
    "mark_read",
    "mark_uncertain",
    "message_counts",
    "messages_about",
    "neutral_body",
    "notices",
    "notify_posts",
    "queue_messages",
    "requeue_waiting",
    "send_due_messages",
    "sent_count",
    "states_of",
    "unread_count",
]
