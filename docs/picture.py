"""`python -m docs.picture`: draws the pictures of the documents, as a phone shows them.

Needs Chromium on the path. What they show is what the bot says today, not a drawing of it.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from docs.stage import playing

MESSAGE = "NMN beats depression, no side effects! My cousin threw away her pills"
_HERE = Path(__file__).parent


async def drawn() -> None:
    """Play the scenes and draw what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        async with playing(Path(folder), owner=1) as stage:
            ana = stage.person(7, "Ana")
            await ana.sends(MESSAGE, forwarded=True)
            ana.draw(_HERE / "answer.png", 2)


if __name__ == "__main__":
    asyncio.run(drawn())
