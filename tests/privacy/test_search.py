"""The search finds what it looks for, however that is hidden; else the day would prove nothing."""

from __future__ import annotations

import base64
import json
import sqlite3
from pathlib import Path

import pytest

from tests.privacy.search import found

WORD, NUMBER = "Quillñfeather", 6_812_345_671


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_what_is_in_base64_is_found_wherever_it_begins(before: str, encode: object) -> None:
    assert callable(encode)
    for secret in (WORD, NUMBER):
        assert found([secret], encode(f"{before}{secret} and more".encode()))


@pytest.mark.parametrize(
    "held",
    [
        WORD.encode(),
        WORD.encode("utf-16"),
        WORD.upper().encode(),
        json.dumps({"name": WORD}).encode(),
        WORD.encode().hex().encode(),
    ],
)
def test_a_word_is_found(held: bytes) -> None:
    assert found([WORD], b"x" + held + b"y")
    assert not found(["Xylophone"], held)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_is_found_in_a_database(tmp_path: Path, sign: int) -> None:
    for kind in ("INTEGER", "TEXT", "BLOB"):
        file = tmp_path / f"{kind}{sign}"
        connection = sqlite3.connect(file)
        connection.execute(f"CREATE TABLE t (x {kind})")
        connection.execute("INSERT INTO t VALUES (?)", (sign * NUMBER,))
        connection.commit()
        connection.close()
        assert found([sign * NUMBER], file.read_bytes())
        assert not found([sign * NUMBER + 1], file.read_bytes())
