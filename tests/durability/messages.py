"""Messages whose answers can be told apart: real claims, each with words that only its own answer
holds."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import wire
from bot.conversation import ChatState, Context, respond
from knowledge import Snapshot, library_snapshot


@dataclass(frozen=True, slots=True)
class Question:
    """What a person sends, and the words by which its answer is known."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Sending:
    """One message of the whole run: who sends it, and as which of theirs."""

    person: int
    place: int
    question: Question


def questions(most: int) -> list[Question]:
    """Claims of the library that get one answer with their own headline in it and no other's."""
    base = library_snapshot()
    found: list[Question] = []
    for claim in base.claims.values():
        answer = _answer(claim.claim, base)
        if claim.headline in answer and "\n\n1. " not in answer:
            found.append(Question(claim.claim, claim.headline))
        if len(found) == most:
            break
    return found


def plan(known: list[Question], updates: int, people: int, chance: random.Random) -> list[Sending]:
    """Who sends what when: each person different questions, everybody's mixed at random."""
    turns = [number % people for number in range(updates)]
    chance.shuffle(turns)
    shuffled = [chance.sample(known, len(known)) for _ in range(people)]
    sent = [0] * people
    result: list[Sending] = []
    for person in turns:
        place = sent[person]
        sent[person] += 1
        result.append(Sending(person, place, shuffled[person][place]))
    return result


def _answer(text: str, base: Snapshot) -> str:
    chat = {"id": 1, "type": "private", "first_name": "A"}
    message = {"message_id": 1, "date": 0, "chat": chat, "from": {**chat, "is_bot": False}}
    update = {"update_id": 1, "message": {**message, "text": text}}
    context = Context(base, datetime.now(UTC).date())
    turn = respond(ChatState(), wire.incoming(update, "loopback_bot"), context)
    return "\n".join(str(call.arguments.get("text", "")) for call in wire.calls(turn.replies, 1))
