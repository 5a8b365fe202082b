"""Acts of the credentials, one file each."""
