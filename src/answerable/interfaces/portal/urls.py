"""Addresses of the public face."""

from django.urls import path

from answerable.interfaces.portal.views import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("tell/", home.home, name="tell"),
    path("track", home.home, name="track"),
    path("rate", home.home, name="rate"),
    path("about/data", home.home, name="about_data"),
    path("about/deadlines", home.home, name="about_deadlines"),
    path("about/access", home.home, name="about_access"),
]
