"""The door for the signer, which runs without Django and without the database."""

from answerable.contexts.ledger.signer.folder import Folder, Taken
from answerable.contexts.ledger.signer.keyring import KeptKey, read_key
from answerable.contexts.ledger.signer.signer import Refused, Signer
from answerable.contexts.ledger.signer.wire import SignerAway, SignerClient, listen, serve, socket_path
from answerable.contexts.ledger.tlog.notes import InvalidNote

__all__ = [
    "Folder",
    "InvalidNote",
    "KeptKey",
    "Refused",
    "Signer",
    "SignerAway",
    "SignerClient",
    "Taken",
    "listen",
    "read_key",
    "serve",
    "socket_path",
]
