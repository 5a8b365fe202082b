"""E-mail by SMTP (RFC 5321).

`smtps://` speaks TLS from the start; `smtp://` turns it on with STARTTLS and refuses to go on without, unless the
host is this machine. `smtp_url` may hold user and password.
"""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings

from answerable.contexts.messaging.channels.protocol import Delivery, Parcel
from answerable.contexts.messaging.enums import Outcome
from answerable.contexts.messaging.errors import UnsafeMessage
from answerable.kernel.clock import now

TIMEOUT_SECONDS = 20
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class Smtp:
    """The bureau's mail relay, as the settings name it."""

    name = "email"

    def is_ready(self) -> bool:
        return settings.OPTIONS.smtp_url is not None and bool(settings.OPTIONS.mail_from)

    def send(self, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Send by one connection; a connection that breaks is opened anew for the next parcel."""
        server: smtplib.SMTP | None = None
        try:
            for parcel in parcels:
                delivery, server = _one(server, parcel)
                yield delivery
        finally:
            _close(server)


def compose(parcel: Parcel) -> EmailMessage:
    """Return the message with neutral headers.

    Raises:
        UnsafeMessage: a header would be broken into two.
    """
    sender = settings.OPTIONS.mail_from
    if any(ord(c) < 32 or ord(c) == 127 for c in f"{parcel.to}{parcel.subject}{sender}"):
        raise UnsafeMessage
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(addr_spec=sender)
        message["To"] = Address(addr_spec=parcel.to)
    except (ValueError, IndexError) as error:
        raise UnsafeMessage from error
    message["Subject"] = parcel.subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{parcel.id}@{sender.rpartition('@')[2]}>"
    # No out-of-office answers, and no loops between robots (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(parcel.body, charset="utf-8", cte="base64")
    return message


def _one(server: smtplib.SMTP | None, parcel: Parcel) -> tuple[Delivery, smtplib.SMTP | None]:
    try:
        message = compose(parcel)
    except UnsafeMessage as error:
        return Delivery(Outcome.IMPOSSIBLE, error.code), server
    try:
        server = server or _connect()
    except smtplib.SMTPAuthenticationError:
        return Delivery(Outcome.REFUSED, "smtp_sign_in"), None
    except (OSError, smtplib.SMTPException) as error:
        # Nothing has been handed over yet, so another attempt is safe.
        return Delivery(Outcome.REFUSED, f"smtp_{type(error).__name__}"[:40]), None
    return _hand_over(server, message, parcel.to)


def _hand_over(server: smtplib.SMTP, message: EmailMessage, to: str) -> tuple[Delivery, smtplib.SMTP | None]:
    try:
        server.send_message(message, settings.OPTIONS.mail_from, [to])
    except smtplib.SMTPRecipientsRefused as error:
        [(code, _)] = error.recipients.values()
        return _refused(code), server
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code), server
    except (smtplib.SMTPNotSupportedError, UnicodeError):
        return Delivery(Outcome.IMPOSSIBLE, "smtp_address"), server
    except (OSError, smtplib.SMTPException):
        # Cut off in the middle: the peer may have taken it, so nobody sends it again without looking.
        _close(server)
        return Delivery(Outcome.UNCERTAIN, "smtp_cut_off"), None
    return Delivery(Outcome.SENT), server


def _refused(code: int) -> Delivery:
    outcome = Outcome.IMPOSSIBLE if 500 <= code < 600 else Outcome.REFUSED
    return Delivery(outcome, f"smtp_{code}")


def _connect() -> smtplib.SMTP:
    url = settings.OPTIONS.smtp_url
    parts = urlsplit(url.get_secret_value() if url is not None else "")
    host = parts.hostname or "localhost"
    context = ssl.create_default_context()
    server: smtplib.SMTP
    # Not this machine's own name, which smtplib would look up and tell.
    greeting = settings.OPTIONS.mail_from.rpartition("@")[2]
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, greeting, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, parts.port or 587, greeting, timeout=TIMEOUT_SECONDS)
    try:
        server.ehlo()
        if parts.scheme != "smtps" and host not in _HERE:
            server.starttls(context=context)
            server.ehlo()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        _close(server)
        raise
    return server


def _close(server: smtplib.SMTP | None) -> None:
    if server is not None:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()
