"""Addresses of the public face. None of them ever holds a reference, a code or what somebody typed."""

from django.urls import path

from answerable.interfaces.portal.views import (
    about,
    areas,
    home,
    rate,
    send,
    tell,
    tell_files,
    track,
    track_acts,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tell/", tell.words, name="tell"),
    path("tell/where", tell.where, name="tell_where"),
    path("tell/police", tell.police, name="tell_police"),
    path("tell/files", tell_files.step, name="tell_files"),
    path("tell/contact", tell.contact, name="tell_contact"),
    path("tell/topic", tell.topic, name="tell_topic"),
    path("tell/check", send.check, name="tell_check"),
    path("tell/done", send.done, name="tell_done"),
    path("tell/receipt", send.save, name="tell_save"),
    path("tell/suggest", tell.suggest, name="tell_suggest"),
    path("tell/keep", tell.keep, name="tell_keep"),
    path("tell/discard", tell.discard, name="tell_discard"),
    path("track", track.find, name="track"),
    path("track/case", track.case, name="track_case"),
    path("track/leave", track.leave, name="track_leave"),
    path("track/add", track_acts.add, name="track_add"),
    path("track/withdraw", track_acts.withdraw, name="track_withdraw"),
    path("track/apart", track_acts.apart, name="track_apart"),
    path("track/contest", track_acts.contest, name="track_contest"),
    path("track/rate", track_acts.rate, name="track_rate"),
    path("track/file/<uuid:public_id>", track_acts.attachment, name="track_file"),
    path("rate", rate.rate, name="rate"),
    path("areas.geojson", areas.areas, name="areas"),
    path("about/data", about.data, name="about_data"),
    path("about/deadlines", about.deadlines, name="about_deadlines"),
    path("about/access", about.access, name="about_access"),
]
