"""Acts of retention, one file each."""
