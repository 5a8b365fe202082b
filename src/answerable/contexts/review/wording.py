"""What a resident is written to about reviews. Neutral: no sentence takes anything from a case (SECURITY, T17, T28)."""

from django.utils.translation import gettext, override

from answerable.contexts.cases import api as cases
from answerable.contexts.cases.enums import TemplatePurpose
from answerable.contexts.messaging import api as messaging


def language_tag(language: str) -> str:
    """Return the language in which we write to somebody who speaks this one."""
    return "zh-hans" if language.startswith("zh") else "en"


def neutral_subject(language: str) -> str:
    """Return the subject of every message: it tells whoever sees it on a locked screen nothing."""
    with override(language_tag(language)):
        return gettext("A message about what you sent us")


def reminder(language: str) -> str:
    """Return the text that reminds of a rating: the template of this code if it is neutral, else ours."""
    own = cases.template("reminder.rating")
    body = messaging.neutral_body([own.body(language)] if own is not None and own.active else [], {})
    if body is not None:
        return body
    with override(language_tag(language)):
        return gettext(
            "If you have seen our answer, please rate it when it suits you. We remind you only this once."
        )


def invitation(*, language: str, channel: str, link: str) -> str:
    """Return the text that asks for a rating: the bureau's own template if it has a neutral one, else ours."""
    fitting = cases.templates_for(TemplatePurpose.RATING_INVITATION, channel=channel)
    body = messaging.neutral_body((one.body(language) for one in fitting), {"link": link})
    if body is not None:
        return body if link in body else f"{body}\n{link}"
    with override(language_tag(language)):
        return gettext("There is an answer to what you sent us. Please say how it was: %(link)s") % {
            "link": link
        }
