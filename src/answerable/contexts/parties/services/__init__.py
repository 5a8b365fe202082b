"""Acts of the vault, one file each."""
