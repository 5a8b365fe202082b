"""Acts of intake, one file each."""
