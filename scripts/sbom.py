"""Write what is inside as CycloneDX: every pinned Python and browser package, with its hashes.

    make sbom            writes dist/answerable.cdx.json
    python scripts/sbom.py --check FILE

The same locks give the same bytes: no time, no chance. What is only used to build and test is marked as excluded.
"""

import base64
import json
import re
import sys
import tomllib
import uuid
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.contrib.hash.factories import HashTypeFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dist" / "answerable.cdx.json"
HASH = HashTypeFactory()
NAMESPACE = uuid.UUID("6f6d1f0c-8a8a-5c7e-9d2b-3f1d7c0f5a11")


def pinned(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, version and sha256 sums of each package of a requirements lock."""
    for entry in re.split(r"\n(?=[a-z0-9])", text):
        found = re.match(r"([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", entry)
        if found:
            yield found[1], found[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)


def python_components(root: Path) -> Iterator[Component]:
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    tools = {re.split(r"[\[<>=~! ]", one)[0].lower() for one in declared["dependency-groups"]["dev"]}
    for name, version, sums in pinned((root / "requirements.lock").read_text(encoding="utf-8")):
        yield Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=version,
            bom_ref=f"pypi/{name}@{version}",
            purl=PackageURL("pypi", None, name, version),
            hashes=[HASH.from_hashlib_alg("sha256", one) for one in sums],
            scope=ComponentScope.EXCLUDED if name in tools else ComponentScope.REQUIRED,
        )


def browser_components(root: Path) -> Iterator[Component]:
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    for place, entry in lock["packages"].items():
        if not place:
            continue
        full = place.rpartition("node_modules/")[2]
        space, _, name = full.rpartition("/")
        algorithm, _, encoded = entry["integrity"].partition("-")
        yield Component(
            type=ComponentType.LIBRARY,
            name=name,
            group=space or None,
            version=entry["version"],
            bom_ref=f"npm/{place}@{entry['version']}",
            purl=PackageURL("npm", space or None, name, entry["version"]),
            hashes=[HASH.from_hashlib_alg(algorithm, base64.b64decode(encoded).hex())],
            scope=ComponentScope.EXCLUDED if entry.get("dev") else ComponentScope.REQUIRED,
        )


def bill(root: Path = ROOT) -> str:
    """Return the bill of materials as CycloneDX 1.6 JSON."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    inside = [*python_components(root), *browser_components(root)]
    bom = Bom(components=inside)
    product = Component(
        type=ComponentType.APPLICATION, name="answerable", version=version, bom_ref="answerable"
    )
    bom.metadata.component = product
    bom.register_dependency(product, inside)
    written = json.loads(JsonV1Dot6(bom).output_as_string())
    written["metadata"].pop("timestamp", None)
    written.pop("serialNumber", None)
    plain = json.dumps(written, sort_keys=True, indent=1, ensure_ascii=False)
    written["serialNumber"] = f"urn:uuid:{uuid.uuid5(NAMESPACE, plain)}"
    return json.dumps(written, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--check"]:
        same = Path(arguments[1]).read_text(encoding="utf-8") == bill()
        print("The bill fits the locks." if same else "The bill does not fit the locks: make sbom")
        return 0 if same else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(bill(), encoding="utf-8")
    print(
        f"{TARGET.relative_to(ROOT)}: {len(json.loads(TARGET.read_text(encoding='utf-8'))['components'])} components"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
