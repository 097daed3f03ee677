"""Files that change together: all of them, or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from knowledge.errors import LibraryError
from knowledge.library.writing import write_all


def files_in(folder: Path) -> dict[str, str]:
    found = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes().decode() for file in found}


def test_files_are_made_changed_and_removed(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("old", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("old", encoding="utf-8")
    write_all(
        {
            tmp_path / "a.yaml": "new\r\nünï",
            tmp_path / "b.yaml": None,
            tmp_path / "inner" / "c.yaml": "new",
            tmp_path / "never.yaml": None,
        }
    )
    assert files_in(tmp_path) == {"a.yaml": "new\r\nünï", "inner/c.yaml": "new"}


def test_who_may_read_a_file_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    write_all({file: "new", tmp_path / "b.yaml": "new"})
    assert oct(file.stat().st_mode)[-3:] == "640"
    assert oct((tmp_path / "b.yaml").stat().st_mode)[-3:] == "644"


@pytest.mark.parametrize("place", ["first", "last"])
def test_where_one_file_cannot_be_written_none_is(tmp_path: Path, place: str) -> None:
    (tmp_path / "a.yaml").write_text("old", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("old", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner").write_text("old", encoding="utf-8")
    # A folder that is not empty gives way to no file: this is only met when the others are done.
    bad = {tmp_path / "folder": "new"}
    good = {tmp_path / "a.yaml": "new", tmp_path / "b.yaml": None, tmp_path / "c.yaml": "new"}
    before = files_in(tmp_path)
    with pytest.raises(LibraryError, match="nothing was written: "):
        write_all({**bad, **good} if place == "first" else {**good, **bad})
    assert files_in(tmp_path) == before


def test_where_no_file_can_be_made_nothing_changes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("old", encoding="utf-8")
    (tmp_path / "blocked").write_text("a file where a folder should be", encoding="utf-8")
    before = files_in(tmp_path)
    with pytest.raises(LibraryError, match="nothing was written: "):
        write_all({tmp_path / "a.yaml": "new", tmp_path / "blocked" / "b.yaml": "new"})
    assert files_in(tmp_path) == before


def test_a_reader_sees_the_old_or_the_new_file_and_never_a_part(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old", encoding="utf-8")
    with file.open(encoding="utf-8") as open_before:
        number = os.fstat(open_before.fileno()).st_ino
        write_all({file: "new"})
        assert open_before.read() == "old"
    assert file.stat().st_ino != number


def test_where_somebody_stops_it_in_between_nothing_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_text("old", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("old", encoding="utf-8")
    unlink = Path.unlink

    def stopped(file: Path, missing_ok: bool = False) -> None:
        if file.name == "b.yaml":
            raise KeyboardInterrupt
        unlink(file, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", stopped)
    before = files_in(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a.yaml": "new", tmp_path / "b.yaml": None})
    assert files_in(tmp_path) == before
