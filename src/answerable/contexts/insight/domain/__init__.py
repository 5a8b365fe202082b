"""The pure rules of insight: numbers in, numbers out; no Django, no clock."""
