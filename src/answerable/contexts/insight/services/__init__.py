"""Acts of insight, one file each."""
