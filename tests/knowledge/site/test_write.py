"""Writing a site: whole or not at all, and never over what is not ours."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import SiteError
from knowledge.site.write import MADE, write

FILES = {"index.html": b"front", "claims/a/index.html": b"a"}


def held(folder: Path) -> dict[str, bytes]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_all_files_are_written_and_counted(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    assert write(folder, FILES.items()) == 2
    assert held(folder) == FILES | {MADE: b"claims/a/index.html\nindex.html\n"}


def test_a_site_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(folder, FILES.items())
    write(folder, [("index.html", b"newer")])
    assert held(folder) == {"index.html": b"newer", MADE: b"index.html\n"}
    assert list(tmp_path.iterdir()) == [folder]


def test_other_users_may_read_it(tmp_path: Path) -> None:
    """A web server runs as somebody else."""
    mask = os.umask(0o022)
    try:
        write(tmp_path / "site", FILES.items())
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "site").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "site" / "index.html").stat().st_mode) == 0o644


def test_a_build_that_fails_leaves_the_site_before_as_it_was(tmp_path: Path) -> None:
    def broken() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise SiteError("no more")

    folder = tmp_path / "site"
    write(folder, FILES.items())
    with pytest.raises(SiteError, match="no more"):
        write(folder, broken())
    assert held(folder)["index.html"] == b"front"
    assert list(tmp_path.iterdir()) == [folder]


def test_a_swap_that_fails_brings_the_site_before_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody puts something there between the two renames."""
    rename = Path.rename

    def in_the_way(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(39, "Directory not empty", str(target))
        return rename(self, target)

    folder = tmp_path / "site"
    write(folder, FILES.items())
    monkeypatch.setattr(Path, "rename", in_the_way)
    with pytest.raises(SiteError, match="site cannot be written: Directory not empty"):
        write(folder, [("index.html", b"newer")])
    assert held(folder)["index.html"] == b"front"
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["notes.txt", ".git/config", "claims/a/mine.txt"])
def test_a_folder_with_files_of_others_is_left_alone(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "site"
    write(folder, FILES.items())
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("mine")
    with pytest.raises(SiteError, match=f"holds {name}, not made here"):
        write(folder, [("index.html", b"newer")])
    assert (folder / name).read_text() == "mine"
    assert held(folder)["index.html"] == b"front"


def test_a_folder_that_was_never_a_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(SiteError, match=r"holds thesis\.txt"):
        write(tmp_path, FILES.items())
    assert held(tmp_path) == {"thesis.txt": b"mine"}


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert write(tmp_path / "site", FILES.items()) == 2


def test_a_file_and_a_link_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("file", "link"):
        with pytest.raises(SiteError, match="is not a folder"):
            write(tmp_path / name, FILES.items())


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SiteError, match="file cannot be written: "):
        write(tmp_path / "file" / "site", FILES.items())
