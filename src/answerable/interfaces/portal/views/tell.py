"""Tell us: one thing per page, each answer kept in a sealed draft."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from answerable.interfaces.portal import drafts, topics
from answerable.interfaces.portal.forms.tell import Contact, Police, Topic, Where, Words
from answerable.interfaces.portal.telling import STEPS, Telling
from answerable.kernel import clock

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# What is kept while it is typed: words, never how somebody can be reached.
TYPED = {"text": 20_000, "place": 300, "accused_words": 500}


def _to(step: str) -> HttpResponse:
    return redirect("portal:tell" if step == "words" else f"portal:tell_{step}")


def _after(request: HttpRequest, telling: Telling) -> HttpResponse:
    """Go on: back to the check if one came from there, else to the first step not taken."""
    return _to("check" if "check" in request.GET and telling.next_step() == "check" else telling.next_step())


def progress(step: str) -> dict[str, Any]:
    number = STEPS.index(step) + 1
    before = STEPS[number - 2] if number > 1 else None
    return {
        "here": "tell",
        "number": number,
        "count": len(STEPS),
        "counting": range(1, len(STEPS) + 1),
        "back": "portal:home"
        if before is None
        else "portal:tell"
        if before == "words"
        else f"portal:tell_{before}",
    }


def _step(request: HttpRequest, name: str, form_class: Callable[..., Form], **context: Any) -> HttpResponse:
    at = clock.now()
    telling = drafts.load(request, at=at)
    if telling.is_sent and name != "words":
        return redirect("portal:tell_done")
    form = form_class(request.POST) if request.method == "POST" else form_class(initial=_so_far(telling))
    if request.method == "POST" and form.is_valid():
        with drafts.change(request, at=at) as telling:
            if telling.is_sent:
                telling.begin_again()
            telling.take(form.cleaned_data)
            telling.mark(name)
        response = _after(request, telling)
    else:
        page = {"form": form, "telling": telling, **progress(name), **context}
        response = render(request, f"portal/tell/{name}.html", page, status=422 if form.errors else 200)
    drafts.hold(request, response)
    return response


def _so_far(telling: Telling) -> dict[str, Any]:
    if telling.is_sent:
        return Telling().as_dict()
    # Whoever complains of the police is offered confidence first, and may decline it.
    offered = "contact" not in telling.done and telling.about_police == "yes"
    return telling.as_dict() | ({"in_confidence": True} if offered else {})


@never_cache
@get_or_post
def words(request: HttpRequest) -> HttpResponse:
    """In your own words."""
    chosen = request.POST.get("topic", "") or drafts.load(request, at=clock.now()).topic
    return _step(request, "words", Words, choices=topics.shown([chosen]), chosen=chosen)


@never_cache
@get_or_post
def where(request: HttpRequest) -> HttpResponse:
    """Where it was, if a place matters."""
    return _step(request, "where", Where)


@never_cache
@get_or_post
def police(request: HttpRequest) -> HttpResponse:
    """Whether it complains of the police: then walls go up."""
    return _step(request, "police", Police)


@never_cache
@get_or_post
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach you, or not."""
    return _step(request, "contact", Contact)


@never_cache
@get_or_post
def topic(request: HttpRequest) -> HttpResponse:
    """Change the suggested topic."""
    at = clock.now()
    telling = drafts.load(request, at=at)
    form = Topic(request.POST or None, choices=topics.all_choices(), initial=telling.as_dict())
    if request.method == "POST" and form.is_valid():
        with drafts.change(request, at=at) as telling:
            telling.topic = form.cleaned_data["topic"]
        response = _to(telling.next_step())
        drafts.hold(request, response)
        return response
    return render(request, "portal/tell/topic.html", {"form": form, "here": "tell"})


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Offer topics while somebody types, and keep what was typed."""
    text = request.POST.get("text", "")
    page = {"choices": topics.suggested(text), "chosen": request.POST.get("topic", "")}
    response = render(request, "portal/tell/suggestions.html", page)
    _keep_typed(request, response)
    return response


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was typed so far, without judging it."""
    response = HttpResponse(status=204)
    _keep_typed(request, response)
    return response


def _keep_typed(request: HttpRequest, response: HttpResponse) -> None:
    typed = {name: request.POST[name] for name in TYPED if name in request.POST}
    if any(len(text) > TYPED[name] for name, text in typed.items()):
        return
    with drafts.change(request, at=clock.now()) as telling:
        if telling.is_sent:
            telling.begin_again()
        telling.take(typed)
    drafts.hold(request, response)


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Forget everything that was begun, here and on the server."""
    response = redirect("portal:home")
    drafts.drop(request, response)
    return response
