"""Send the reference and the access code to whoever asked for them on the page of the receipt.

It is the one message that says more than that there is news, because its reader has asked for it. The case may not be
open yet, so the contact that they have just typed becomes a party of its own.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext, override

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
    with override(review.language_tag(address.language)):
        body = gettext(
            "Your number: %(reference)s\nYour query code: %(code)s\nKeep the code to yourself."
        ) % {
            "reference": reference,
            "code": code,
        }
    message = messaging.NewMessage(
        party_id=party_id,
        purpose=messaging.Purpose.RECEIPT,
        key=f"receipt:{reference}",
        channel=address.channel,
        subject=review.neutral_subject(address.language),
        body=body,
        chain=reference,
        # Whoever has just asked for it is awake.
        from_hour=0,
        to_hour=24,
        unwanted=address.channel == "sms" and address.safe.no_sms,
    )
    messaging.queue_messages([message], at=at)
    return True
