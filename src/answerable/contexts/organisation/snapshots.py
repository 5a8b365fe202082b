"""How processes learn that the organisation has changed.

The lock that a change takes also keeps two moves from making a cycle that neither makes alone.
"""

from answerable.kernel.snapshots import Changes

changes = Changes(table="organisation_organisationversion", sequence="organisation_change_number")
changing = changes.changing
