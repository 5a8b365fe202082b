"""Acts of dispatch, one in each file."""
