"""`python -m docs.picture`: draws the pictures of the documents, as a phone shows them.

Needs Chromium on the path. What they show is what the bot says today, not a drawing of it.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from bot.wording.catalogue import say
from docs.stage import Person, Stage, playing

MESSAGE = "NMN beats depression, no side effects! My cousin threw away her pills"
ASKED = "Two weeks of ashwagandha tea and my tinnitus is gone!! Call Maria +49 151 23456789"
ASKED_TOO = "does ashwagandha really stop ringing in the ears?"
ASKED_ELSE = (
    (9, "Mei", "My aunt threw away her thyroid pills and takes maca for her goiter"),
    (10, "Omar", "spirulina made my brother taller"),
)
HEADLINE = "No trial in people shows that NMN relieves depression; it was tried in mice only."
_HERE = Path(__file__).parent
_TEAM = _HERE / "moderators"
_DAY_MS = 24 * 3600 * 1000
_WEEKS = {
    "NMN beats depression!": (0, 1, 1, 1, 1, 2, 1, 1, 2, 1, 2, 2, 1, 2),
    "Magnesium helps you sleep": (1, 1, 2, 1, 1, 1, 1, 2, 2, 1, 2, 1, 3, 2),
    "ashwagandha stops tinnitus": (0, 0, 1, 0, 1, 0, 0, 1, 1, 2, 1, 0, 1, 1),
}
"""What is sent on each of fourteen days, and how often."""
_TRY = 0.5
"""Seconds between two looks whether something was told."""


async def drawn() -> None:
    """Play the scenes and draw what is seen."""
    _TEAM.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with playing(Path(folder), owner=1) as stage:
            await _weeks(stage)
            ana = stage.person(7, "Ana")
            await ana.sends(MESSAGE, forwarded=True)
            ana.draw(_HERE / "answer.png", 2)
            await _requests(stage, ana)
            rita = await _team(stage)
            await _cases(rita)
            await _draft(stage, rita)


async def _weeks(stage: Stage) -> None:
    """Two weeks go by before anything is drawn, so that there is something to count."""
    crowd = stage.person(20, "Somebody")
    for day in range(14):
        stage.behind_ms = (14 - day) * _DAY_MS
        for text, times in _WEEKS.items():
            for _ in range(times[day]):
                await crowd.sends(text, forwarded=True)
            if text.startswith("NMN") and times[day]:
                await crowd.presses(say("feedback", "helpful"))
    stage.behind_ms = 0


async def _requests(stage: Stage, ana: Person) -> None:
    """Some people send something to the reviewers, and one disagrees with an answer."""
    luis = stage.person(8, "Luis")
    await luis.sends("NMN beats depression!", forwarded=True)
    await luis.presses(say("feedback", "wrong"))
    others = [(stage.person(number, name), text) for number, name, text in ASKED_ELSE]
    for person, text in ((ana, ASKED), (luis, ASKED_TOO), *others):
        await person.sends(text, forwarded=True)
        await person.presses(say("requesting", "button"))
        if person is ana:
            person.draw(_TEAM / "consent.png")
        await person.presses(say("requesting", "send"))


async def _team(stage: Stage) -> Person:
    """An owner comes in and lets in a reviewer and a doctor."""
    olga = stage.person(1, "Olga")
    for text in ("/team", "Olga", "none"):
        await olga.sends(text)
    for number, name, role, job in (
        (2, "Rita", "reviewer", ""),
        (3, "Clara", "clinician", "doctor"),
    ):
        await olga.sends("/invite")
        await olga.presses(say("role", role))
        link = olga.last.rpartition("start=")[2].split()[0]
        person = stage.person(number, name)
        for text in (f"/start {link}", name, "none"):
            await person.sends(text)
        if job:
            await person.presses(say("profession", job))
    return stage.people[2]


async def _cases(rita: Person) -> None:
    await rita.sends("/queue")
    rita.draw(_TEAM / "queue.png")
    await rita.presses(_place(rita.last, "tinnitus"))
    await rita.presses(say("case_button", "take"))
    rita.draw(_TEAM / "case.png")
    await rita.presses(say("case_button", "new"))
    rita.draw(_TEAM / "step.png")
    await rita.sends("/cancel")
    await rita.sends("/stats")
    rita.draw(_TEAM / "stats.png", 2)


def _place(queue: str, about: str) -> str:
    """The number of the line of the queue that speaks of this."""
    line = next(line for line in queue.splitlines() if about in line)
    return line.partition(".")[0]


async def _draft(stage: Stage, rita: Person) -> None:
    """A reviewer changes a claim, a doctor looks at it."""
    clara = stage.people[3]
    await rita.sends("/claim nmn-depression")
    await rita.presses(say("claim_page", "edit"))
    await rita.presses(say("draft", "done", field=say("draft_field", "headline")))
    await rita.sends(HEADLINE)
    await rita.presses(say("draft_step", "preview"))
    rita.draw(_TEAM / "preview.png", 2)
    await rita.presses(say("draft_step", "all_fields"))
    await rita.presses(say("draft", "hand_in"))
    heard = len(clara.shown)
    while not any("second person" in str(m.get("text")) for m in clara.shown[heard - 1 :]):
        await asyncio.sleep(_TRY)
        await stage.settled()
    await clara.presses(say("publish", "look"))
    clara.draw(_TEAM / "approve.png")


if __name__ == "__main__":
    asyncio.run(drawn())
