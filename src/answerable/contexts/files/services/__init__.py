"""Acts of files, one file each."""
