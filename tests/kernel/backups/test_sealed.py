"""Sealed files open only whole, unaltered, under their own name."""

import os
from pathlib import Path

import pytest

from answerable.kernel.backups.sealed import SealBroken, Unsealed, sealing, unsealed

PIECE = 1024 * 1024


def sealed(path: Path, plain: bytes) -> Path:
    with sealing(path) as file:
        for start in range(0, len(plain), 70_000):
            file.write(plain[start : start + 70_000])
    return path


@pytest.mark.parametrize("length", [0, 1, PIECE, 3 * PIECE + 17])
def test_what_was_sealed_comes_back(tmp_path: Path, length: int) -> None:
    plain = os.urandom(length)
    path = sealed(tmp_path / "one.sealed", plain)
    assert b"".join(unsealed(path)) == plain
    assert plain[:64] not in path.read_bytes() or length < 64
    reader = Unsealed(path)
    assert reader.read(10) == plain[:10]
    assert reader.read(length + 1) == plain[10:]


def test_a_file_of_zeros_fills_no_memory(tmp_path: Path) -> None:
    path = sealed(tmp_path / "zeros.sealed", bytes(64 * PIECE))
    assert path.stat().st_size < PIECE
    assert max(len(piece) for piece in unsealed(path)) <= 4 * PIECE


def test_a_changed_byte_anywhere_is_noticed(tmp_path: Path) -> None:
    path = sealed(tmp_path / "one.sealed", b"Wang Ceshi, 13800000000")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        with pytest.raises(SealBroken):
            list(unsealed(path))


def test_a_file_that_was_cut_off_between_two_pieces_is_noticed(tmp_path: Path) -> None:
    path = sealed(tmp_path / "one.sealed", os.urandom(3 * PIECE))
    whole = path.read_bytes()
    path.write_bytes(whole[: 22 + 4 + PIECE + 16])
    with pytest.raises(SealBroken):
        list(unsealed(path))


def test_a_file_in_anothers_place_is_noticed(tmp_path: Path) -> None:
    path = sealed(tmp_path / "000000010000000000000002.sealed", b"log")
    path.rename(tmp_path / "000000010000000000000003.sealed")
    with pytest.raises(SealBroken, match="renamed"):
        list(unsealed(tmp_path / "000000010000000000000003.sealed"))


def test_what_was_broken_off_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(TypeError), sealing(tmp_path / "one.sealed") as file:
        file.write("no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
