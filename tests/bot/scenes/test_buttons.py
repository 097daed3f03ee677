"""Scenes with buttons: the details of an answer in place, also after a restart; never a trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import App
from bot.wording.catalogue import say
from knowledge import Snapshot, said
from tests.bot.stage import bot_at
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.server import BotApiServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLAIMS = {
    "turmeric-cancer": "Turmeric cures cancer.",
    "garlic-blood-pressure": "Garlic lowers blood pressure.",
    "biotin-hair-growth": "Biotin makes hair grow.",
    "magnesium-sleep": "Magnesium helps you sleep.",
    "nmn-depression": "NMN beats depression.",
    "vitamin-c-cold-treatment": "Vitamin C cures colds.",
}
LONG = "\n".join(CLAIMS.values())
SHORT = "\n".join(list(CLAIMS.values())[:2])
SOURCES, SUMMARY = say("button", "sources"), say("button", "summary")


def show_all(answer: Message) -> str:
    """The label of the button that shows everything."""
    beginning = say("button", "show_all", count="").strip()
    (label,) = [label for label in answer.labels if label.startswith(beginning)]
    return label


async def press(person: Person, message: Message, button: str) -> Message:
    """Press a button that works; the message as it reads then."""
    pressed = person.presses(message, button)
    assert "text" not in await pressed.answered()
    return await person.edit_of(message)


async def test_everything_is_shown_in_place_and_there_is_a_way_back(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    ana.forwards(LONG)
    answer = await ana.reply()
    first_text, first_labels, first_entities = answer.text, answer.labels, answer.entities
    headlines = [base.claims[id_].headline for id_ in CLAIMS]
    assert not all(headline in first_text for headline in headlines)

    await press(ana, answer, show_all(answer))
    assert all(headline in answer.text for headline in headlines)

    await press(ana, answer, "6")
    (shown,) = [id_ for id_ in CLAIMS if base.claims[id_].headline in answer.text]
    assert said(base.claims[shown].facts[0]) in answer.text
    links = {entity.get("url") for entity in answer.entities}
    assert {source.address for source in base.claims[shown].sources[:3]} - {""} <= links

    await press(ana, answer, SUMMARY)
    assert (answer.text, answer.labels, answer.entities) == (
        first_text,
        first_labels,
        first_entities,
    )

    await press(ana, answer, SOURCES)
    links = {entity.get("url") for entity in answer.entities}
    assert {base.claims[id_].sources[0].url for id_ in CLAIMS} <= links
    await press(ana, answer, SUMMARY)
    await press(ana, answer, first_labels[0])
    await app.settled()
    assert ana.replies == [answer]
    assert all("link_preview_options" in version for version in answer.versions)
    assert server.violations == []


async def test_every_claim_button_shows_the_claim_it_names(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    ana.forwards(LONG)
    answer = await ana.reply()
    labels = [label for label in answer.labels if label not in (SOURCES, show_all(answer))]
    assert labels
    for label in labels:
        await press(ana, answer, label)
        (shown,) = [id_ for id_ in CLAIMS if base.claims[id_].headline in answer.text]
        assert base.substance(base.claims[shown].substance).name in label
        await press(ana, answer, SUMMARY)
    assert server.violations == []


async def test_pressing_twice_changes_nothing_and_disturbs_nobody(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.forwards(LONG)
    answer = await ana.reply()
    data = answer.button(SOURCES)["callback_data"]
    for _ in range(2):
        await ana.presses(answer, data, stale=True).answered()
    ana.sends("/start")
    assert (await ana.reply()).text.startswith(say("start", "hello"))
    assert len(answer.versions) == 1
    assert server.violations == []


async def test_buttons_still_work_after_the_bot_was_stopped_and_started(
    lonely: BotApiServer, tmp_path: Path, base: Snapshot
) -> None:
    ana = lonely.person("Ana")
    async with bot_at(lonely, tmp_path, base) as app:
        ana.forwards(LONG)
        answer = await ana.reply()
        await app.settled()
    # Pressed while nobody is there: the press waits for the next start.
    pressed = ana.presses(answer, show_all(answer))
    async with bot_at(lonely, tmp_path, base) as app:
        assert "text" not in await pressed.answered()
        await ana.edit_of(answer)
        await press(ana, answer, "6")
        await press(ana, answer, SUMMARY)
        await app.settled()
    assert ana.replies == [answer]
    assert lonely.violations == []


@pytest.mark.parametrize(
    "data",
    [
        "", " ", "nonsense", "a:", "a:1", "a:1:", "a:1:s", "a:1:z0", "a:1:c999", "a:1:c0",
        "a:1:c-1", "a:1:l1000", "a:1:s0\n", "A:1:s0", "a:zz:s0", "a:1:s0; drop table chats",
        "../../etc/passwd", "🧂" * 16, "x" * 64, "\x00",
    ],
)  # fmt: skip
async def test_a_forged_button_is_refused_politely(
    server: BotApiServer, app: App, ana: Person, data: str
) -> None:
    ana.forwards(SHORT)
    answer = await ana.reply()
    pressed = await ana.presses(answer, data, stale=True).answered()
    assert pressed["text"] == say("notice", "unknown")
    assert not answer.edited
    assert server.violations == []


@pytest.mark.parametrize("data", ["a:fffffff:s0", "a:0:c1", "a:ffffffffffffffff:q0"])
async def test_a_button_of_an_answer_that_never_was_is_refused_politely(
    server: BotApiServer, app: App, ana: Person, data: str
) -> None:
    ana.forwards(SHORT)
    answer = await ana.reply()
    pressed = await ana.presses(answer, data, stale=True).answered()
    assert pressed["text"] == say("notice", "old")
    assert not answer.edited
    assert server.violations == []


async def test_the_buttons_of_very_old_answers_say_that_they_are_old(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.sends(LONG)
    oldest = await ana.reply()
    for _ in range(35):
        ana.sends(CLAIMS["nmn-depression"])
    await server.wait_for(lambda: len(ana.replies) == 36)
    pressed = await ana.presses(oldest, SOURCES).answered()
    assert pressed["text"] == say("notice", "old")
    assert not oldest.edited
    assert server.violations == []


async def test_a_button_of_before_an_edit_shows_no_claim_that_it_did_not_name(
    server: BotApiServer, app: App, ana: Person, base: Snapshot
) -> None:
    sent = ana.sends(SHORT)
    before = await ana.reply()
    ana.edits(sent, "\n".join(list(CLAIMS.values())[3:5]))
    after = await ana.reply()
    for label in [label for label in before.labels if label[0].isdigit()]:
        pressed = await ana.presses(before, label).answered()
        assert pressed["text"] == say("notice", "old")
    magnesium = next(label for label in after.labels if "Magnesium" in label)
    shown = await press(ana, after, magnesium)
    assert base.claims["magnesium-sleep"].headline in shown.text
    assert server.violations == []


async def test_a_button_on_a_deleted_message_is_answered_and_nothing_stops(
    server: BotApiServer, app: App, ana: Person
) -> None:
    ana.forwards(LONG)
    answer = await ana.reply()
    ana.chat().delete(answer.id)
    await ana.presses(answer, SOURCES).answered()
    ana.sends("/start")
    assert (await ana.reply()).text.startswith(say("start", "hello"))
    assert server.violations == []


async def test_the_buttons_of_a_group_work_for_all_its_members(
    server: BotApiServer, app: App, ana: Person
) -> None:
    luis = server.person("Luis")
    group = server.group("Family", [ana, luis])
    group.message(ana, f"/check {LONG}")
    answer = await group.reply()
    await press(luis, answer, SOURCES)
    await press(ana, answer, SUMMARY)
    assert server.violations == []
