"""The set-ups that come with the product: what bureaus have in common."""

from pathlib import Path

from answerable.kernel.errors import NotFound
from answerable.kernel.tables import Folder

SETUPS = Path(__file__).parent / "setups"


def shipped_setups() -> list[str]:
    return sorted(folder.name for folder in SETUPS.iterdir() if folder.is_dir())


def shipped_setup(name: str) -> Folder:
    """Return the tables of a shipped set-up.

    Raises:
        NotFound: there is none of this name.
    """
    if name not in shipped_setups():
        raise NotFound
    return Folder.at(SETUPS / name)
