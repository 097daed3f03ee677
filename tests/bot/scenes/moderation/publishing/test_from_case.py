"""Scenes from a message to its answer: sent to the reviewers, sorted by one, approved by another,
and told to who asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot import clock
from bot.app import App
from bot.wording.catalogue import say
from knowledge import (
    UNDO_MS,
    About,
    CaseKind,
    Database,
    Snapshot,
    sqlite_url,
    stored_cases,
)
from tests.bot.scenes.moderation.colleagues import press
from tests.bot.scenes.moderation.conftest import stored
from tests.bot.scenes.moderation.publishing.conftest import TRIED, Team
from tests.bot.scenes.moderation.publishing.writing import (
    edits,
    field,
    goes_on_writing,
    hands_in,
    hears,
    looks,
    notice,
    opens,
    says,
)
from tests.bot.stage import DATABASE, bot_at, until
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
UNKNOWN = "two weeks of nmn and I whistle in the shower again"
NAMELESS = "berberine hcl took eight kilos off my belly"
STRANGE = "magnesium makes my tomatoes and my marriage grow"


class Ahead:
    """A clock that can be put forward."""

    ms = 0

    def __call__(self) -> int:
        return clock.now() + self.ms


@pytest.fixture(scope="module")
def ahead() -> Ahead:
    return Ahead()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def app(
    server: BotApiServer, folder: Path, base: Snapshot, owner: Person, ahead: Ahead
) -> AsyncIterator[App]:
    await stored(folder, base.content)
    async with bot_at(server, folder, base, owners=[owner.id], tried=TRIED, now=ahead) as running:
        yield running


async def asks_reviewers(person: Person, text: str) -> None:
    """Forward a message that nothing is known of, and send it to the reviewers."""
    person.forwards(text)
    answer = await person.reply()
    await person.presses(answer, say("requesting", "button")).answered()
    preview = await person.reply()
    done = await press(person, preview, say("requesting", "send"))
    assert done.text == say("requesting", "sent")


async def takes_first(person: Person) -> Message:
    """Take the first case of the queue."""
    queue = await says(person, "/queue")
    case = await press(person, queue, "1")
    return await press(person, case, say("case_button", "take"))


async def opened_again(person: Person) -> Message:
    """The first case of the queue, which is theirs already."""
    return await press(person, await says(person, "/queue"), "1")


def base_of(app: App) -> Snapshot:
    return app._base


async def approves(person: Person, about: str) -> None:
    shown = await looks(person, about)
    await press(person, shown, say("publish", "approve"))


async def time_passes(app: App, ahead: Ahead, ms: int) -> None:
    ahead.ms += ms
    await app.go_rounds()
    await app.settled()


async def test_who_asked_is_answered_once_a_colleague_found_the_claim_and_another_agreed(
    server: BotApiServer, app: App, team: Team, base: Snapshot, ahead: Ahead
) -> None:
    ana = server.person("Ana")
    await asks_reviewers(ana, UNKNOWN)
    case = await takes_first(team.rita)
    assert UNKNOWN in case.text
    which = await press(team.rita, case, say("case_button", "is"))
    claim = base.claims["nmn-depression"]
    label = next(label for label in which.labels if "depression" in label.lower())
    asked = await press(team.rita, which, label)
    assert "nothing in it of a person" in asked.text
    assert (await says(team.rita, UNKNOWN)).text == say("resolving", "own_words")
    refused = await says(team.rita, "my name is Maria and nmn cheers me up")
    assert "something of a person: name" in refused.text
    await press(team.rita, await opened_again(team.rita), say("case_button", "is"))
    await press(team.rita, team.rita.replies[-1], label)
    assert (await says(team.rita, "nmn makes me whistle again")).text == say("draft", "handed_in")
    await hears(team.rita, "Tried on known messages")
    before = app.version
    await approves(team.olga, "phrasing")
    await until(lambda: app.version > before)
    # It can still be undone: nobody is told yet.
    await time_passes(app, ahead, UNDO_MS // 2)
    heard = len(ana.replies)
    await time_passes(app, ahead, UNDO_MS)
    await time_passes(app, ahead, UNDO_MS)
    news = ana.replies[heard:]
    assert len(news) == 1
    assert claim.headline in news[0].text
    assert UNKNOWN not in news[0].text
    assert UNKNOWN not in {p for each in base_of(app).claims.values() for p in each.phrasings}
    await time_passes(app, ahead, UNDO_MS)
    assert len(ana.replies) == heard + 1
    assert (await says(team.rita, "/queue")).text == say("queue", "empty")
    assert server.violations == []


async def test_who_asked_about_what_nobody_knew_is_answered_once_it_is_known_and_reviewed(
    server: BotApiServer, app: App, team: Team, ahead: Ahead
) -> None:
    ben, rita = server.person("Ben"), team.rita
    await asks_reviewers(ben, NAMELESS)
    case = await takes_first(rita)
    await press(rita, case, say("case_button", "new"))
    unknown = await says(rita, "Berberine")
    assert say("draft_unclear", "no_substance") in unknown.text
    # The claim stays open; what is not there is made first.
    asked = await press(rita, unknown, say("new_word", "make"))
    assert say("word_rule", "substance group") in asked.text
    await press(rita, asked, "herb")
    wrong = await says(rita, "en: berberine hcl, Magnesium\nes: berberina")
    assert "'Magnesium' is also a name of magnesium" in wrong.text
    names = await press(rita, wrong, say("draft_step", "cut", number=2))
    await hands_in(rita, await press(rita, names, say("draft_step", "all_fields")))
    await approves(team.olga, "New substance: Berberine")
    published = await hears(rita, "Olga approved it")
    there = await hears(rita, say("new_word", "is_there"))
    claim = await press(rita, there, say("new_word", "go_on"))
    assert "✓ Substance" in claim.labels
    asked = await press(rita, claim, field("relation"))
    headline = "It is not known whether berberine helps people to lose weight."
    overview = await goes_on_writing(
        rita, asked, headline, "berberine made my trousers loose", "weight loss"
    )
    await hands_in(rita, overview)
    before = app.version
    await approves(team.olga, "Berberine")
    await until(lambda: app.version > before)
    # A claim needs it now: it can no longer be undone.
    assert await notice(rita, published, say("publish", "undo")) == say(
        "new_word", "used", claim="berberine-weight-loss"
    )
    heard = len(ben.replies)
    for _ in range(3):
        await time_passes(app, ahead, UNDO_MS)
    (news,) = ben.replies[heard:]
    assert headline in news.text
    assert server.violations == []


async def test_a_new_name_is_proposed_from_a_case(
    server: BotApiServer, app: App, team: Team, ahead: Ahead
) -> None:
    await asks_reviewers(server.person("Eva"), STRANGE)
    case = await takes_first(team.rita)
    asked = await press(team.rita, case, say("case_button", "name"))
    assert asked.text == say("resolving", "name")
    assert (await says(team.rita, "magnesium")).text == say("resolving", "two_lines")
    strange = await says(team.rita, "snake grease\nfoo")
    assert strange.text.startswith("I know no such substance")
    assert "zh" in (await says(team.rita, "magnesium\nmagnisol\nxx")).text
    assert (await says(team.rita, "magnesium\nmagnisol")).text == say("draft", "handed_in")
    await hears(team.rita, "Tried on known messages")
    shown = await opens(
        team.olga,
        await hears(team.olga, "New name"),
        say("publish", "look"),
        say("publish", "changes"),
    )
    assert "magnisol" in shown.text


async def test_a_new_claim_begins_with_what_the_case_is_about(
    server: BotApiServer, app: App, team: Team
) -> None:
    queue = await says(team.rita, "/queue")
    opened = await press(team.rita, queue, "1")
    begun = await press(team.rita, opened, say("case_button", "new"))
    assert say("draft_rule", "relation") in begun.text or say("draft_rule", "outcome") in begun.text


async def test_a_case_about_a_claim_ends_when_the_claim_was_changed(
    server: BotApiServer, app: App, team: Team, folder: Path, ahead: Ahead
) -> None:
    database = await Database.open(sqlite_url(folder / DATABASE), migrate=False)
    about = About("NMN for skin", "nmn", "skin-ageing", "nmn-skin")
    async with database.write() as connection:
        for kind in (CaseKind.DUE, CaseKind.FEEDBACK):
            await stored_cases.open_case(connection, kind, about, ahead())
    overview = await edits(team.rita, "nmn-skin", "phrasings", "nmn gave me glowing cheeks")
    await hands_in(team.rita, overview)
    before = app.version
    await approves(team.olga, "skin")
    await until(lambda: app.version > before)
    for _ in range(2):
        await time_passes(app, ahead, UNDO_MS)
    async with database.read() as connection:
        left = await stored_cases.open_on(connection, "nmn-skin", list(CaseKind))
    await database.close()
    assert left == []
