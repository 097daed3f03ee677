"""A claim from its first word to the public, and back."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.wording.catalogue import say
from tests.bot.scenes.moderation.colleagues import press
from tests.bot.scenes.moderation.publishing.conftest import Team
from tests.bot.scenes.moderation.publishing.writing import (
    BETTER,
    HEADLINE,
    field,
    hands_in,
    notice,
    opens,
    says,
    writes_claim,
)
from tests.bot.stage import until
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_claim_is_written_refused_mended_approved_answered_and_undone(
    server: BotApiServer, app: App, team: Team
) -> None:
    rita, clara, olga = team.rita, team.clara, team.olga
    overview = await writes_claim(rita)
    heard = await hands_in(rita, overview)
    assert say("publish", "waits") in heard.text
    asked = await clara.reply()
    assert "Rita" in asked.text
    assert "magnesium" in asked.text.lower()
    # Refused, with a reason.
    await opens(clara, asked, say("publish", "look"))
    await clara.reply()
    shown = await clara.reply()
    assert HEADLINE in shown.text
    await opens(clara, shown, say("publish", "refuse"))
    await says(clara, "Say what nobody knows.")
    back = await rita.reply()
    assert "Say what nobody knows." in back.text
    # Mended.
    overview = await press(rita, back, say("draft", "mend"))
    await press(rita, overview, say("draft", "done", field=field("headline")))
    asked = await says(rita, BETTER)
    overview = await press(rita, asked, say("draft_step", "all_fields"))
    await hands_in(rita, overview)
    # The old button of the approver is about another text.
    assert await notice(clara, shown, say("publish", "approve")) == say("publish", "stale")
    # Approved by somebody else.
    again = await clara.reply()
    await opens(clara, again, say("publish", "look"))
    await clara.reply()
    shown = await clara.reply()
    assert BETTER in shown.text
    published = await press(clara, shown, say("publish", "approve"))
    assert "Rita wrote it, Clara approved it" in published.text
    assert published.text == (await rita.reply()).text
    # Answered to a member of the public.
    await until(lambda: "magnesium-memory" in app._base.claims)
    eve = server.person("Eve")
    answer = await says(eve, "Magnesium gave me my memory back!")
    assert BETTER in answer.text
    assert "Rita and Clara" in answer.text
    assert "signed off by a clinician" in answer.text
    # Undone.
    await press(clara, published, say("publish", "undo"))
    assert say("publish", "undone", name="Clara") == (await rita.reply()).text
    await until(lambda: "magnesium-memory" not in app._base.claims)
    answer = await says(eve, "Magnesium gave me my memory back!")
    assert BETTER not in answer.text
    assert not any("magnesium gave me" in m.text for m in eve.replies)
    while olga.replies[-1].id > 0 and not _heard(olga, "Rita"):
        await olga.reply()
    assert server.violations == []


def _heard(person: Person, name: str) -> bool:
    return any(name in message.text for message in person.replies)
