"""Secrets may come from files, so that they stand in no environment (ASVS 13.3.1)."""

from pathlib import Path

import pytest

from answerable.config.options import Options

KEY = "k" * 50


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "answerable_secret_key").write_text(f"{KEY}\n")
    monkeypatch.delenv("ANSWERABLE_SECRET_KEY", raising=False)
    monkeypatch.setenv("ANSWERABLE_SECRETS", str(tmp_path))
    return tmp_path


def secret() -> str:
    key = Options().secret_key
    assert key is not None
    return key.get_secret_value()


def test_a_secret_is_read_from_its_file(folder: Path) -> None:
    assert secret() == KEY


def test_the_environment_still_wins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERABLE_SECRET_KEY", "e" * 50)
    assert secret() == "e" * 50


def test_a_folder_that_is_not_there_stops_the_start(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERABLE_SECRETS", str(folder / "nowhere"))
    with pytest.raises(ValueError, match="which is not a folder"):
        Options()
