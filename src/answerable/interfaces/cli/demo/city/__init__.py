"""The city of Qingtang as set-up tables: land, units, staff and the catalogue that says who answers for what."""
