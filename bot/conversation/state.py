"""What a chat remembers: its latest answers, so that their buttons work; no message."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.wording.answer import Answer, Item, Warned
from knowledge import Stance, Urgency

_REMEMBERED = 30
"""Answers of one chat whose buttons still work."""


@dataclass(frozen=True, slots=True)
class ChatState:
    """The answers of one chat, the newest last, and the code of the country that the person set."""

    answers: tuple[Answer, ...] = ()
    country: str = ""

    def answer(self, id_: str) -> Answer | None:
        """The answer of that id, if it is still remembered."""
        return next((answer for answer in self.answers if answer.id == id_), None)

    def remembering(self, answer: Answer) -> ChatState:
        """The state with this answer as its newest; one of the same id is replaced."""
        others = tuple(held for held in self.answers if held.id != answer.id)
        return replace(self, answers=(*others, answer)[-_REMEMBERED:])


def to_plain(state: ChatState) -> dict[str, Any]:
    """The state as plain data, for a JSON column."""
    return asdict(state)


def from_plain(plain: dict[str, Any] | None) -> ChatState:
    """A state from plain data; none is a new chat."""
    if not plain:
        return ChatState()
    answers = tuple(_answer(answer) for answer in plain["answers"])
    return ChatState(answers, plain.get("country", ""))


def _answer(plain: dict[str, Any]) -> Answer:
    return Answer(
        id=plain["id"],
        language=plain["language"],
        urgent=Urgency(plain["urgent"]) if plain["urgent"] else None,
        concern=Urgency(plain["concern"]) if plain.get("concern") else None,
        helpline=plain.get("helpline", False),
        items=tuple(
            Item(item["claim"], Stance(item["stance"]), item.get("about", ""))
            for item in plain["items"]
        ),
        warned=tuple(
            Warned(each["danger"], Stance(each["stance"]), each["substance"], each["medicine"])
            for each in plain.get("warned", ())
        ),
        asked=tuple(plain["asked"]),
        tip_offs=tuple(plain["tip_offs"]),
        unreviewed=tuple((pair[0], pair[1]) for pair in plain["unreviewed"]),
        substances=tuple(plain["substances"]),
    )
