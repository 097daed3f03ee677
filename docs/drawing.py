"""Draws a chat as a phone shows it, with Chromium."""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WIDTH = 560
_STYLE = f"""
body {{ margin: 0; padding: 8px 0 12px; background: #cfdbc5; width: {WIDTH}px;
  font: 15px/1.38 'DejaVu Sans', sans-serif; }}
.in, .out {{ margin: 12px; padding: 10px 13px; border-radius: 13px; white-space: pre-wrap;
  overflow-wrap: break-word; }}
.out {{ background: #e2ffc7; margin-left: 120px; }}
.in {{ background: #fff; margin-right: 40px; margin-bottom: 4px; }}
.forwarded {{ color: #3a9b4b; font-size: 13px; }}
.row {{ display: flex; gap: 4px; margin: 4px 40px 0 12px; }}
.button {{ background: #8fae86; color: #fff; padding: 8px; flex: 1; text-align: center;
  border-radius: 8px; font-weight: bold; font-size: 14px; }}
img {{ display: block; width: 100%; margin-bottom: 8px; border-radius: 8px; }}
a {{ color: #2678b6; text-decoration: none; }}
"""
_TAGS = {"bold": "b", "italic": "i", "blockquote": "blockquote"}


def said(text: str, forwarded_from: str = "") -> str:
    """What the person sends."""
    head = f'<span class="forwarded">Forwarded from {html.escape(forwarded_from)}</span>\n'
    return f'<div class="out">{head if forwarded_from else ""}{html.escape(text)}</div>'


def shown(
    text: str, entities: Sequence[Any], rows: Sequence[Sequence[str]], picture: str = ""
) -> str:
    """What the bot shows: a text with its entities (as Telegram's plain data), the labels of its
    buttons, and a picture (a PNG in base64) above the text."""
    image = f'<img src="data:image/png;base64,{picture}">' if picture else ""
    buttons = "".join(
        '<div class="row">'
        + "".join(f'<div class="button">{html.escape(label)}</div>' for label in row)
        + "</div>"
        for row in rows
    )
    return f'<div class="in">{image}{_marked(text, entities)}</div>{buttons}'


def draw(parts: Sequence[str], target: Path) -> None:
    """Draw these parts of a chat, one below the other, as high as they need."""
    page = f"<meta charset=utf-8><style>{_STYLE}</style><body>{''.join(parts)}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chat.html"
        file.write_text(page, encoding="utf-8")
        height = _height(file, Path(folder))
        _chromium(Path(folder), f"--window-size={WIDTH},{height}", f"--screenshot={target}", file)


def _height(file: Path, folder: Path) -> int:
    """How high the page is, told by the page itself."""
    measured = file.with_name("measured.html")
    script = "<script>document.title = document.body.scrollHeight</script>"
    measured.write_text(file.read_text(encoding="utf-8") + script, encoding="utf-8")
    dumped = _chromium(folder, f"--window-size={WIDTH},100", "--dump-dom", measured)
    return int(dumped.partition("<title>")[2].partition("</title>")[0]) + 8


def _chromium(folder: Path, *asked: object) -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise SystemExit("docs/drawing.py: install Chromium, it draws the pictures")
    *options, file = asked
    command = [
        found, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--hide-scrollbars", f"--user-data-dir={folder}/profile",
        *map(str, options), Path(str(file)).as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _marked(text: str, entities: Sequence[Any]) -> str:
    raw = text.encode("utf-16-le")
    parts, at = [], 0
    for entity in entities:
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        parts.append(html.escape(raw[at:start].decode("utf-16-le")))
        inner = html.escape(raw[start:end].decode("utf-16-le"))
        tag = _TAGS.get(entity["type"])
        link = html.escape(entity.get("url", ""))
        parts.append(f"<{tag}>{inner}</{tag}>" if tag else f'<a href="{link}">{inner}</a>')
        at = end
    parts.append(html.escape(raw[at:].decode("utf-16-le")))
    return "".join(parts)
