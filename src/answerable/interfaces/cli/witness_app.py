"""What the web server starts for a witness; the folder comes by the environment, as servers start by name."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from answerable.contexts.ledger import witnessing
from answerable.interfaces.cli.parent import end_with_master
from answerable.kernel.clock import now

FOLDER = "ANSWERABLE_WITNESS_FOLDER"


def make() -> Callable[[dict[str, Any], witnessing.Start], Iterable[bytes]]:
    end_with_master()
    folder = witnessing.Folder(Path(os.environ[FOLDER]))
    return witnessing.application(witnessing.Witness(folder, now))
