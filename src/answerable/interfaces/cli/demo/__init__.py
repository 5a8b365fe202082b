"""The demo city: Qingtang, which does not exist, with its bureau, its people and half a year of its life."""
