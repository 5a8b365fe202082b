"""What is left in a browser: cookies that only we read, pages that are not kept (ASVS 3.3, 14.3; SECURITY, T16)."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from tests.interfaces.console.bureau import build, sit_down
from tests.interfaces.every.addresses import every_address

import answerable
from answerable.contexts.cases import api as cases
from answerable.kernel.ids import new_access_code
from answerable.kernel.secrets import hash_code
from given import AT, a_handled_case

pytestmark = pytest.mark.django_db
ASK = """
import json
import django
from django.conf import settings
django.setup()
from answerable.interfaces.console import session
from answerable.interfaces.portal import drafts
print(json.dumps({
    "opening": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, drafts._cookie_name(), session.cookie_name()],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.LANGUAGE_COOKIE_SECURE],
}))
"""


def test_over_tls_what_opens_something_is_bound_to_this_very_host() -> None:
    environment = os.environ | {
        "ANSWERABLE_HTTPS": "true",
        "DJANGO_SETTINGS_MODULE": "answerable.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert all(name.startswith("__Host-") for name in told["opening"]), told
    assert all(told["secure"])


def test_no_script_reads_a_cookie_and_no_other_site_sends_one() -> None:
    bureau = build()
    code = new_access_code()
    case_id = a_handled_case(bureau, at=AT, code_hash=hash_code(code))
    resident = Client()
    resident.post("/tell/", {"text": "路灯坏了三天，请派人来修。"})
    resident.post("/track", {"reference": cases.facts_of([case_id])[case_id].reference, "code": code})
    resident.post("/language", {"language": "en"})
    resident.post("/theme", {"theme": "dark"})
    staff = sit_down("agent")
    # Those that a test has put there itself carry nothing of ours.
    found = [one for browser in (resident, staff) for one in browser.cookies.values() if one["path"]]
    assert {"session", "csrf"} & {one.key for one in found}
    for one in found:
        assert one["httponly"], one.key
        assert one["samesite"] in ("Lax", "Strict"), one.key


def test_no_page_of_the_desk_and_no_page_of_a_matter_is_kept() -> None:
    bureau = build()
    code = new_access_code()
    case_id = a_handled_case(bureau, at=AT, code_hash=hash_code(code))
    resident = Client()
    resident.post("/track", {"reference": cases.facts_of([case_id])[case_id].reference, "code": code})
    assert "no-store" in resident.get("/track/case")["Cache-Control"]
    kept = []
    for who in ("setup", "chief", "reviewer"):
        browser = sit_down(who)
        for address in every_address():
            if address.is_of_the_desk:
                answer = browser.get(address.path)
                if answer.status_code == 200 and "no-store" not in answer.get("Cache-Control", ""):
                    kept.append(address.name)
    assert not kept


def test_no_script_of_ours_keeps_anything_in_the_browser() -> None:
    scripts = [*(Path(answerable.__file__).parent / "interfaces").glob("*/scripts/**/*.js")]
    assert scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"localStorage|indexedDB|caches\.|document\.cookie\s*=", text), script.name
        # htmx keeps a path there, which is taken away.
        assert not re.search(r"sessionStorage\.(?!removeItem)", text), script.name
