"""Text messages by HTTP, for any vendor: what is sent, how it is signed and what the answer means are settings.

In the body and the headers these are filled in, quoted as the body's form asks: {{to}}, {{text}}, {{id}} (ours,
the same for a repeat), {{timestamp}} (seconds), {{nonce}}, {{key}}, {{secret}}, and in headers {{signature}}: hex of
HMAC-SHA-256 by the secret over timestamp ‖ LF ‖ nonce ‖ LF ‖ body. Numbers and texts never stand in an address.

The vendor calls us at /api/v1/gateways/ID/calls, signed as `signing.py` says, with JSON:

    {"messages": [{"id": "…", "from": "139…", "text": "…", "at": 1764150000}],
     "reports":  [{"id": "…", "status": "delivered"}]}
"""

import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote_plus, urlsplit

from django.utils.translation import gettext_lazy as _

from answerable.contexts.messaging.channels.protocol import Delivery, Parcel
from answerable.contexts.messaging.domain.segments import segments
from answerable.contexts.messaging.enums import Outcome
from answerable.contexts.messaging.errors import CallRefused
from answerable.contexts.messaging.gateways import signing
from answerable.contexts.messaging.gateways.protocol import Arrived, Call, Config, Heard, Report, Setting
from answerable.kernel import outgoing
from answerable.kernel.clock import now
from answerable.kernel.errors import Fault

_FILLED = re.compile(r"\{\{(\w+)\}\}")
_KNOWN = frozenset({"to", "text", "id", "timestamp", "nonce", "key", "secret", "signature"})
_NUMBER = re.compile(r"\+?[0-9]{5,15}")
# Before these nothing was taken, so that another attempt is safe.
_NOT_TAKEN = frozenset({401, 403, 404, 407, 408, 421, 429, 503})
MOST_IN_A_CALL = 1_000
_PLAIN = '{"to": "{{to}}", "text": "{{text}}", "id": "{{id}}"}'


class SmsHttp:
    """A vendor's HTTP interface."""

    kind = "sms_http"
    channel = "sms"
    name = _("Text messages by HTTP")
    sends = True
    settings = (
        Setting("url", _("Address"), _("https://…; the operator has to list its host in outgoing_hosts.")),
        Setting(
            "body",
            _("Body"),
            _("Filled in: {{to}}, {{text}}, {{id}}, {{timestamp}}, {{nonce}}, {{key}}, {{secret}}."),
            default=_PLAIN,
            lines=5,
        ),
        Setting(
            "headers",
            _("Headers"),
            _("One on a line, Name: value. {{signature}} may stand here, too."),
            required=False,
            default="Content-Type: application/json\nX-Signature: {{signature}}",
            lines=4,
        ),
        Setting("prefix", _("Signature in front"), _("For example 【市公安局】."), required=False),
        Setting(
            "ok_field", _("Field of the answer that says yes"), _("For example data.code."), default="code"
        ),
        Setting("ok_value", _("Its value then"), default="0"),
        Setting("busy_values", _("Its values for “later”"), _("Separated by commas."), required=False),
        Setting("id_field", _("Field of the answer with its number"), required=False, default="id"),
        Setting("delivered", _("Status that means delivered"), default="delivered"),
        Setting(
            "pending",
            _("Status that means not yet"),
            _("Separated by commas."),
            required=False,
            default="sent",
        ),
        Setting("key", _("Account or key"), secret=True, required=False),
        Setting("secret", _("Secret"), secret=True, required=False),
        Setting(
            "hook_secret",
            _("Secret of its calls to us"),
            _("20 signs or more. Without it, the gateway can't bring anything in."),
            secret=True,
            required=False,
        ),
    )

    def faults(self, config: Config) -> list[Fault]:
        """Return what is wrong: no https, something personal in the address, a placeholder that nobody fills in."""
        found = []
        if urlsplit(config["url"]).scheme != "https" or "{{" in config["url"]:
            found.append(Fault("url", _("An https address without anything to be filled in.")))
        found += [
            Fault(name, _("Something between {{ and }} is not known."))
            for name in ("body", "headers")
            if set(_FILLED.findall(config[name])) - _KNOWN
        ]
        if "{{signature}}" in config["body"]:
            found.append(Fault("body", _("The signature is made of the body, so it stands in a header.")))
        if not all(":" in line for line in config["headers"].splitlines() if line.strip()):
            found.append(Fault("headers", _("Write each as Name: value.")))
        if config["hook_secret"] and len(config["hook_secret"]) < 20:
            found.append(Fault("hook_secret", _("Take 20 signs or more.")))
        return found

    def send(self, config: Config, parcels: Sequence[Parcel]) -> Iterator[Delivery]:
        """Call once for each message."""
        for parcel in parcels:
            yield self._one(config, parcel)

    def _one(self, config: Config, parcel: Parcel) -> Delivery:
        if not _NUMBER.fullmatch(parcel.to):
            return Delivery(Outcome.IMPOSSIBLE, "bad_number")
        text = config["prefix"] + parcel.body
        body, headers = _request(config, parcel, text)
        try:
            answer = outgoing.call("POST", config["url"], body=body, headers=headers)
        except outgoing.OutgoingRefused as error:
            taken = error.reason in ("redirect", "too_much")
            return Delivery(Outcome.UNCERTAIN if taken else Outcome.REFUSED, f"http_{error.reason}")
        except outgoing.OutgoingFailed as error:
            return (
                Delivery(Outcome.UNCERTAIN, "cut_off")
                if error.asked
                else Delivery(Outcome.REFUSED, "unreachable")
            )
        return _understood(config, answer, segments(text))

    def read(self, config: Config, call: Call, at: datetime) -> Arrived:
        """Check the signature over the raw bytes before anything is parsed."""
        nonce = signing.check(config["hook_secret"], call, at)
        try:
            said = json.loads(call.body)
            reports = [one for row in _rows(said, "reports") if (one := _report(config, row))]
            return Arrived(reports, [_heard(row) for row in _rows(said, "messages")], nonce=nonce)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError, OSError, RecursionError):
            raise CallRefused("malformed") from None


