"""Addresses of the set-up pages."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from answerable.interfaces.console.setup import (
    areas,
    calendar,
    catalogue,
    channels,
    clocks,
    home,
    imports,
    posts,
    proposals,
    templates,
    topics,
    units,
)


class DayConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "setup"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("units", units.units, name="units"),
    path("units/<str:code>/", units.unit, name="unit"),
    path("units/<str:code>/open", units.open_unit, name="open_unit"),
    path("units/<str:code>/change", units.change_unit, name="change_unit"),
    path("units/<str:code>/move", units.move_unit, name="move_unit"),
    path("units/<str:code>/close", units.close_unit, name="close_unit"),
    path("units/<str:code>/reopen", units.reopen_unit, name="reopen_unit"),
    path("units/<str:code>/appoint", units.appoint, name="appoint"),
    path("posts/<uuid:public_id>/", posts.post, name="post"),
    path("posts/<uuid:public_id>/change", posts.change_post, name="change_post"),
    path("posts/<uuid:public_id>/grant", posts.grant, name="grant"),
    path("posts/<uuid:public_id>/revoke/<str:role>/<str:code>", posts.revoke, name="revoke"),
    path("posts/<uuid:public_id>/end", posts.end_post, name="end_post"),
    path("posts/<uuid:public_id>/password", posts.issue_password, name="issue_password"),
    path("posts/<uuid:public_id>/factors", posts.reset_factors, name="reset_factors"),
    path("posts/<uuid:public_id>/disable", posts.disable, name="disable"),
    path("posts/<uuid:public_id>/enable", posts.enable, name="enable"),
    path("proposals", proposals.all_proposals, name="proposals"),
    path("proposals/<uuid:public_id>/confirm", proposals.confirm, name="confirm_proposal"),
    path("proposals/<uuid:public_id>/refuse", proposals.refuse, name="refuse_proposal"),
    path("areas", areas.areas, name="areas"),
    path("areas/new", areas.open_area, name="open_area"),
    path("areas/map", areas.load_map, name="load_map"),
    path("areas/<str:code>/", areas.change_area, name="change_area"),
    path("topics", topics.topics, name="topics"),
    path("topics/new", topics.add_topic, name="add_topic"),
    path("topics/<str:code>/", topics.change_topic, name="change_topic"),
    path("catalogue", catalogue.catalogue, name="catalogue"),
    path("catalogue/new", catalogue.add_rule, name="add_rule"),
    path("catalogue/<uuid:public_id>/", catalogue.change_rule, name="change_rule"),
    path("catalogue/<uuid:public_id>/retire", catalogue.retire_rule, name="retire_rule"),
    path("calendar", calendar.calendar, name="calendar"),
    path("calendar/<int:year>", calendar.calendar, name="year"),
    path("calendar/<int:year>/new", calendar.add_day, name="add_day"),
    path("calendar/week", calendar.week, name="week"),
    path("calendar/<day:day>/", calendar.change_day, name="change_day"),
    path("calendar/<day:day>/remove", calendar.remove_day, name="remove_day"),
    path("clocks", clocks.clocks, name="clocks"),
    path("clocks/new", clocks.add_clock, name="add_clock"),
    path("clocks/<str:clock>/<str:kind>/<str:topic>/", clocks.change_clock, name="change_clock"),
    path("clocks/<str:clock>/<str:kind>/<str:topic>/remove", clocks.remove_clock, name="remove_clock"),
    path("templates", templates.templates, name="templates"),
    path("templates/new", templates.add_template, name="add_template"),
    path("templates/<str:code>/", templates.change_template, name="change_template"),
    path("channels", channels.channels, name="channels"),
    path("channels/new/<slug:kind>", channels.add_gateway, name="add_gateway"),
    path("channels/<uuid:gateway>/", channels.change_gateway, name="change_gateway"),
    path("channels/<uuid:gateway>/test", channels.test_gateway, name="test_gateway"),
    path("channels/<uuid:gateway>/pause", channels.pause_gateway, name="pause_gateway"),
    path("import", imports.take_set_up, name="import"),
    path("export", imports.write_set_up, name="export"),
]
