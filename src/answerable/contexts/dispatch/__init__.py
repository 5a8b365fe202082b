"""Where a case goes: classifier, catalogue and triage."""
