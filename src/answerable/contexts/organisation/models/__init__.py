"""Tables of the organisation."""

from answerable.contexts.organisation.models.account import Account, AccountManager, SignInPace
from answerable.contexts.organisation.models.area import Area, Jurisdiction
from answerable.contexts.organisation.models.elevation import Elevation
from answerable.contexts.organisation.models.post import Grant, Person, Post, SavedView
from answerable.contexts.organisation.models.unit import OrganisationVersion, Unit

__all__ = [
    "Account",
    "AccountManager",
    "Area",
    "Elevation",
    "Grant",
    "Jurisdiction",
    "OrganisationVersion",
    "Person",
    "Post",
    "SavedView",
    "SignInPace",
    "Unit",
]
