"""What every floor stands on: ids, clock, actor, errors, events, fields. It knows nothing of the police."""
