"""The guided editor: what is said at once, what is kept, what two people do at the same time."""

from __future__ import annotations

import pytest

from bot.app import App
from bot.wording.catalogue import say
from tests.bot.scenes.moderation.colleagues import press
from tests.bot.scenes.moderation.publishing.conftest import Team
from tests.bot.scenes.moderation.publishing.writing import (
    choice,
    edits,
    hands_in,
    hears,
    looks,
    next_step,
    notice,
    number_of,
    opens,
    says,
    shows_claim,
    types,
)
from tests.bot.stage import until
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
THEIRS = "NMN might make sleep a little better, but the trials are small."
MINE = "NMN might help some people to sleep better; trials disagree."


async def test_problems_are_said_at_once_and_a_draft_is_gone_on_with_later(
    server: BotApiServer, app: App, team: Team
) -> None:
    rita = team.rita
    first = await says(rita, "/new")
    assert say("draft_step", "title", number=1, count=15, field="Substance") in first.text
    assert say("draft_rule", "substance") in first.text
    assert (await says(rita, "snake grease")).text.count(say("draft_unclear", "no_substance")) == 1
    asked = await says(rita, "magnesium")
    await press(rita, asked, choice("relation", "prevents"))
    which = await says(rita, "hearing")
    assert say("draft_step", "which") in which.text
    await says(rita, "acne")
    await says(rita, "Magnesium keeps acne away")
    asked = await says(rita, "We can prove this miracle!")
    assert "a full stop" in asked.text
    assert "'miracle'" in asked.text
    # A forward is answered as ever; the draft waits.
    rita.forwards("NMN beats depression.")
    assert "NMN" in (await rita.reply()).text
    asked = await says(rita, "Magnesium may help a little against acne.")
    await press(rita, asked, choice("status", "unproven"))
    # A later choice may ask for another headline.
    assert "evidence is missing" in asked.text
    await press(rita, asked, choice("certainty", "low"))
    await press(rita, asked, choice("best_evidence", "none"))
    assert say("draft_unclear", "source_lines") in (await says(rita, "NIH")).text
    asked = await says(rita, "A blog\nMy title\n2020\nhttps://blog.example/x\nIt says so.")
    assert "publishers.yaml" in asked.text
    left = await press(rita, asked, say("draft_step", "later"))
    assert left.text == say("draft_step", "left")
    # Another day, another device.
    listed = await says(rita, "/drafts")
    overview = await press(rita, listed, say("draft", "open", number=1))
    assert "✓ Headline" in overview.labels
    assert await notice(rita, overview, say("draft_step", "preview")) == say(
        "draft_step", "no_preview"
    )
    lacking = await press(rita, overview, say("draft", "hand_in"))
    assert say("draft_step", "lacking", field="Facts") in lacking.text
    sure = await press(rita, lacking, say("draft", "drop"))
    gone = await press(rita, sure, say("draft", "drop_yes"))
    assert gone.text == say("draft", "dropped")
    # Its buttons are old now.
    assert await notice(rita, listed, "m:d-go:1", stale=True) == say("desk", "old")
    assert server.violations == []


async def test_the_preview_is_what_people_read(server: BotApiServer, app: App, team: Team) -> None:
    overview = await edits(team.rita, "nmn-skin", "phrasings", "nmn gave me glowing cheeks")
    title = say("draft_step", "preview_title")
    await opens(team.rita, overview, say("draft_step", "preview"), title)
    preview = await team.rita.reply()
    shown = await shows_claim(team.rita, "nmn-skin")
    assert preview.text.split("Reviewed")[0] == shown.text.split("Reviewed")[0]
    assert "glowing cheeks" not in preview.text


async def test_two_people_change_one_claim_and_neither_is_lost(
    server: BotApiServer, app: App, team: Team
) -> None:
    rita, ravi, clara = team.rita, team.ravi, team.clara
    hers = await edits(rita, "nmn-sleep", "headline", MINE)
    his = await edits(ravi, "nmn-sleep", "headline", THEIRS)
    his = await types(ravi, his, "phrasings", "nmn put me to sleep like a baby")
    await hands_in(ravi, his)
    shown = await looks(clara, "sleep")
    await press(clara, shown, say("publish", "approve"))
    await hears(ravi, "Clara approved it")
    rita.presses(hers, say("draft", "hand_in"))
    both = await rita.edit_of(hers)
    assert say("draft_merge", "title", name="Clara") in both.text
    assert MINE in both.text
    assert THEIRS in both.text
    assert "like a baby" in both.text
    chosen = await press(rita, both, say("draft_merge", "take", field="Headline"))
    assert say("draft_merge", "took", field="Headline") in chosen.labels
    undecided = await press(rita, chosen, say("draft_merge", "took", field="Headline"))
    merged = await press(rita, undecided, say("draft_merge", "keep_mine"))
    assert say("draft_merge", "done") in merged.text
    await hands_in(rita, merged)
    shown = await looks(clara, "sleep")
    assert f"− {THEIRS}" in shown.text
    assert f"+ {MINE}" in shown.text
    await press(clara, shown, say("publish", "approve"))
    await until(lambda: app._base.claims["nmn-sleep"].headline == MINE)
    assert "nmn put me to sleep like a baby" in app._base.claims["nmn-sleep"].phrasings
    assert server.violations == []


async def test_an_owner_is_removed_in_the_middle_of_editing(
    server: BotApiServer, app: App, team: Team
) -> None:
    oscar, olga = team.oscar, team.olga
    overview = await edits(oscar, "nmn-heart", "phrasings", "nmn mended my heart")
    number = number_of(overview)
    await press(oscar, overview, say("draft", "done", field="Headline"))
    shown = await says(olga, "/team")
    sure = await press(olga, shown, say("team", "remove", name="Oscar"))
    await press(olga, sure, say("team", "remove_yes", name="Oscar"))
    await hears(oscar, say("team", "you_are_out"))
    # What he types is anybody's message; his buttons do nothing.
    answer = await says(oscar, "NMN makes your heart young again.")
    assert "NMN" in answer.text
    for data in (f"m:d-in:{number}", f"m:d-see:{number}", f"m:d-yes:{number}:1"):
        assert await notice(oscar, overview, data, stale=True) == say("desk", "not_yours")
    # His draft is not lost: a colleague takes it over.
    listed = await says(team.clara, "/drafts")
    assert say("draft", "orphans") in listed.text
    label = next(label for label in listed.labels if label.startswith("Take over"))
    taken = await press(team.clara, listed, label)
    assert say("draft", "taken_over") in taken.text
    assert next_step() not in taken.labels
    assert server.violations == []
