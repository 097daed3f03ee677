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
    edits,
    field,
    hands_in,
    hears,
    looks,
    notice,
    number_of,
    opens,
    says,
    shows_claim,
    writes_claim,
)
from tests.bot.stage import until
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_claim_is_written_refused_mended_approved_answered_and_undone(
    server: BotApiServer, app: App, team: Team
) -> None:
    rita, clara = team.rita, team.clara
    overview = await writes_claim(rita)
    heard = await hands_in(rita, overview)
    assert say("publish", "waits") in heard.text
    # Refused, with a reason.
    shown = await looks(clara, "memory")
    assert "Rita" in shown.text
    assert HEADLINE in shown.text
    await opens(clara, shown, say("publish", "refuse"), say("publish", "why_refuse"))
    await says(clara, "Say what nobody knows.")
    back = await hears(rita, "Say what nobody knows.")
    # Mended.
    overview = await press(rita, back, say("draft", "mend"))
    await press(rita, overview, say("draft", "done", field=field("headline")))
    asked = await says(rita, BETTER)
    overview = await press(rita, asked, say("draft_step", "all_fields"))
    await hands_in(rita, overview)
    # The old button of the approver is about another text.
    assert await notice(clara, shown, say("publish", "approve")) == say("publish", "stale")
    # Approved by somebody else.
    shown = await looks(clara, "memory")
    assert BETTER in shown.text
    published = await press(clara, shown, say("publish", "approve"))
    assert "Rita wrote it, Clara approved it" in published.text
    assert published.text == (await hears(rita, "Clara approved it")).text
    # Answered to a member of the public.
    await until(lambda: "magnesium-memory" in app._base.claims)
    eve = server.person("Eve")
    answer = await says(eve, "Magnesium gave me my memory back!")
    assert BETTER in answer.text
    assert "Rita and Clara" in answer.text
    assert "signed off by a clinician" in answer.text
    # Undone.
    await press(clara, published, say("publish", "undo"))
    await hears(rita, say("publish", "undone", name="Clara"))
    await until(lambda: "magnesium-memory" not in app._base.claims)
    answer = await says(eve, "Magnesium gave me my memory back!")
    assert BETTER not in answer.text
    assert not any("magnesium gave me" in m.text for m in eve.replies)
    assert server.violations == []


async def test_nobody_approves_what_they_wrote_or_have_an_interest_in(
    server: BotApiServer, app: App, team: Team
) -> None:
    rita, ravi, olga = team.rita, team.ravi, team.olga
    overview = await edits(rita, "vitamin-c-gout", "phrasings", "vitamin c chased my gout away")
    forged = f"m:d-yes:{number_of(overview)}:1"
    await hands_in(rita, overview)
    assert await notice(rita, overview, forged, stale=True) == say("bar", "author")
    assert await notice(ravi, overview, forged, stale=True) == say("bar", "interest")
    shown = await looks(olga, "gout")
    await press(olga, shown, say("publish", "approve"))
    await hears(rita, "Olga approved it")
    # Ravi was not even asked.
    assert not any("gout" in message.text for message in ravi.replies)


async def test_a_danger_needs_a_clinician(server: BotApiServer, app: App, team: Team) -> None:
    rita, olga, clara = team.rita, team.olga, team.clara
    overview = await edits(rita, "nmn-diabetes", "phrasings", "nmn and my sugar is normal again")
    forged = f"m:d-yes:{number_of(overview)}:1"
    await hands_in(rita, overview)
    assert await notice(olga, overview, forged, stale=True) == say("bar", "danger")
    shown = await looks(clara, "diabetes")
    await press(clara, shown, say("publish", "approve"))
    await hears(rita, "Clara approved it")
    assert "signed off by a clinician" in (await shows_claim(rita, "nmn-diabetes")).text


async def test_what_breaks_is_looked_at_first(server: BotApiServer, app: App, team: Team) -> None:
    ravi, clara = team.ravi, team.clara
    overview = await writes_claim(
        ravi, phrasing="magnesium makes your hair grow", outcome="hair growth"
    )
    forged = f"m:d-yes:{number_of(overview)}:1"
    assert "breaks 1" in (await hands_in(ravi, overview)).text
    shown = await looks(clara, "hair")
    assert say("publish", "approve") not in shown.labels
    assert await notice(clara, shown, forged, stale=True) == say("publish", "not_looked")
    moved = await opens(
        clara, shown, say("publish", "look_breaks", count=1), say("draft_trial", "breaks")
    )
    assert "Magnesium makes your hair grow, they say" in moved.text
    seen = await press(clara, moved, say("publish", "looked"))
    await press(clara, seen, say("publish", "approve"))
    await hears(ravi, "Clara approved it")


async def test_one_person_withdraws_a_claim_at_once_and_its_return_needs_two(
    server: BotApiServer, app: App, team: Team
) -> None:
    rita, clara, olga = team.rita, team.clara, team.olga
    shown = await shows_claim(rita, "nmn-sleep")
    why = say("claim_page", "why_withdraw")
    await opens(rita, shown, say("claim_page", "withdraw"), why)
    assert (await says(rita, "x")).text == say("claim_page", "short_why")
    done = await says(rita, "Its main source was retracted.")
    assert done.text == say("claim_page", "withdrawn")
    await hears(olga, "Its main source was retracted.")
    await until(lambda: "nmn-sleep" not in app._base.claims)
    past = await says(clara, "/history nmn-sleep")
    assert "Rita: Its main source was retracted." in past.text
    await opens(clara, past, past.labels[0], "taken back")
    kept = await says(clara, "The retraction was of another paper.")
    assert kept.text == say("claim_page", "put_back_draft")
    shown = await looks(rita, "sleep")
    await press(rita, shown, say("publish", "approve"))
    await until(lambda: "nmn-sleep" in app._base.claims)
    assert server.violations == []
