"""Acts of deadlines, one file each."""
