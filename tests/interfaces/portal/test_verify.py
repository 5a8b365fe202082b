"""The receipt in the resident's hand, and the pages on which anybody checks it."""

import base64
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.interfaces.portal.test_track import a_coded_case, opens

from answerable.contexts.cases import api as cases
from answerable.contexts.ledger import api as ledger
from answerable.contexts.ledger import verifying
from answerable.interfaces.web.receipt_words import ACTS
from given import Bureau, a_bureau, a_case
from given.journal import a_journal, log_key

pytestmark = pytest.mark.django_db
Seal = Callable[[], ledger.Shown]


@pytest.fixture
def bureau() -> Bureau:
    return a_bureau()


@pytest.fixture
def seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seal:
    monkeypatch.setattr(settings.OPTIONS, "journal_dir", tmp_path / "journal")
    return a_journal(tmp_path)


@pytest.fixture
def receipt(client: Client, bureau: Bureau, seal: Seal) -> str:
    """The proofs of a matter among others, as its resident saves them."""
    a_case(bureau, text="别人的诉求")
    case_id = a_coded_case(bureau)
    seal()
    opens(client, case_id)
    response = client.get("/track/receipt")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"].startswith("max-age=0") or "no-store" in response["Cache-Control"]
    return response.content.decode()


def policy() -> verifying.Policy:
    return verifying.Policy((verifying.VerifierKey.parse(log_key()),))


def test_the_resident_saves_proofs_of_the_own_matter_alone(receipt: str) -> None:
    found = verifying.verify_receipt(receipt, policy())
    assert found.lines[0].case == found.case
    assert {line.case for line in found.lines} == {found.case}
    assert "cases.round.dispatched" in [line.code for line in found.lines]


def test_without_reference_and_code_there_is_no_receipt(client: Client, receipt: str) -> None:
    assert Client().get("/track/receipt").status_code == 404


def test_the_page_says_whether_it_holds(client: Client, receipt: str) -> None:
    page = client.post("/verify/", {"text": receipt, "keys": log_key()}).content.decode()
    assert "<strong>核验通过。</strong>" in page
    assert "已分派" in page
    bent = receipt.replace("index ", "index 1", 1)
    assert "核验未通过" in client.post("/verify/", {"text": bent, "keys": log_key()}).content.decode()
    assert client.post("/verify/", {}).status_code == 422
    assert "核验未通过" in client.post("/verify/", {"text": receipt, "keys": "x+y+z"}).content.decode()


def test_the_journal_page_shows_the_newest_checkpoint_and_those_before(client: Client, seal: Seal) -> None:
    assert client.get("/journal/").status_code == 200
    first, second = seal(), seal()
    page = client.get("/journal/").content.decode()
    assert second.root.hex() in page
    assert log_key() in page
    assert f">{first.size}<" in page
    assert (
        f">{second.size}<"
        not in client.get(f"/journal/?before={second.size}").content.decode().split("<table")[1]
    )
    assert client.get("/journal/?before=x").status_code == 200


def test_the_offline_page_runs_its_own_script_and_nothing_else(client: Client, seal: Seal) -> None:
    seal()
    response = client.get("/verify/offline")
    page = response.content.decode()
    assert "attachment" in response["Content-Disposition"]
    script = page.split('<script type="module">')[1].split("</script>")[0]
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src &#x27;sha256-{digest}&#x27;" in page or f"script-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page
    assert not re.search(r"(src|href)=", page.split("<script type=")[0])


def test_a_stranger_verifies_with_the_program_that_is_handed_out(
    client: Client, receipt: str, tmp_path: Path
) -> None:
    program, file = tmp_path / "verify_receipt.py", tmp_path / "receipt"
    program.write_bytes(client.get("/verify/script").content)
    file.write_text(receipt)
    done = subprocess.run(
        [sys.executable, "-I", str(program), str(file), "--key", log_key()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "cases.round.dispatched" in done.stdout


def test_what_was_just_sent_is_promised_with_a_signature(client: Client, bureau: Bureau, seal: Seal) -> None:
    client.post("/tell/", {"text": "夜间施工扰民"})
    client.post("/tell/where", {"place": ""})
    client.post("/tell/police", {"about_police": "no"})
    client.post("/tell/files", {"on": "yes"})
    client.post("/tell/contact", {"mode": "anonymous", "from_hour": "8", "to_hour": "21"})
    client.post("/tell/check")
    page = client.get("/tell/done").content.decode()
    assert "受理承诺" in page
    note = client.post("/tell/promise").content.decode()
    assert note.startswith("answerable/acceptance/v1\n")
    seal()
    keys = client.get("/journal/acceptance-keys").content.decode()
    [promise] = verifying.verify_receipt(note + keys, policy()).promises
    assert promise.origin == settings.OPTIONS.log_origin


def test_every_act_that_residents_are_told_of_has_words() -> None:
    # `told.SENTENCES` names the acts; their journal codes are in the services.
    codes = set(re.findall(r'"(cases\.[a-z_]+\.[a-z_]+)"', _sources()))
    assert {code for code in ACTS if code.startswith("cases.")} <= codes


def _sources() -> str:
    folder = Path(cases.__file__).parent
    return "".join(path.read_text() for path in folder.rglob("*.py"))


def test_the_five_commands_of_the_document_work(
    client: Client, receipt: str, seal: Seal, tmp_path: Path
) -> None:
    """The commands of docs/security/verify.md, with a curl that asks the test client."""
    seal()
    (tmp_path / "receipt.tlog-proof").write_text(receipt)
    block = Path("docs/security/verify.md").read_text().split("```sh\n")[1].split("```")[0]
    commands = block.strip().split("\n")
    assert len(commands) == 5
    sizes = verifying.verify_receipt(receipt, policy()).checkpoints
    told = []
    for command in commands:
        if command.startswith("curl"):
            path = command.split("$BUREAU")[1].split('"')[0]
            newest = ledger.newest_checkpoint()
            assert newest is not None
            path = path.replace("$SIZE", str(sizes[0].checkpoint.size))
            path = path.replace("$(sed -n 2p checkpoint)", str(newest.size))
            found = re.search(r"-o (\S+)", command)
            answer = client.get(path)
            body = b"".join(answer) if answer.streaming else answer.content
            (tmp_path / (found[1] if found else "verify_receipt.py")).write_bytes(body)
        else:
            shell = command.replace("python3", f"{sys.executable} -I").replace("$KEY", log_key())
            done = subprocess.run(
                shell, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout
            told.append(done.stdout)
    assert len(told) == 2
    assert "cases.round.dispatched" in told[0]
