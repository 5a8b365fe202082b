"""Acts of messaging, one file each."""
