"""What members do in scenes of writing and publishing, in short words."""

from __future__ import annotations

from bot.wording.catalogue import say
from tests.bot.scenes.moderation.colleagues import press
from tests.telegram.messages import Message
from tests.telegram.people import Person

SOURCE = """NIH Office of Dietary Supplements
Magnesium: fact sheet for health professionals
2022
https://ods.od.nih.gov/factsheets/Magnesium-HealthProfessional/
It names no trial on memory."""
HEADLINE = "It is not known whether magnesium helps memory."
BETTER = "It is not known whether magnesium helps people to remember."


def choice(name: str, value: str) -> str:
    """The label of a choice."""
    return say("draft_choice", f"{name} {value}")


def field(name: str) -> str:
    return say("draft_field", name)


def next_step() -> str:
    return say("draft_step", "next")


async def says(person: Person, text: str) -> Message:
    """Type something; the reply to it, whatever else they hear meanwhile."""
    sent = person.sends(text)
    while (reply := await person.reply()).get("reply_to_message", {}).get("message_id") != sent.id:
        pass
    return reply


async def hears(person: Person, about: str) -> Message:
    """The next message that speaks of this."""
    while about not in (message := await person.reply()).text:
        pass
    return message


async def opens(person: Person, message: Message, button: str, about: str) -> Message:
    """Press a button that answers with a new message, which speaks of this."""
    await person.presses(message, button).answered()
    return await hears(person, about)


async def notice(person: Person, message: Message, button: str, *, stale: bool = False) -> str:
    """What a button says that does nothing."""
    return str((await person.presses(message, button, stale=stale).answered())["text"])


async def writes_claim(
    person: Person,
    headline: str = HEADLINE,
    phrasing: str = "magnesium gave me my memory back",
    outcome: str = "memory",
) -> Message:
    """A claim on magnesium, from /new to all its steps; the overview."""
    await says(person, "/new")
    asked = await says(person, "magnesium")
    return await goes_on_writing(person, asked, headline, phrasing, outcome)


async def goes_on_writing(
    person: Person, asked: Message, headline: str, phrasing: str, outcome: str
) -> Message:
    """A claim, from its second step to its last; the overview."""
    await press(person, asked, choice("relation", "improves"))
    await says(person, outcome)
    await says(person, f"It is good for {outcome}")
    asked = await says(person, headline)
    for name, value in (
        ("status", "unproven"), ("certainty", "very low"), ("best_evidence", "none"),
    ):  # fmt: skip
        await press(person, asked, choice(name, value))
    asked = await says(person, SOURCE)
    await press(person, asked, next_step())
    asked = await says(person, "No trial on memory was found. [nods-2022]")
    await press(person, asked, next_step())
    await press(person, asked, choice("safety", "ordinary"))
    await press(person, asked, next_step())
    await press(person, asked, choice("who_to_ask", "doctor"))
    asked = await says(person, phrasing)
    return await press(person, asked, say("draft_step", "all_fields"))


async def hands_in(person: Person, overview: Message) -> Message:
    """Hand in; what they hear once it is tried."""
    done = await press(person, overview, say("draft", "hand_in"))
    assert done.text == say("draft", "handed_in")
    return await hears(person, "Tried on known messages")


def number_of(overview: Message) -> str:
    """The number of the draft, as its buttons have it."""
    return str(overview.buttons[0]["callback_data"]).split(":")[2]


async def shows_claim(person: Person, claim: str) -> Message:
    """/claim; the message with the buttons."""
    await says(person, f"/claim {claim}")
    return await person.reply()


async def edits(person: Person, claim: str, name: str, text: str) -> Message:
    """Type something for one field of a claim; the overview."""
    shown = await shows_claim(person, claim)
    return await types(person, await press(person, shown, say("claim_page", "edit")), name, text)


async def types(person: Person, overview: Message, name: str, text: str) -> Message:
    """Type something for one field of a draft that has it already; the overview."""
    await press(person, overview, say("draft", "done", field=field(name)))
    asked = await says(person, text)
    return await press(person, asked, say("draft_step", "all_fields"))


async def looks(person: Person, about: str) -> Message:
    """A colleague who was asked looks at the draft; the message with what changes."""
    asked = await hears(person, "asks for a second person")
    while about not in asked.text:
        asked = await hears(person, "asks for a second person")
    return await opens(person, asked, say("publish", "look"), say("publish", "changes"))
