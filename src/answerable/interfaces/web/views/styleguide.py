"""Every part of the design language, one example each; in the demo only."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from answerable.interfaces.web.forms import CheckTile, CheckTiles, Counted, Tiles
from answerable.kernel import clock


class Example(forms.Form):
    """One field of each kind."""

    words = forms.CharField(
        label=pgettext_lazy("example", "What happened?"),
        help_text=pgettext_lazy(
            "example", "In your own words. When, where, and what you would like us to do."
        ),
        widget=Counted(attrs={"rows": 5, "data-limit": 2000}),
    )
    phone = forms.CharField(
        label=pgettext_lazy("example", "Phone number"),
        error_messages={"required": pgettext_lazy("example", "Write a phone number.")},
    )
    topic = forms.ChoiceField(
        label=pgettext_lazy("example", "Topic"),
        choices=[("1", pgettext_lazy("example", "Noise")), ("2", pgettext_lazy("example", "Parking"))],
        required=False,
    )
    day = forms.DateField(
        label=pgettext_lazy("example", "Day"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    answer = forms.ChoiceField(
        label=pgettext_lazy("example", "May we call you?"),
        choices=[("yes", pgettext_lazy("example", "Yes")), ("no", pgettext_lazy("example", "No"))],
        widget=Tiles(
            hints={"yes": pgettext_lazy("example", "Between the hours that you choose.")}, pairs=True
        ),
    )
    ways = forms.MultipleChoiceField(
        label=pgettext_lazy("example", "How may we reach you?"),
        choices=[
            ("sms", pgettext_lazy("example", "By text message")),
            ("mail", pgettext_lazy("example", "By e-mail")),
        ],
        widget=CheckTiles(),
        required=False,
    )
    agreed = forms.BooleanField(
        label=pgettext_lazy("example", "Send the reference to my phone"), widget=CheckTile, required=False
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    now = clock.now()
    form = Example({"words": "", "phone": "", "answer": "yes"})
    context = {
        "form": form,
        "now": now,
        "soon": now + timedelta(hours=3),
        "ago": now - timedelta(days=2),
        "steps": range(1, 6),
        "desk": "desk" in request.GET,
        "units": ["市公安局", "滨湖分局", "莲花派出所"],
    }
    return render(request, "web/styleguide.html", context)
