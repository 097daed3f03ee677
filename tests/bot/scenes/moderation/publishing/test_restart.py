"""What was handed in, what a colleague was asked, and the buttons of before, when the bot starts
anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wording.catalogue import say
from knowledge import Snapshot
from tests.bot.scenes.moderation.colleagues import becomes_owner, joins, link_of, press
from tests.bot.scenes.moderation.conftest import stored
from tests.bot.scenes.moderation.publishing.conftest import TRIED
from tests.bot.scenes.moderation.publishing.writing import (
    edits,
    hears,
    looks,
    notice,
    opens,
    says,
    shows_claim,
)
from tests.bot.scenes.moderation.seeded import ask
from tests.bot.stage import bot_at, until
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def asks_colleague(person: Person, name: str, words: str) -> str:
    """Take the first case of the queue, and ask a colleague about it; what it is called."""
    case = await press(person, await says(person, "/queue"), "1")
    title = case.text.splitlines()[0]
    await press(person, case, say("case_button", "take"))
    await press(person, case, say("case_button", "colleagues"))
    await press(person, case, say("case", "ask_one", name=name))
    assert (await says(person, words)).text == say("case", "was_asked", name=name)
    return title


async def test_a_draft_a_question_and_their_buttons_outlive_the_bot(
    server: BotApiServer, folder: Path, base: Snapshot
) -> None:
    olga, rita = server.person("Olga"), server.person("Rita")
    await stored(folder, base.content)
    async with bot_at(server, folder, base, owners=[olga.id], tried=TRIED):
        await becomes_owner(olga, "Olga")
        await joins(rita, await link_of(olga, "reviewer"), "Rita")
        await olga.reply()
        overview = await edits(rita, "nmn-skin", "phrasings", "nmn gave me glowing cheeks")
        await press(rita, overview, say("draft", "hand_in"))
    async with bot_at(server, folder, base, owners=[olga.id], tried=TRIED) as app:
        # Tried now, if not before the bot ended; said once.
        await hears(rita, say("publish", "waits"))
        shown = await looks(olga, "skin")
        assert await notice(rita, overview, "m:d-in:1", stale=True) == say("desk", "old")
        published = await press(olga, shown, say("publish", "approve"))
        await until(lambda: app._base.version == 2)
        await ask(folder, base, {9_001: "NMN lets my tinnitus vanish"})
        title = await asks_colleague(rita, "Olga", "Is this one claim?")
        question = await hears(olga, "Is this one claim?")
        await opens(olga, question, say("asking", "answer"), say("asking", "what", name="Rita"))
    last = app._base
    async with bot_at(server, folder, last, owners=[olga.id], tried=TRIED) as app:
        told = await says(olga, "No, it is two.")
        assert told.text == say("asking", "was_told", name="Rita")
        answer = await hears(rita, "No, it is two.")
        assert say("asking", "answers_you", name="Olga", title=title) in answer.text
        case = await press(rita, answer, say("case", "to_case"))
        assert "tinnitus vanish" in case.text
        assert await notice(olga, shown, "m:d-yes:1:1", stale=True) == say("publish", "stale")
        await press(olga, published, say("publish", "undo"))
        await until(lambda: app._base.version == 3)
        assert await notice(olga, published, "m:d-undo:1", stale=True) == say("publish", "too_late")
        past = await says(rita, "/history nmn-skin")
        assert "Draft 1 undone" in past.text
        claim = await shows_claim(rita, "nmn-skin")
        again = await opens(rita, claim, say("claim_page", "history"), "nmn-skin")
        assert again.text == past.text
    assert server.violations == []
