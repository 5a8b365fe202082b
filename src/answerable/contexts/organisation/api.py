"""The door of the organisation."""

from answerable.contexts.organisation.area_index import AreaIndex, AreaMatch, AreaView
from answerable.contexts.organisation.as_tables import areas_table, people_table, units_table
from answerable.contexts.organisation.devices import device_for
from answerable.contexts.organisation.elevations import (
    ElevationView,
    past_elevations,
    running_elevations,
)
from answerable.contexts.organisation.models import Account, Post, Unit
from answerable.contexts.organisation.pace import forgive_tries
from answerable.contexts.organisation.pace import take_turn_for as take_turn
from answerable.contexts.organisation.permissions import (
    require_bureau_setup,
    require_granting,
    require_over,
    require_second,
    require_setup,
)
from answerable.contexts.organisation.post_book import PostView, TimedGrant
from answerable.contexts.organisation.selectors import (
    AccountView,
    account_of,
    actor_for,
    areas,
    code_of,
    lock_post,
    nearest_posts,
    post_by_code,
    post_by_public_id,
    post_view,
    posts_during,
    posts_holding,
    posts_in,
    posts_in_during,
    posts_not_ended,
    posts_of,
    posts_of_person,
    saved_view,
    saved_views,
    unit_of_person,
    units,
)
from answerable.contexts.organisation.services.appoint import Appointment, appoint
from answerable.contexts.organisation.services.change_area import AreaFacts, change_area, open_area
from answerable.contexts.organisation.services.change_password import change_password
from answerable.contexts.organisation.services.change_post import PostFacts, change_post
from answerable.contexts.organisation.services.change_unit import (
    UnitFacts,
    change_unit,
    close_unit,
    move_unit,
    reopen_unit,
)
from answerable.contexts.organisation.services.delete_view import delete_view
from answerable.contexts.organisation.services.disable_account import disable_account, enable_account
from answerable.contexts.organisation.services.elevate import elevate, require_elevation
from answerable.contexts.organisation.services.end_elevation import end_elevation
from answerable.contexts.organisation.services.end_post import end_post
from answerable.contexts.organisation.services.grant import grant, revoke
from answerable.contexts.organisation.services.keep_staff import (
    let_go,
    note_external_id,
    rename,
    set_active,
    take_on,
)
from answerable.contexts.organisation.services.load_areas import load_areas
from answerable.contexts.organisation.services.load_geojson import geojson_table, load_geojson
from answerable.contexts.organisation.services.load_people import load_people
from answerable.contexts.organisation.services.load_units import load_units
from answerable.contexts.organisation.services.note_enrolment import note_enrolment
from answerable.contexts.organisation.services.open_unit import NewUnit, open_unit
from answerable.contexts.organisation.services.save_view import save_view
from answerable.contexts.organisation.services.set_password import issue_password, set_password
from answerable.contexts.organisation.services.sign_in import may_enter, sign_in
from answerable.contexts.organisation.shipped import shipped_setup, shipped_setups
from answerable.contexts.organisation.staff import StaffView, staff, staff_of
from answerable.contexts.organisation.tree import UnitTree, UnitView
from answerable.contexts.organisation.usernames import normal_username

__all__ = [
    "Account",
    "AccountView",
    "Appointment",
    "AreaFacts",
    "AreaIndex",
    "AreaMatch",
    "AreaView",
    "ElevationView",
    "NewUnit",
    "Post",
    "PostFacts",
    "PostView",
    "StaffView",
    "TimedGrant",
    "Unit",
    "UnitFacts",
    "UnitTree",
    "UnitView",
    "account_of",
    "actor_for",
    "appoint",
    "areas",
    "areas_table",
    "change_area",
    "change_password",
    "change_post",
    "change_unit",
    "close_unit",
    "code_of",
    "delete_view",
    "device_for",
    "disable_account",
    "elevate",
    "enable_account",
    "end_elevation",
    "end_post",
    "forgive_tries",
    "geojson_table",
    "grant",
    "issue_password",
    "let_go",
    "load_areas",
    "load_geojson",
    "load_people",
    "load_units",
    "lock_post",
    "may_enter",
    "move_unit",
    "nearest_posts",
    "normal_username",
    "note_enrolment",
    "note_external_id",
    "open_area",
    "open_unit",
    "past_elevations",
    "people_table",
    "post_by_code",
    "post_by_public_id",
    "post_view",
    "posts_during",
    "posts_holding",
    "posts_in",
    "posts_in_during",
    "posts_not_ended",
    "posts_of",
    "posts_of_person",
    "rename",
    "reopen_unit",
    "require_bureau_setup",
    "require_elevation",
    "require_granting",
    "require_over",
    "require_second",
    "require_setup",
    "revoke",
    "running_elevations",
    "save_view",
    "saved_view",
    "saved_views",
    "set_active",
    "set_password",
    "shipped_setup",
    "shipped_setups",
    "sign_in",
    "staff",
    "staff_of",
    "take_on",
    "take_turn",
    "unit_of_person",
    "units",
    "units_table",
]
