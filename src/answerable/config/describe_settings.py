"""`docs/settings.md`, written from `options`.

python -m answerable.config.describe_settings            write it
python -m answerable.config.describe_settings --check    exit 1 if it is out of date
"""

import argparse
import sys
from pathlib import Path

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from answerable.config.options import Options

PAGE = Path(__file__).resolve().parents[3] / "docs" / "settings.md"
HEAD = """# Settings

Written by `python -m answerable.config.describe_settings` from `src/answerable/config/options.py`; change it there.

A setting comes from the environment or from one TOML file that `ANSWERABLE_CONFIG` names; the environment wins.
A secret may also lie in a folder that `ANSWERABLE_SECRETS` names, in a file of its own (`answerable_secret_key`,
`answerable_vault_key`, …), as container platforms mount them.
In the file it has the name in the last column (`port = 8000`). Lists in the environment are JSON:
`["answerable.example.org"]`. An unknown or malformed setting stops the start, and so does one that would be
unsafe in production (*).

| environment | what it is | if unset | in the file |
| --- | --- | --- | --- |
"""
TAIL = """
(*) With `ANSWERABLE_MODE=production` the product starts only if `secret_key` has 40 characters or more, `vault_key`
has 64 hex digits, `https` is on, `public_url` is an https address, and `hosts` names the hosts instead of `*`.
"""


def page() -> str:
    """Return the page as Markdown."""
    rows = [_row(name, field) for name, field in Options.model_fields.items()]
    return HEAD + "".join(f"| {' | '.join(cells)} |\n" for cells in rows) + TAIL


def _row(name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    return (
        f"`{_variable(name, field)}`",
        (field.description or "").replace("|", r"\|"),
        _unset(field),
        f"`{name}`",
    )


def _variable(name: str, field: FieldInfo) -> str:
    if isinstance(field.validation_alias, AliasChoices):
        return str(field.validation_alias.choices[0])
    return f"{Options.model_config.get('env_prefix', '')}{name}".upper()


def _unset(field: FieldInfo) -> str:
    default = field.default
    if default is None or default == "" or isinstance(default, SecretStr) or default is PydanticUndefined:
        return "—"
    if isinstance(default, bool):
        return f"`{str(default).lower()}`"
    if isinstance(default, list):
        return ", ".join(f"`{part}`" for part in default)
    return f"`{default}`"


def main() -> int:
    parser = argparse.ArgumentParser(description="Write docs/settings.md.")
    parser.add_argument("--check", action="store_true", help="only tell whether it is up to date")
    if parser.parse_args().check:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
