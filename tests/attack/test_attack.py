"""The short version of `make attack`: nothing raises, hangs or is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import Snapshot
from tests.attack import speed
from tests.attack.storm import storm
from tests.attack.texts import WRITTEN, drawn, texts
from tests.attack.updates import updates
from tests.bot.stage import bot_at
from tests.telegram.server import BotApiServer

QUESTIONS = ["NMN beats depression.", "Garlic lowers blood pressure."] * 10


def test_no_hostile_text_hangs(base: Snapshot) -> None:
    found = speed.measured([*WRITTEN[::6], *list(texts(len(WRITTEN) + 20))[-20:]], base)
    assert [(each.shown, each.seconds, found.allowed) for each in found.hangs] == []


async def test_hostile_updates_lose_no_message_of_a_neighbour(
    server: BotApiServer, base: Snapshot, tmp_path: Path
) -> None:
    # The short ones: how long the others take is measured above.
    short = [text for text in WRITTEN if 0 < len(text) < 200][:50]
    async with bot_at(server, tmp_path, base):
        found = await storm(server, tmp_path, (short, drawn(updates(), 40)), QUESTIONS)
    assert found.good, found


@pytest.mark.parametrize("number", [10, len(WRITTEN) + 30])
def test_there_are_as_many_texts_as_asked_for_the_same_each_time(number: int) -> None:
    found = list(texts(number))
    assert len(found) == number
    assert found == list(texts(number))
