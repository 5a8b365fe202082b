"""The second factor once more, before something that matters."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from answerable.contexts.credentials import api as credentials
from answerable.interfaces.console import factors, session
from answerable.interfaces.console.addresses import ours
from answerable.interfaces.console.desk import DeskRequest, desk_page
from answerable.interfaces.console.refusals import told
from answerable.interfaces.console.views.second import SecondFactor, tell_what_is_left
from answerable.interfaces.web import demo_logins


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def prove(request: DeskRequest) -> HttpResponse:
    """Ask, then go back to what was wanted; nothing typed there is lost."""
    account = credentials.holder(request.user.pk)
    demo_code = demo_logins.code_for(account.username, request.at)
    form = SecondFactor(request.POST or None, initial={"code": demo_code})
    form.fields["code"].required = not request.POST.get("passkey")
    target = ours(request.POST.get("next", "") or request.GET.get("next", ""))
    if form.is_valid():
        with told(form):
            means = factors.prove(request, account, form.cleaned_data["code"], request.at)
            if means is not None:
                session.prove_again(request, request.at)
                tell_what_is_left(request, account, means)
                return redirect(target or "console:today")
            form.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
    keys = credentials.factors_of(account).passkeys
    context = {"form": form, "demo_code": demo_code, "target": target, "passkeys": keys}
    return render(request, "console/prove.html", context, status=422 if form.errors else 200)
