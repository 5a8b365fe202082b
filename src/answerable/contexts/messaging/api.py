"""The door of messaging."""

from answerable.contexts.messaging.channels.protocol import channel_names
from answerable.contexts.messaging.domain.neutral import is_neutral, neutral_body
from answerable.contexts.messaging.enums import OutgoingState, Purpose, Unwanted
from answerable.contexts.messaging.gateways.protocol import Arrived, Call, Heard, Setting
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
from answerable.contexts.messaging.overview import (
    GatewayKind,
    GatewayView,
    gateway,
    gateway_kinds,
    gateways,
    suppressed_counts,
)
from answerable.contexts.messaging.selectors import (
    MessageView,
    NoticeView,
    TextView,
    messages_about,
    notices,
    sent_count,
    sent_keys,
    states_of,
    texts_to,
    unread_count,
)
from answerable.contexts.messaging.services.erase_texts import erase_texts
from answerable.contexts.messaging.services.mark_read import mark_read
from answerable.contexts.messaging.services.note_reports import match_early_reports, note_reports
from answerable.contexts.messaging.services.notify_posts import NewNotice, notify_posts
from answerable.contexts.messaging.services.queue_messages import NewMessage, queue_messages
from answerable.contexts.messaging.services.requeue_messages import requeue_waiting
from answerable.contexts.messaging.services.resend_message import resend_message
from answerable.contexts.messaging.services.save_gateway import (
    GatewayForm,
    change_gateway,
    open_gateway,
    pause_gateway,
)
from answerable.contexts.messaging.services.seal_again import messages_left, seal_messages_again
from answerable.contexts.messaging.services.send_due_messages import (
    mark_uncertain,
    next_due,
    send_due_messages,
)
from answerable.contexts.messaging.services.try_gateway import try_gateway
from answerable.contexts.messaging.taking import Taken, read_call

__all__ = [
    "COUNT_CAP",
    "Arrived",
    "Call",
    "GatewayForm",
    "GatewayKind",
    "GatewayView",
    "Heard",
    "MessageView",
    "NewMessage",
    "NewNotice",
    "NoticeView",
    "OutboxFilter",
    "OutboxPage",
    "OutboxRow",
    "OutgoingState",
    "Purpose",
    "Setting",
    "Taken",
    "TextView",
    "Unwanted",
    "Walled",
    "change_gateway",
    "channel_names",
    "erase_texts",
    "gateway",
    "gateway_kinds",
    "gateways",
    "is_neutral",
    "mark_read",
    "mark_uncertain",
    "match_early_reports",
    "message",
    "message_counts",
    "messages_about",
    "messages_left",
    "neutral_body",
    "next_due",
    "note_reports",
    "notices",
    "notify_posts",
    "open_gateway",
    "outbox",
    "pause_gateway",
    "queue_messages",
    "read_call",
    "requeue_waiting",
    "resend_message",
    "seal_messages_again",
    "send_due_messages",
    "sent_count",
    "sent_keys",
    "states_of",
    "suppressed_counts",
    "texts_to",
    "try_gateway",
    "unread_count",
]
