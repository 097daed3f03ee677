"""DATA_DIR: one running bot at a time, and a key that only its owner reads."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.folder import locked, prepare, secret_key
from tests.bot.stage import PROJECT

_HOLD = """
import sys
from pathlib import Path
from bot.folder import locked

with locked(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "made" / "yet"
    key = secret_key(folder)
    assert len(key) == 32
    assert secret_key(folder) == key
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_key(tmp_path / "other") != key


def test_a_second_bot_in_the_same_folder_is_refused_with_the_way_out(tmp_path: Path) -> None:
    refused = pytest.raises(SettingsError, match="stop it first")
    with locked(tmp_path), refused as caught, locked(tmp_path):
        pass
    assert str(tmp_path) in str(caught.value)
    with locked(tmp_path):
        pass


def test_bots_in_different_folders_do_not_mind_each_other(tmp_path: Path) -> None:
    with locked(tmp_path / "a"), locked(tmp_path / "b"):
        pass


def test_a_process_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, tmp_path], cwd=PROJECT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout
        assert holder.stdout.readline() == "locked\n"
        with pytest.raises(SettingsError), locked(tmp_path):
            pass
        holder.kill()
        holder.wait(10)
    with locked(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="name a folder that can be made"):
        prepare(tmp_path / "file" / "data")
