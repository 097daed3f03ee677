"""Scenes of /stats: the week in numbers for members, and for nobody else."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.wording.catalogue import say
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_member_sees_the_week_as_a_picture_and_in_words(
    server: BotApiServer, app: App, olga: Person, ana: Person
) -> None:
    ana.sends("NMN beats depression.")
    await ana.reply()
    olga.sends("/stats")
    picture, words = await olga.reply(), await olga.reply()
    assert picture["photo"]
    assert picture["caption"].startswith("Eight weeks up to")
    # Today is not over, and what came up less than five times is not named.
    assert say("seen", "so_far", count=1) in words.text
    assert say("seen", "no_review") in words.text
    assert server.violations == []


async def test_for_everybody_else_there_are_no_numbers(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.sends("/stats")
    assert (await ana.reply()).text == say("command", "unknown")
