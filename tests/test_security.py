"""The threat model: every test that it names exists, and what it says of ways in is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
_ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_OPENERS = re.compile(
    r"^(zipfile|tarfile|gzip|bz2|lzma|zlib|PIL|pypdf|fitz|cv2|requests|httpx|aiohttp"
    r"|urllib\.request|http\.client|ftplib|xml|lxml|pickle|marshal|shelve)\b"
)
"""What opens archives, pictures, documents, addresses, or data that acts."""


def threats() -> list[tuple[str, str, str]]:
    """The rows of the table: threat, defence, test."""
    rows = _ROW.findall((PROJECT / "SECURITY.md").read_text(encoding="utf-8"))
    return [row for row in rows if row[0] not in ("threat", "---")]


@pytest.mark.parametrize("row", threats(), ids=lambda row: row[0][:40])
def test_every_threat_names_a_test_that_exists(row: tuple[str, str, str]) -> None:
    named = _NAMED.findall(row[2])
    assert named, row
    for file, function in named:
        tree = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
        assert function in {node.name for node in ast.walk(tree) if hasattr(node, "name")}


def test_there_are_threats() -> None:
    assert len(threats()) > 15


def imports(text: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def ways_in(text: str) -> set[str]:
    """What a file of the bot could open something with that a person sent."""
    calls = {"get_file", "download_to_drive", "download_as_bytearray", "urlopen"}
    named = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
    return {name for name in imports(text) if _OPENERS.match(name)} | (named & calls)


def test_the_bot_opens_no_files_and_no_links() -> None:
    # What an operator calls opens the backups and looks at the addresses of the operator's own.
    operators = PROJECT / "bot" / "operations"
    files = [f for f in (PROJECT / "bot").rglob("*.py") if not f.is_relative_to(operators)]
    found = {file.name: ways_in(file.read_text(encoding="utf-8")) for file in files}
    assert {name: ways for name, ways in found.items() if ways} == {}


@pytest.mark.parametrize(
    "text",
    ["import zipfile", "from PIL import Image", "import urllib.request", "await bot.get_file(x)"],
)
def test_a_way_in_would_be_seen(text: str) -> None:
    assert ways_in(text if "await" not in text else f"async def f():\n    {text}")
