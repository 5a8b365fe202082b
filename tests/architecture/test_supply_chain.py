"""What is built from is pinned by hash, known by name, and compared with advisories (SECURITY, T40)."""

import base64
import hashlib
import importlib.metadata
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import advisories  # noqa: E402
import sbom  # noqa: E402

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PACKAGES = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
ENTRIES = [(canonicalize_name(name), version, sums) for name, version, sums in sbom.pinned(LOCK)]
# More than one version where they differ by Python's own.
PINNED = {name: {version for one, version, _ in ENTRIES if one == name} for name, _, _ in ENTRIES}
NOW = datetime(2026, 5, 11, tzinfo=UTC)


def test_each_pinned_package_has_its_hashes_and_no_host() -> None:
    assert len(PINNED) > 90
    assert len(PINNED) == len(set(re.findall(r"^([a-z0-9][\w.-]*)==", LOCK, re.M)))
    assert [name for name, _, sums in ENTRIES if not sums] == []
    assert not re.search(r"https?:|--index|--find-links|@ file", LOCK)
    without = [
        place for place, entry in PACKAGES.items() if place and "sha512-" not in entry.get("integrity", "")
    ]
    assert without == []
    assert [place for place, entry in PACKAGES.items() if "resolved" in entry] == []


def test_the_set_up_takes_nothing_without_its_hash() -> None:
    """Every line that installs asks for hashes, or installs ourselves with what is already there."""
    setup = (ROOT / "scripts" / "setup.sh").read_text(encoding="utf-8")
    installs = [line for line in setup.splitlines() if re.search(r"\bpip (install|sync)\b", line)]
    assert len(installs) == 3
    for line in installs:
        by_hash = "--require-hashes" in line and re.search("--no-build |--only-binary :all:", line)
        assert by_hash or ("--no-deps" in line and "--no-build-isolation" in line), line
    assert "npm ci --ignore-scripts" in (ROOT / "scripts" / "assets.sh").read_text(encoding="utf-8")


def test_nothing_is_installed_that_is_not_declared() -> None:
    here = {
        canonicalize_name(one.metadata["Name"]): one.version
        for one in importlib.metadata.distributions(path=[p for p in sys.path if "site-packages" in p])
    }
    strange = {name: version for name, version in here.items() if version not in PINNED.get(name, ())}
    assert set(strange) <= {"answerable", "pip", "setuptools"}, strange


def a_wheel(folder: Path, body: bytes) -> Path:
    path = folder / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", body)
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        wheel.writestr(
            "tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return path


def test_one_altered_byte_of_a_wheel_stops_the_set_up(tmp_path: Path) -> None:
    wheel = a_wheel(tmp_path, b"x = 1\n")
    lock = tmp_path / "lock.txt"
    lock.write_text(f"tiny==1.0 --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    command = [str(Path(sys.executable).parent / "uv"), "pip", "install", "--python", sys.executable]
    command += ["--require-hashes", "--no-build", "--offline", "--no-index", "--no-cache"]
    command += ["--find-links", str(tmp_path), "--target", str(tmp_path / "there"), "-r", str(lock)]
    whole = subprocess.run(command, capture_output=True, text=True, check=False)
    assert whole.returncode == 0, whole.stderr
    a_wheel(tmp_path, b"x = 2\n")
    altered = subprocess.run([*command, "--reinstall"], capture_output=True, text=True, check=False)
    assert altered.returncode != 0
    assert "ash mismatch" in altered.stderr


@pytest.fixture(scope="module")
def bill() -> dict[str, object]:
    return dict(json.loads(sbom.bill()))


def test_the_bill_names_everything_that_is_pinned(bill: dict[str, list[dict[str, str]]]) -> None:
    told = {(one["purl"].split(":")[1].split("/")[0], one["version"]) for one in bill["components"]}
    named = {
        canonicalize_name(one["name"]) for one in bill["components"] if one["purl"].startswith("pkg:pypi")
    }
    assert named == set(PINNED)
    assert ("npm", PACKAGES["node_modules/htmx.org"]["version"]) in told
    assert sum(one["purl"].startswith("pkg:npm") for one in bill["components"]) == len(PACKAGES) - 1
    assert all(one.get("hashes") for one in bill["components"])
    scopes = {one["name"]: one["scope"] for one in bill["components"]}
    assert (scopes["django"], scopes["pytest"], scopes["esbuild"]) == ("required", "excluded", "excluded")


def test_the_same_locks_give_the_same_bill() -> None:
    assert sbom.bill() == sbom.bill()
    htmx = next(one for one in json.loads(sbom.bill())["components"] if one["name"] == "htmx.org")
    integrity = PACKAGES["node_modules/htmx.org"]["integrity"].removeprefix("sha512-")
    assert htmx["hashes"][0]["content"] == base64.b64decode(integrity).hex()


def test_no_pinned_package_is_on_a_list_that_we_have() -> None:
    assert advisories.found(advisories.locked(), advisories.read(advisories.SHIPPED)) == []


def test_a_package_on_the_list_is_found() -> None:
    floor = advisories.Advisory("pypi", "pillow", "X-1", fixed="12.2")
    exact = advisories.Advisory("npm", "htmx.org", "X-2", versions=("2.0.1",))
    told = advisories.found(
        [
            ("pypi", "pillow", "12.1.1"),
            ("pypi", "pillow", "12.10"),
            ("npm", "htmx.org", "2.0.1"),
            ("npm", "pillow", "1"),
        ],
        [floor, exact],
    )
    assert told == ["pypi pillow 12.1.1: X-1, fixed in 12.2", "npm htmx.org 2.0.1: X-2"]


def test_an_old_list_or_none_is_said_loudly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fetched = tmp_path / "advisories.json"
    assert advisories.check(NOW, fetched=fetched) == 0
    assert "SKIPPED" in capsys.readouterr().out
    fetched.write_text(json.dumps({"at": NOW.isoformat(), "advisories": []}))
    assert advisories.check(NOW + timedelta(days=13), fetched=fetched) == 0
    assert "SKIPPED" not in capsys.readouterr().out
    advisories.check(NOW + timedelta(days=15), fetched=fetched)
    assert "SKIPPED" in capsys.readouterr().out
    (version,) = PINNED["django"]
    fault = {"kind": "pypi", "name": "django", "id": "X-3", "versions": [version]}
    fetched.write_text(json.dumps({"at": NOW.isoformat(), "advisories": [fault]}))
    assert advisories.check(NOW, fetched=fetched) == 1
    assert f"django {version}: X-3" in capsys.readouterr().out


def test_what_the_auditors_report_is_understood() -> None:
    pip = {"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "P-1", "fix_versions": ["2"]}]}]}
    npm = {"vulnerabilities": {"b": {"via": [{"title": "t", "url": "N-1"}, "c"]}, "c": {"via": ["b"]}}}
    assert advisories.from_pip_audit(pip) == [{"kind": "pypi", "name": "a", "id": "P-1", "versions": ["1"]}]
    assert advisories.from_npm_audit(npm, {"b": "3"}) == [
        {"kind": "npm", "name": "b", "id": "N-1", "versions": ["3"]}
    ]
