"""What goes out: templates, the outbox and notices to staff."""
