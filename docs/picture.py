"""`python docs/picture.py`: draws docs/answer.png, a real answer as a phone shows it.

Needs Chromium on the path. The answer is what the bot says today, not a drawing of one.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.conversation import ChatState, Context, Incoming, Kind, respond
from bot.conversation.replies import Say
from bot.wording.rich import Style, Text
from knowledge import load_library, snapshot

MESSAGE = "NMN beats depression, no side effects! 🎉 My cousin threw away her pills"
_STYLE = """
body { margin: 0; background: #cfdbc5; font: 15px/1.38 'DejaVu Sans', sans-serif; width: 560px; }
.in, .out { margin: 12px; padding: 10px 13px; border-radius: 13px; white-space: pre-wrap; }
.out { background: #e2ffc7; margin-left: 120px; }
.in { background: #fff; margin-right: 40px; margin-bottom: 4px; }
.forwarded { color: #3a9b4b; font-size: 13px; }
.button { background: #8fae86; color: #fff; margin: 4px 40px 0 12px; padding: 8px;
  text-align: center; border-radius: 8px; font-weight: bold; font-size: 14px; }
a { color: #2678b6; text-decoration: none; }
"""


def page() -> str:
    """The chat as HTML."""
    base = snapshot(load_library())
    incoming = Incoming(Kind.TEXT, chat=1, message=1, text=MESSAGE, forwarded=True)
    turn = respond(ChatState(), incoming, Context(base, datetime.now(UTC).date()))
    said = next(reply for reply in turn.replies if isinstance(reply, Say))
    buttons = "".join(
        f'<div class="button">{html.escape(button.label)}</div>'
        for row in said.buttons
        for button in row
    )
    return (
        f"<meta charset=utf-8><style>{_STYLE}</style>"
        f'<div class="out"><span class="forwarded">Forwarded from Family group</span>\n'
        f"{html.escape(MESSAGE)}</div>"
        f'<div class="in">{_marked(said.text)}</div>{buttons}<div style="height:12px"></div>'
    )


def _marked(text: Text) -> str:
    raw = text.plain.encode("utf-16-le")
    parts, at = [], 0
    tags = {Style.BOLD: "b", Style.ITALIC: "i"}
    for entity in text.entities:
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        parts.append(html.escape(raw[at:start].decode("utf-16-le")))
        inner = html.escape(raw[start:end].decode("utf-16-le"))
        tag = tags.get(entity.style)
        parts.append(f"<{tag}>{inner}</{tag}>" if tag else f'<a href="{entity.url}">{inner}</a>')
        at = end
    parts.append(html.escape(raw[at:].decode("utf-16-le")))
    return "".join(parts)


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise SystemExit("docs/picture.py: install Chromium, it draws the picture")
    return found


def main() -> None:
    """Draw the picture."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "chat.html"
        file.write_text(page(), encoding="utf-8")
        target = Path(__file__).parent / "answer.png"
        subprocess.run(
            [
                _chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--hide-scrollbars", "--window-size=560,960", f"--screenshot={target}",
                f"--user-data-dir={folder}/profile", file.as_uri(),
            ],
            check=True,
            capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
