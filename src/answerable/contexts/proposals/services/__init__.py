"""Acts of the proposals, one file each."""
