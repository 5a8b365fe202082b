"""The console: the desk of the staff."""
