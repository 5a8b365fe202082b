"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path

from answerable.interfaces.console.views import find, more, notices, password, sign_in, today

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("post", sign_in.choose_post, name="post"),
    path("", today.today, name="today"),
    path("password", password.password, name="password"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.all_read, name="all_read"),
    path("find", find.find, name="find"),
    path("more", more.more, name="more"),
    path("setup/", include("answerable.interfaces.console.setup.urls")),
]
