"""Acts of review, one file each."""
