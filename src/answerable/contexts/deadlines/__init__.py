"""Working calendars and the clocks that run on them."""
