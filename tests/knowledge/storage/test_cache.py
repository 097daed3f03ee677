"""Arrays and texts that are kept on disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.storage import cache
from knowledge.texts import Texts

KEY, OTHER = "0123456789abcdef" * 4, "fedcba9876543210" * 4
HELD: dict[str, NDArray[Any] | Texts] = {
    "numbers": np.arange(7, dtype=np.int32),
    "table": np.ones((3, 32), dtype=np.uint8),
    "none": np.zeros(0, dtype=np.float32),
    "texts": Texts.of(["NMN", "", "姜黄"]),
}


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    cache.save(KEY, HELD, tmp_path)
    found = cache.load(KEY, tmp_path)
    assert found is not None
    assert list(found.pop("texts")) == ["NMN", "", "姜黄"]
    for name, array in found.items():
        held = np.asarray(HELD[name])
        assert array.dtype == held.dtype
        assert np.array_equal(array, held)


def test_nothing_is_found_under_another_key(tmp_path: Path) -> None:
    cache.save(KEY, HELD, tmp_path)
    assert cache.load(OTHER, tmp_path) is None


def test_a_file_of_another_base_is_not_taken_for_this_one(tmp_path: Path) -> None:
    cache.save(KEY, HELD, tmp_path)
    (file,) = tmp_path.iterdir()
    file.rename(file.with_name(file.name.replace(KEY[:16], OTHER[:16])))
    assert cache.load(OTHER, tmp_path) is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999], ids=lambda share: f"{share:.1%} of it")
def test_a_file_that_was_cut_off_is_not_used(share: float, tmp_path: Path) -> None:
    cache.save(KEY, HELD, tmp_path)
    (file,) = tmp_path.iterdir()
    held = file.read_bytes()
    file.write_bytes(held[: int(len(held) * share)])
    assert cache.load(KEY, tmp_path) is None


@pytest.mark.parametrize("at", [3, 200, -70])
def test_a_file_with_one_wrong_byte_is_not_used(at: int, tmp_path: Path) -> None:
    cache.save(KEY, HELD, tmp_path)
    (file,) = tmp_path.iterdir()
    held = bytearray(file.read_bytes())
    held[at] ^= 0xFF
    file.write_bytes(held)
    assert cache.load(KEY, tmp_path) is None


@pytest.mark.parametrize("written", ["this is no cache", "[]\n", "{}\n", '{"key": 1}\n', "\n"])
def test_a_file_of_something_else_is_not_used(written: str, tmp_path: Path) -> None:
    cache.save(KEY, HELD, tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(written, encoding="utf-8")
    assert cache.load(KEY, tmp_path) is None


def test_a_folder_that_cannot_be_used_is_no_fault(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    cache.save(KEY, HELD, in_the_way / "cache")
    assert cache.load(KEY, in_the_way / "cache") is None


def test_only_a_few_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_ROOM", 0)
    for number in range(6):
        cache.save(f"{number:x}" * 64, HELD, tmp_path / "deep")
    assert len(list((tmp_path / "deep").iterdir())) == 3
    assert cache.load("5" * 64, tmp_path / "deep") is not None


def test_more_are_kept_while_they_take_little_room(tmp_path: Path) -> None:
    for number in range(60):
        cache.save(f"{number:02x}" * 32, HELD, tmp_path)
    assert len(list(tmp_path.iterdir())) == 50


def test_each_kind_is_kept_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_ROOM", 0)
    cache.save(KEY, HELD, tmp_path, kind=cache.LIBRARY)
    for number in range(4):
        cache.save(f"{number:x}" * 64, HELD, tmp_path)
    assert cache.load(KEY, tmp_path) is None
    assert cache.load(KEY, tmp_path, kind=cache.LIBRARY) is not None


def test_what_is_used_is_kept_longest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_ROOM", 0)
    for number in range(3):
        cache.save(f"{number:x}" * 64, HELD, tmp_path)
        file = tmp_path / f"base-{f'{number:x}' * 16}.index"
        os.utime(file, (number, number))
    assert cache.load("0" * 64, tmp_path) is not None
    cache.save("3" * 64, HELD, tmp_path)
    assert cache.load("0" * 64, tmp_path) is not None
    assert cache.load("1" * 64, tmp_path) is None
