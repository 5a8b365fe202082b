"""Send the receipt to whoever wishes it: reference and access code where the code is in hand, else the reference.

It is the one message that says more than that there is news, because its reader has asked for it. The code is known
only while the voice is being taken in, so portal and API send it then, when the case may not be open yet and the
contact becomes a party of its own. What comes without a code (a batch, a file) is sent its reference by the sweep.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

from answerable.contexts.intake import api as intake
from answerable.contexts.messaging import api as messaging
from answerable.contexts.parties import api as parties
from answerable.contexts.review import api as review
from answerable.kernel import row_security


@row_security.as_system("processes.send_receipt")
@transaction.atomic
def send_receipt(*, contact: parties.Contact, reference: str, code: str, at: datetime) -> bool:
    """Queue the receipt; tell whether there was an address to send it to. Asking twice sends it once."""
    [party_id] = parties.register_parties([contact])
    address = parties.addresses([party_id]).get(party_id) if party_id is not None else None
    if party_id is None or address is None:
        return False
    messaging.queue_messages([_message(party_id, address, reference, code)], at=at)
    return True


def send_receipts(
    taken: Sequence[tuple[intake.NewSubmission, intake.Receipt | intake.Refused]], *, at: datetime
) -> None:
    """Queue the receipts of what was taken in just now with a code and wishes one."""
    for new, receipt in taken:
        if not new.send_receipt or new.contact is None or not isinstance(receipt, intake.Receipt):
            continue
        if receipt.code is not None:
            send_receipt(contact=new.contact, reference=receipt.reference, code=receipt.code, at=at)


def send_references(parties_of: Mapping[str, int], *, at: datetime) -> None:
    """Queue the reference for each party, in the sweep's transaction."""
    where = parties.addresses(parties_of.values())
    messages = [
        _message(party_id, where[party_id], reference, "")
        for reference, party_id in parties_of.items()
        if party_id in where
    ]
    messaging.queue_messages(messages, at=at)


def _message(party_id: int, address: parties.Address, reference: str, code: str) -> messaging.NewMessage:
    return messaging.NewMessage(
        party_id=party_id,
        purpose=messaging.Purpose.RECEIPT,
        key=f"receipt:{reference}",
        channel=address.channel,
        subject=review.neutral_subject(address.language),
        body=_body(address.language, reference, code),
        chain=reference,
        # Whoever has just asked for it is awake; a file tells of somebody who may sleep.
        from_hour=0 if code else address.safe.from_hour,
        to_hour=24 if code else address.safe.to_hour,
        unwanted=messaging.Unwanted.NO_SMS if address.channel == "sms" and address.safe.no_sms else "",
    )


def _body(language: str, reference: str, code: str) -> str:
    with override(review.language_tag(language)):
        if not code:
            return gettext("Your number: %(reference)s\nName it when you ask where it stands.") % {
                "reference": reference
            }
        return gettext(
            "Your number: %(reference)s\nYour query code: %(code)s\nKeep the code to yourself."
        ) % {
            "reference": reference,
            "code": code,
        }
