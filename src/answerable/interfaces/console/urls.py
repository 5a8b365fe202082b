"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from answerable.interfaces.console.views import (
    acts,
    around,
    attachments,
    bulk,
    case,
    cases,
    exports,
    identity,
    more,
    notices,
    password,
    sign_in,
    today,
)


class ReferenceConverter:
    """A reference as it stands on a receipt; anything else is no address."""

    regex = "20[0-9]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("post", sign_in.choose_post, name="post"),
    path("", today.today, name="today"),
    path("password", password.password, name="password"),
    path("notices", notices.notices, name="notices"),
    path("notices/read", notices.all_read, name="all_read"),
    path("find", cases.find, name="find"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/panel", cases.panel, name="panel"),
    path("cases/newer", cases.newer, name="newer"),
    path("cases/bulk", bulk.bulk, name="bulk"),
    path("cases/export", exports.export, name="export"),
    path("views/save", cases.save_view, name="save_view"),
    path("views/<uuid:view>/delete", cases.delete_view, name="delete_view"),
    path("cases/<reference:reference>", case.case_page, name="case"),
    path("cases/<reference:reference>/around", around.around, name="around"),
    path("cases/<reference:reference>/preview", acts.preview, name="preview"),
    path("cases/<reference:reference>/identity", identity.identity, name="identity"),
    path("cases/<reference:reference>/files/<uuid:file_id>", attachments.attachment, name="attachment"),
    path("cases/<reference:reference>/act/<slug:name>", acts.act_page, name="act"),
    path("more", more.more, name="more"),
    path("setup/", include("answerable.interfaces.console.setup.urls")),
]
