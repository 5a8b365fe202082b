"""Compare the locks with a list of advisories; works without a network.

    make audit                  compare; 1 if a pinned package is on the list
    make advisories             fetch a fresh list by pip-audit and npm audit, and keep it in var/

The list that is shipped (scripts/advisories.json) holds floors that we know of. A fetched one is good for two weeks;
without it the comparison says loudly that it knows only the shipped one.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version
from sbom import pinned

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "scripts" / "advisories.json"
FETCHED = ROOT / "var" / "advisories.json"
GOOD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Advisory:
    """A fault of a package: in `versions`, or in all that are older than `fixed`."""

    kind: str
    name: str
    id: str
    fixed: str = ""
    versions: tuple[str, ...] = ()

    def hits(self, version: str) -> bool:
        if version in self.versions:
            return True
        return bool(self.fixed) and _number(version) < _number(self.fixed)


def _number(text: str) -> Version:
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0")


def locked(root: Path = ROOT) -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and version of everything that the locks pin."""
    for name, version, _ in pinned((root / "requirements.lock").read_text(encoding="utf-8")):
        yield "pypi", name, version
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    for place, entry in lock["packages"].items():
        if place:
            yield "npm", place.rpartition("node_modules/")[2], entry["version"]


def read(path: Path) -> list[Advisory]:
    listed = json.loads(path.read_text(encoding="utf-8"))["advisories"]
    return [Advisory(**{**one, "versions": tuple(one.get("versions", ()))}) for one in listed]


def found(packages: Iterable[tuple[str, str, str]], advisories: Iterable[Advisory]) -> list[str]:
    """Return a sentence for each pinned package that an advisory speaks of."""
    by_name: dict[tuple[str, str], list[Advisory]] = {}
    for one in advisories:
        by_name.setdefault((one.kind, one.name), []).append(one)
    return [
        f"{kind} {name} {version}: {one.id}" + (f", fixed in {one.fixed}" if one.fixed else "")
        for kind, name, version in packages
        for one in by_name.get((kind, name), ())
        if one.hits(version)
    ]


def from_pip_audit(report: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what pip-audit found about the pinned versions."""
    return [
        {"kind": "pypi", "name": package["name"], "id": fault["id"], "versions": [package["version"]]}
        for package in report.get("dependencies", ())
        for fault in package.get("vulns", ())
    ]


def from_npm_audit(report: dict[str, Any], versions: dict[str, str]) -> list[dict[str, Any]]:
    """Return what npm audit found about the pinned versions."""
    return [
        {
            "kind": "npm",
            "name": name,
            "id": str(via.get("url") or via.get("title")),
            "versions": [versions[name]],
        }
        for name, entry in report.get("vulnerabilities", {}).items()
        for via in entry.get("via", ())
        if isinstance(via, dict) and name in versions
    ]


def _report(command: list[str]) -> dict[str, Any]:
    """Run an audit; both end with 1 when they found something."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    report: dict[str, Any] = json.loads(done.stdout)
    if "error" in report:
        raise ValueError(str(report["error"].get("summary", "refused")))
    return report


def fetch(at: datetime) -> None:
    pip_audit = [str(Path(sys.executable).parent / "pip-audit"), "-r", "requirements.lock"]
    listed = from_pip_audit(_report([*pip_audit, "--require-hashes", "--disable-pip", "--format", "json"]))
    versions = {name: version for kind, name, version in locked() if kind == "npm"}
    listed += from_npm_audit(_report(["npm", "audit", "--json", "--package-lock-only"]), versions)
    FETCHED.parent.mkdir(exist_ok=True)
    FETCHED.write_text(json.dumps({"at": at.isoformat(), "advisories": listed}, indent=1), encoding="utf-8")
    print(f"{len(listed)} advisories about what is pinned.")


def check(at: datetime, root: Path = ROOT, fetched: Path = FETCHED) -> int:
    advisories, age = read(SHIPPED), None
    if fetched.is_file():
        age = at - datetime.fromisoformat(json.loads(fetched.read_text(encoding="utf-8"))["at"])
        advisories += read(fetched)
    hits = sorted(set(found(locked(root), advisories)))
    print("\n".join(hits) or "No pinned package is on the list of advisories.")
    if age is None or age > GOOD_FOR:
        print(
            "\n*** ADVISORIES: SKIPPED what came out since the shipped list. There is no list that is newer than two"
            "\n*** weeks; where there is a network, run: make advisories\n"
        )
    return 1 if hits else 0


def main(arguments: list[str]) -> int:
    at = datetime.now(UTC)
    if arguments == ["--fetch"]:
        try:
            fetch(at)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            print(f"No fresh list: {type(error).__name__}. What was there before stays.", file=sys.stderr)
            return 1
    return check(at)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
