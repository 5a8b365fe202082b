"""Addresses of the desk."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from answerable.interfaces.console.views import (
    account,
    acts,
    around,
    aside,
    attachments,
    bulk,
    calls,
    case,
    cases,
    elevations,
    enrol,
    exports,
    hotline,
    identity,
    imports,
    keeping,
    looks,
    more,
    notices,
    outbox,
    overview,
    password,
    prove,
    second,
    shifts,
    sign_in,
    today,
    triage,
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
    path("sign-in/second", second.second, name="second"),
    path("sign-in/enrol", enrol.enrol, name="enrol"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("post", sign_in.choose_post, name="post"),
    path("", today.today, name="today"),
    path("password", password.password, name="password"),
    path("prove", prove.prove, name="prove"),
    path("account", account.account, name="account"),
    path("account/sessions/<uuid:public_id>/end", account.end_session, name="end_session"),
    path("account/sessions/end", account.end_others, name="end_others"),
    path("account/codes", account.new_codes, name="new_codes"),
    path("account/app", account.new_app, name="new_app"),
    path("elevations", elevations.elevations, name="elevations"),
    path("elevations/ask", elevations.ask, name="ask_elevation"),
    path("elevations/asked/<uuid:public_id>/withdraw", elevations.withdraw, name="withdraw_elevation"),
    path("elevations/<uuid:public_id>/end", elevations.end, name="end_elevation"),
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
    path("cases/<reference:reference>/original", identity.original, name="original"),
    path("cases/<reference:reference>/looks", looks.looks, name="looks"),
    path("cases/<reference:reference>/looks/tell", looks.tell, name="tell_looks"),
    path("cases/<reference:reference>/files/<uuid:file_id>", attachments.attachment, name="attachment"),
    path("cases/<reference:reference>/act/<slug:name>", acts.act_page, name="act"),
    path("hotline", hotline.hotline, name="hotline"),
    path("hotline/caller", hotline.caller, name="caller"),
    path("hotline/live", hotline.live, name="live"),
    path("hotline/shifts", shifts.shifts, name="shifts"),
    path("hotline/shifts/begin", shifts.begin, name="begin_shift"),
    path("hotline/shifts/end", shifts.end, name="end_shift"),
    path("hotline/shifts/<uuid:shift>/cancel", shifts.cancel, name="cancel_shift"),
    path("triage", triage.triage, name="triage"),
    path("triage/<reference:reference>/skip", triage.skip, name="skip"),
    path("calls/", calls.queue, name="calls"),
    path("calls/next", calls.next_call, name="next_call"),
    path("calls/<uuid:visit>", calls.call, name="call"),
    path("calls/<uuid:visit>/take", calls.take, name="take_call"),
    path("calls/<uuid:visit>/release", calls.release, name="release_call"),
    path("calls/<uuid:visit>/number", calls.number, name="call_number"),
    path("calls/<uuid:visit>/conclude", calls.conclude, name="conclude_call"),
    path("contests/<uuid:contest>", calls.contest, name="contest"),
    path("overview", overview.overview, name="overview"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:upload>", imports.one_import, name="import"),
    path("imports/<uuid:upload>/progress", imports.progress, name="import_progress"),
    path("imports/<uuid:upload>/rejected", imports.rejected, name="import_rejected"),
    path("outbox", outbox.outbox, name="outbox"),
    path("outbox/message/<uuid:message>", outbox.one_message, name="message"),
    path("outbox/aside", aside.aside, name="aside"),
    path("outbox/aside/submissions", aside.submissions, name="aside_submissions"),
    path("outbox/aside/jobs", aside.jobs, name="aside_jobs"),
    path("outbox/requeue", outbox.requeue, name="requeue"),
    path("keeping/", keeping.rules, name="keeping"),
    path("keeping/remove", keeping.remove_rule, name="remove_rule"),
    path("keeping/holds", keeping.holds, name="holds"),
    path("keeping/holds/<reference:reference>", keeping.lift_hold, name="lift_hold"),
    path("keeping/wishes", keeping.wishes, name="wishes"),
    path("keeping/wishes/<uuid:wish>", keeping.wish, name="wish"),
    path("keeping/erased", keeping.erased, name="erased"),
    path("more", more.more, name="more"),
    path("setup/", include("answerable.interfaces.console.setup.urls")),
]
