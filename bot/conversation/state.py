"""What a chat remembers: its latest answers, so that their buttons work; no message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.wording.answer import Answer, Item, Warned
from knowledge import Stance, Urgency

_REMEMBERED = 30
"""Answers of one chat whose buttons still work."""


@dataclass(frozen=True, slots=True)
class Pending:
    """What a member of the team is in the middle of: which step, what it is about, and what they
    have said so far. Their next text belongs to it."""

    step: str
    about: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChatState:
    """The answers of one chat, the newest last, the code of the country that the person set, what a
    member of the team is in the middle of, whether corrections are wanted, the answers that the
    person has rated ("answer:mark of the claim"), and the id of the latest question whether all
    shall be erased."""

    answers: tuple[Answer, ...] = ()
    country: str = ""
    pending: Pending | None = None
    corrections: bool = True
    rated: tuple[str, ...] = ()
    erasing: str = ""

    def answer(self, id_: str) -> Answer | None:
        """The answer of that id, if it is still remembered."""
        return next((answer for answer in self.answers if answer.id == id_), None)

    def remembering(self, answer: Answer) -> ChatState:
        """The state with this answer as its newest; one of the same id is replaced."""
        others = tuple(held for held in self.answers if held.id != answer.id)
        return replace(self, answers=(*others, answer)[-_REMEMBERED:])

    def rating(self, what: str) -> ChatState:
        """The state in which this has been rated."""
        return replace(self, rated=(*self.rated, what)[-2 * _REMEMBERED :])


def to_plain(state: ChatState) -> dict[str, Any]:
    """The state as plain data, for a JSON column."""
    return asdict(state)


def from_plain(plain: dict[str, Any] | None) -> ChatState:
    """A state from plain data; none is a new chat."""
    if not plain:
        return ChatState()
    answers = tuple(_answer(answer) for answer in plain["answers"])
    pending = plain.get("pending")
    return ChatState(
        answers=answers,
        country=plain.get("country", ""),
        pending=Pending(**pending) if pending else None,
        corrections=plain.get("corrections", True),
        rated=tuple(plain.get("rated", ())),
        erasing=plain.get("erasing", ""),
    )


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
        run_out=tuple(plain.get("run_out", ())),
    )