def _request(config: Config, parcel: Parcel, text: str) -> tuple[bytes, dict[str, str]]:
    headers = dict(_header(line) for line in config["headers"].splitlines() if line.strip())
    kinds = {name.lower(): value for name, value in headers.items()}
    quote = quote_plus if "urlencoded" in kinds.get("content-type", "") else _in_json
    facts = {
        "to": parcel.to,
        "text": text,
        "id": parcel.id,
        "timestamp": str(int(now().timestamp())),
        "nonce": secrets.token_hex(8),
        "key": config["key"],
        "secret": config["secret"],
    }
    body = _fill(config["body"], facts, quote).encode()
    facts["signature"] = signing.sign(config["secret"], facts["timestamp"], facts["nonce"], body)
    return body, {name: _fill(value, facts, _in_header) for name, value in headers.items()}


def _header(line: str) -> tuple[str, str]:
    name, _colon, value = line.partition(":")
    return name.strip(), value.strip()


def _fill(template: str, facts: Mapping[str, str], quote: Callable[[str], str]) -> str:
    return _FILLED.sub(lambda match: quote(facts.get(match[1], "")), template)


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def _in_header(value: str) -> str:
    return "".join(sign for sign in value if 32 <= ord(sign) < 127)


def _understood(config: Config, answer: outgoing.Answer, count: int) -> Delivery:
    if answer.status in _NOT_TAKEN:
        return Delivery(Outcome.REFUSED, f"http_{answer.status}")
    if answer.status >= 500:
        return Delivery(Outcome.UNCERTAIN, f"http_{answer.status}")
    if answer.status >= 400:
        return Delivery(Outcome.IMPOSSIBLE, f"http_{answer.status}")
    try:
        said = json.loads(answer.body)
        code = _value(said, config["ok_field"])
    except (ValueError, RecursionError):
        code = None
    if code is None:
        # It may have taken the message and only lost its words.
        return Delivery(Outcome.UNCERTAIN, "garbage")
    if code == config["ok_value"]:
        return Delivery(Outcome.SENT, "", _value(said, config["id_field"]) or "", count)
    busy = {one.strip() for one in config["busy_values"].split(",") if one.strip()}
    return Delivery(Outcome.REFUSED if code in busy else Outcome.IMPOSSIBLE, f"vendor_{_code(code)}")


def _value(said: Any, path: str) -> str | None:
    for name in path.split("."):
        said = said.get(name) if isinstance(said, dict) else None
    return str(said) if isinstance(said, str | int | bool) else None


def _rows(said: Any, name: str) -> list[Any]:
    rows = said.get(name, [])
    if not isinstance(rows, list) or len(rows) > MOST_IN_A_CALL:
        raise ValueError(name)
    return rows


def _report(config: Config, row: Any) -> Report | None:
    peer_id, status = _text(row["id"], 80), _text(row["status"], 40)
    if status in {one.strip() for one in config["pending"].split(",")}:
        return None
    arrived = status == config["delivered"]
    return Report(peer_id, arrived, "" if arrived else f"report_{_code(status)}")


def _code(text: str) -> str:
    """Return what of a peer's word may stand among our codes."""
    return re.sub(r"[^A-Za-z0-9_.-]", "", text)[:20]


def _heard(row: Any) -> Heard:
    said_at = datetime.fromtimestamp(int(row["at"]), UTC) if "at" in row else None
    return Heard(_text(row["id"], 80), _text(row["from"], 20), _text(row["text"], 10_000), said_at)


def _text(value: Any, longest: int) -> str:
    text = str(value) if isinstance(value, str | int) else ""
    if not text or len(text) > longest:
        raise ValueError(longest)
    return text
