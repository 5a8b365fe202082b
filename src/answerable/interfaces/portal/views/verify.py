"""Check a receipt: in the browser without sending it anywhere, from a file that works offline, or here."""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import verifying
from answerable.interfaces.portal import downloads
from answerable.interfaces.portal.views.receipt import as_file, public_address
from answerable.interfaces.portal.views.tell import get_or_post
from answerable.interfaces.web.receipt_words import ACTS, INSIDE, words_of
from answerable.interfaces.web.templatetags.parts import asset_text

MAX_BYTES = 2 * 1024 * 1024


class ReceiptForm(forms.Form):
    receipt = forms.FileField(label=_("The receipt as a file"), required=False, max_length=200)
    text = forms.CharField(
        label=_("or as text"),
        required=False,
        max_length=MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    keys = forms.CharField(
        label=_("The journal's keys, one to a line"),
        help_text=_(
            "Compare them with the poster in the station, the gazette or a witness: not with this page."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("receipt")
        if upload is not None and upload.size > MAX_BYTES:
            raise forms.ValidationError(_("That is too large for a receipt."))
        # A pasted text has lost its last line's end, which belongs to the signature.
        pasted = f"{cleaned['text']}\n" if cleaned.get("text") else ""
        cleaned["raw"] = upload.read() if upload else pasted
        if not cleaned["raw"]:
            raise forms.ValidationError(_("Choose the file of the receipt, or paste its text."))
        return cleaned


@never_cache
@get_or_post
def verify(request: HttpRequest) -> HttpResponse:
    """With a script the receipt never leaves the browser; without one it is checked here, and not kept."""
    keys = published_keys()
    sent = request.method == "POST"
    form = ReceiptForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"keys": "\n".join(keys)},
    )
    page: dict[str, Any] = {"here": "journal", "form": form, "known": known(), "result": None}
    if form.is_valid():
        page["result"] = _result(form.cleaned_data["raw"], form.cleaned_data["keys"].split() or keys)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "portal/verify/page.html", page, status=status)


def published_keys() -> list[str]:
    """Return the keys that sign now or once did, as the journal publishes them."""
    return [key.verifier.text for key in ledger.published().known_keys()]


def known() -> dict[str, Any]:
    """Return what the script needs: the words, and where today's checkpoint is."""
    return {
        "language": _language(),
        "acts": ACTS,
        "inside": INSIDE,
        "checkpoint": "/journal/checkpoint",
        "consistency": "/api/v1/journal/proof/consistency",
    }


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def _result(raw: str | bytes, keys: Sequence[str]) -> dict[str, Any]:
    try:
        parsed = [verifying.VerifierKey.parse(one) for one in keys]
        accepting = [one for one in parsed if one.name.endswith("/accept")]
        trusted = verifying.Policy(tuple(one for one in parsed if one not in accepting))
        found = verifying.verify_receipt(raw, trusted, accepting)
        verifying.compare_all(found.checkpoints)
    except (ValueError, verifying.InvalidProof, verifying.SplitView) as error:
        return {"holds": False, "why": str(error)}
    language = _language()
    return {
        "holds": True,
        "case": found.case,
        "lines": [(line.at, words_of(line.code, language)) for line in found.lines],
        "promises": found.promises,
        "broken": found.broken(datetime.now(UTC)),
        "sizes": [seen.checkpoint.size for seen in found.checkpoints],
    }


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """One page to keep: it checks receipts without a network, and may do nothing but that."""
    script = asset_text("verify.js").replace("</", "<\\/")
    style = asset_text("verify.css")
    page = {
        "script_hash": _hash(script),
        "style_hash": _hash(style),
        "keys": "\n".join(published_keys()),
        "known": {**known(), "checkpoint": "", "consistency": ""},
        "address": public_address(),
    }
    shell = render_to_string("portal/verify/offline.html", page, request)
    # Built by us from our own files, so it is put in as it is; the page's own policy lets nothing else run.
    whole = shell.replace("@@STYLE@@", style).replace("@@SCRIPT@@", script)
    return as_file(whole, "verify-receipt.html", "text/html; charset=utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(sha256(text.encode()).digest()).decode()


@require_safe
def script(_: HttpRequest) -> HttpResponse:
    """A program of one file that needs nothing of ours."""
    return as_file(_script(), "verify_receipt.py", "text/x-python; charset=utf-8")


@cache
def _script() -> str:
    return (Path(downloads.__file__).parent / "verify_receipt.py").read_text(encoding="utf-8")
