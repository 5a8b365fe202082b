"""Pure rules of deadlines: calendars, clocks, and why something is due when it is."""
