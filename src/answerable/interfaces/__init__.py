"""The doors to the outside: console, portal, API and command line."""
