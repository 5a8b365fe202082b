"""The set-up pages: units, posts, areas, topics, duties, calendars, clocks, templates."""
