"""Put a witness's signature under a published checkpoint."""

from answerable.contexts.ledger.models import JournalCheckpoint
from answerable.contexts.ledger.published import Published
from answerable.contexts.ledger.tlog.checkpoints import parse_checkpoint
from answerable.contexts.ledger.tlog.keys import Signature
from answerable.contexts.ledger.tlog.notes import Note, parse_note


def keep_cosignature(*, published: Published, note: Note, signature: Signature) -> None:
    """Add a verified signature in the folder, if the checkpoint is still the newest, and where pages find it."""
    size = parse_checkpoint(note.text).size
    shown = published.checkpoint()
    if shown is not None and shown.text == note.text:
        published.show(shown.signed(signature))
    row = JournalCheckpoint.objects.get(size=size)
    row.note = parse_note(row.note).signed(signature).encoded
    row.save(update_fields=["note"])
