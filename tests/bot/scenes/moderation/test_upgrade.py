"""Buttons of before, after an upgrade: the bot is stopped, a newer library is taken in, the bot is
started again. What an old button was about may have changed, be called otherwise or be gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.intake.limits import NONE
from bot.wording.catalogue import say
from knowledge import Claim, Content, Snapshot, snapshot
from tests.bot.scenes.moderation.colleagues import becomes_owner, joins, link_of, press
from tests.bot.scenes.moderation.conftest import stored
from tests.bot.scenes.moderation.publishing.conftest import TRIED
from tests.bot.scenes.moderation.publishing.writing import (
    choice,
    edits,
    field,
    hands_in,
    hears,
    looks,
    notice,
    opens,
    says,
    shows_claim,
    writes_claim,
)
from tests.bot.scenes.moderation.seeded import ask
from tests.bot.stage import bot_at
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
GONE, CHANGED, RENAMED = "nmn-depression", "nmn-skin", "magnesium-sleep"
OLD_ID, NEW_ID, NEW_NAME = "magnesium", "magnesium-salts", "Magnesium salts"
NEW_HEADLINE = "It is not known whether NMN changes the skin of people."
SEVERAL = "NMN beats depression. NMN makes skin young. Magnesium helps you sleep."


def newer(content: Content) -> Content:
    """The library of the next version: one claim less, one said otherwise, a substance renamed."""

    def moved(claim: Claim) -> Claim:
        if claim.id == CHANGED:
            return replace(claim, headline=NEW_HEADLINE)
        return replace(claim, substance=NEW_ID) if claim.substance == OLD_ID else claim

    return replace(
        content,
        claims=tuple(moved(claim) for claim in content.claims if claim.id != GONE),
        substances=tuple(
            replace(each, id=NEW_ID, name=NEW_NAME) if each.id == OLD_ID else each
            for each in content.substances
        ),
    )


@dataclass(frozen=True)
class Pressed:
    """A button as it stood under a message before the upgrade."""

    person: Person
    message: Message
    data: str


@dataclass
class Before:
    """The people, what they had before them, and what could be pressed there."""

    ana: Person
    olga: Person
    rita: Person
    shown: dict[str, Message]
    buttons: list[Pressed]


async def before(server: BotApiServer, folder: Path, base: Snapshot, olga: Person) -> Before:
    """What people and members are in the middle of when the old version is stopped."""
    ana, rita = server.person("Ana"), server.person("Rita")
    await becomes_owner(olga, "Olga")
    await joins(rita, await link_of(olga, "reviewer"), "Rita")
    await olga.reply()
    shown = {
        "several": await says(ana, SEVERAL),
        "one": await says(ana, "NMN beats depression."),
        "left": await says(ana, "Magnesium heals my tinnitus."),
    }
    await hands_in(rita, await edits(rita, CHANGED, "phrasings", "nmn gave me glowing cheeks"))
    shown["approve edit"] = await looks(olga, "skin")
    await hands_in(rita, await writes_claim(rita))
    shown["approve new"] = await looks(olga, "memory")
    shown["written"] = await edits(rita, GONE, "phrasings", "nmn made my clouds go away")
    await says(rita, "/new")
    shown["begun"] = await says(rita, "magnesium")
    shown["claim"] = await shows_claim(rita, GONE)
    await ask(folder, base, {9_001: "is NMN good for tinnitus?", 9_002: "magnesium heals lisps"})
    shown["salts"] = await takes(rita, "magnesium")
    case = await press(rita, await takes(rita, "tinnitus"), say("case_button", "is"))
    label = next(each["text"] for each in case.buttons if each["callback_data"].endswith(GONE))
    shown["phrasing"] = await press(rita, case, label)
    buttons = {
        (person.id, button["callback_data"]): Pressed(person, message, button["callback_data"])
        for person in (ana, rita, olga)
        for message in person.replies
        for button in message.buttons
    }
    return Before(ana, olga, rita, shown, list(buttons.values()))


def labelled(message: Message, about: str) -> str:
    """The label of the button that is about this."""
    return next(label for label in message.labels if about in label)


async def takes(person: Person, about: str) -> Message:
    """Take the case of the queue that is about this."""
    queue = await says(person, "/queue")
    (line,) = [line for line in queue.text.splitlines() if about in line.casefold()]
    case = await press(person, queue, line.partition(".")[0])
    return await press(person, case, say("case_button", "take"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def old(
    server: BotApiServer, folder: Path, base: Snapshot, owner: Person
) -> AsyncIterator[Before]:
    """The bot of the newer version runs, and people have what the older one sent them."""
    await stored(folder, base.content)
    async with bot_at(server, folder, base, owners=[owner.id], tried=TRIED, fair=NONE):
        found = await before(server, folder, base, owner)
    content = newer(base.content)
    await stored(folder, content)
    upgraded = snapshot(content, version=base.version + 1, meaning=False)
    async with bot_at(server, folder, upgraded, owners=[owner.id], tried=TRIED, fair=NONE) as app:
        yield found
        assert app.version == upgraded.version


async def test_an_old_button_is_about_what_it_named_or_is_refused_and_never_silent(
    server: BotApiServer, old: Before, base: Snapshot
) -> None:
    await a_person_sees_the_claim_of_the_button_as_it_is_now(old, base)
    await a_button_of_another_form_is_refused(old)
    await a_member_goes_on_with_what_is_there_and_hears_of_what_is_not(old)
    await nothing_is_published_on_what_was_changed_or_renamed(old)
    for each in old.buttons:
        await each.person.presses(each.message, each.data, stale=True).answered()
    assert server.violations == []


async def a_person_sees_the_claim_of_the_button_as_it_is_now(old: Before, base: Snapshot) -> None:
    ana, several = old.ana, old.shown["several"]
    assert await notice(ana, several, labelled(several, "depression")) == say("notice", "withdrawn")
    assert NEW_HEADLINE in (await press(ana, several, labelled(several, "skin"))).text
    summary = await press(ana, several, say("button", "summary"))
    assert not any("depression" in label for label in summary.labels)
    shown = await press(ana, several, labelled(several, NEW_NAME))
    assert base.claims[RENAMED].headline in shown.text
    await press(ana, shown, say("button", "summary"))
    sources = await press(ana, several, say("button", "sources"))
    assert NEW_NAME in sources.text
    for key in ("helpful", "not_mine", "wrong"):
        pressed = await notice(ana, old.shown["one"], say("feedback", key))
        assert pressed == say("notice", "withdrawn")
    assert await notice(ana, sources, f"c:{GONE}", stale=True) == say("notice", "withdrawn")
    preview = await opens(
        ana, old.shown["left"], say("requesting", "button"), say("requesting", "title")
    )
    assert "Magnesium heals my tinnitus." in preview.text


async def nothing_is_published_on_what_was_changed_or_renamed(old: Before) -> None:
    olga, rita = old.olga, old.rita
    done = await press(olga, old.shown["approve edit"], say("publish", "approve"))
    assert done.text == say("publish", "changed")
    both = await press(
        rita, await hears(rita, say("publish", "author_changed")), say("draft", "to_merge")
    )
    assert NEW_HEADLINE in both.text
    done = await press(olga, old.shown["approve new"], say("publish", "approve"))
    assert done.text == say("upgraded", "approver")
    told = await hears(rita, say("upgraded", "author"))
    assert f"{OLD_ID!r} is not in the base" in told.text
    mended = await press(rita, told, say("draft", "mend"))
    await press(rita, mended, say("draft", "done", field=field("substance")))
    await says(rita, NEW_NAME)
    await press(rita, mended, say("draft_step", "all_fields"))
    assert "Tried on known messages" in (await hands_in(rita, mended)).text


async def a_member_goes_on_with_what_is_there_and_hears_of_what_is_not(old: Before) -> None:
    rita, shown = old.rita, old.shown
    # They were asked for words for this claim when the old version was stopped.
    told = await says(rita, "nmn chased my clouds away for good this time")
    assert told.text == say("desk", "claim_gone")
    case = shown["phrasing"]
    pressed = await notice(rita, case, f"m:isit:1:{GONE}", stale=True)
    assert pressed == say("desk", "claim_gone")
    assert await notice(rita, shown["claim"], say("claim_page", "edit")) == say("desk", "old")
    removed = await press(rita, shown["written"], say("draft", "hand_in"))
    assert say("draft_merge", "removed") in removed.text
    asked = await press(rita, shown["begun"], choice("relation", "improves"))
    assert field("outcome") in asked.text
    begun = await press(rita, shown["salts"], say("case_button", "new"))
    # The case is about a substance that is called otherwise by now.
    assert field("substance") in begun.text


async def a_button_of_another_form_is_refused(old: Before) -> None:
    forms = {
        "m:d-yes:1": say("publish", "stale"),
        **dict.fromkeys(("m:d-at:4:5", "m:d-set:4:5:1", "m:d-cut:4:13:0:6"), say("desk", "old")),
        **dict.fromkeys(("m:d-pick:4:0:nmn", "m:gone:1", "m:case:one"), say("desk", "old")),
    }
    for data, why in forms.items():
        assert await notice(old.rita, old.shown["begun"], data, stale=True) == why
