"""Acts of the ledger, one file each."""
