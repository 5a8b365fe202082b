"""Views of the API, one file for each thing."""
