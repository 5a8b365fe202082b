"""The door for whoever runs a witness, which needs neither Django nor a database."""

from answerable.contexts.ledger.signer.folder import Folder
from answerable.contexts.ledger.tlog.keys import VerifierKey
from answerable.contexts.ledger.witness.web import Start, application
from answerable.contexts.ledger.witness.witness import Refused, Seen, Witness

__all__ = ["Folder", "Refused", "Seen", "Start", "VerifierKey", "Witness", "application"]
