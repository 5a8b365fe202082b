"""One `answerable up` over a data folder, and none before the processes of the last one have gone."""

from pathlib import Path

import pytest
import typer

from answerable.config.options import Options
from answerable.interfaces.cli import alone as module
from answerable.interfaces.cli.alone import alone
from answerable.kernel.file_locks import FileLock, Taken


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    monkeypatch.setattr(module, "LEFTOVERS_SECONDS", 0)
    return Options(data_dir=tmp_path / "data")


def test_a_second_is_refused_until_the_first_has_gone(
    settings: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone(settings):
        with pytest.raises(typer.Exit), alone(settings):
            pass
        assert "runs already" in capsys.readouterr().err
    with alone(settings):
        pass


def test_a_process_that_an_earlier_run_has_left_behind_is_waited_for(
    settings: Options, capsys: pytest.CaptureFixture[str]
) -> None:
    with alone(settings) as mark:
        left = FileLock(mark.path)
        left.take(shared=True)
    with pytest.raises(typer.Exit), alone(settings):
        pass
    assert "earlier run" in capsys.readouterr().err
    left.release()
    with alone(settings):
        pass


def test_child_processes_hold_the_mark_and_do_not_hinder_each_other(settings: Options) -> None:
    with alone(settings) as mark:
        child = FileLock(mark.path)
        child.take(shared=True)
        stranger = FileLock(mark.path)
        with pytest.raises(Taken):
            stranger.take()
        child.release()
        stranger.release()
