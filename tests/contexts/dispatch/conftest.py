"""A bureau with a catalogue, and models in a folder of their own."""

from pathlib import Path

import pytest
from tests.contexts.dispatch.catalogues import a_table

from answerable.contexts.dispatch import api as dispatch
from given import AT, SYSTEM, Bureau, a_bureau


@pytest.fixture(autouse=True)
def models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep this test's models apart, and forget the one in memory."""
    folder = tmp_path / "models"
    for module in ("in_use", "selectors", "services.train_model", "services.use_model"):
        monkeypatch.setattr(f"answerable.contexts.dispatch.{module}.folder", lambda: folder)
    monkeypatch.setattr("answerable.contexts.dispatch.in_use._held", None)
    return folder


@pytest.fixture
def bureau(db: None) -> Bureau:
    made = a_bureau()
    table = a_table()
    dispatch.load_catalogue(actor=SYSTEM, table=table, at=AT)
    assert table.faults == []
    return made
