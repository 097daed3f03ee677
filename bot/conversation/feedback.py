"""What a person thinks of an answer: helpful, not their claim, or wrong."""

from __future__ import annotations

import re

from bot.conversation import keyboards
from bot.conversation.acts import Rate
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Acknowledge, Say
from bot.conversation.state import ChatState
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Objection, Verdict, explain

_DATA = re.compile(r"f:([hnw]):([0-9a-f]{1,16}):([0-9]{1,3})(?::([0-9a-f]{4}))?")
_VERDICTS = {"h": Verdict.HELPFUL, "n": Verdict.NOT_MINE, "w": Verdict.WRONG}


def pressed(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Take note of it, once an answer and claim; who says "not my claim" is offered more."""
    match = _DATA.fullmatch(incoming.data)
    if match is None or not incoming.private:
        return _notice(state, incoming, say("notice", "unknown"))
    verdict, answer, number = _VERDICTS[match[1]], state.answer(match[2]), int(match[3])
    claim = keyboards.claim_of(answer, keyboards.CLAIM, number) if answer else ""
    if answer is None or (match[4] and match[4] != keyboards.mark(claim)):
        return _notice(state, incoming, say("notice", "old"))
    if not claim:
        return _notice(state, incoming, say("notice", "unknown"))
    rated = f"{answer.id}:{keyboards.mark(claim)}"
    if why := _too_late(state, rated, claim, context):
        return _notice(state, incoming, why)
    said = _explained(claim, verdict, incoming.replied, context)
    turn = Turn(state.rating(rated), acts=(Rate(answer.id, said),))
    if verdict is not Verdict.NOT_MINE:
        thanks = "thanks" if verdict is Verdict.HELPFUL else "thanks_wrong"
        reply = Acknowledge(incoming.callback, say("feedback", thanks))
        return Turn(turn.state, (reply,), turn.acts)
    # It answers the person's own message, so that the next press tells which one that was.
    offer = Say(
        Text(say("feedback", "offer")), int(answer.id, 16), (keyboards.to_reviewers(answer.id),)
    )
    return Turn(turn.state, (Acknowledge(incoming.callback), offer), turn.acts)


def _too_late(state: ChatState, rated: str, claim: str, context: Context) -> str:
    """Why nothing is to be thought of it any more; empty when there is."""
    if rated in state.rated:
        return say("feedback", "before")
    # Nobody would look at it again: there is nothing left to look at.
    return "" if claim in context.base.claims else say("notice", "withdrawn")


def _explained(claim: str, verdict: Verdict, text: str, context: Context) -> Objection:
    """Why the message was answered with the claim, where the message still says so."""
    if verdict is Verdict.HELPFUL or not text:
        return Objection(claim, verdict)
    found = next((each for each in explain(text, context.base) if each.claim == claim), None)
    if found is None:
        return Objection(claim, verdict)
    return Objection(claim, verdict, found.probability, found.words)


def _notice(state: ChatState, incoming: Incoming, text: str) -> Turn:
    return Turn(state, (Acknowledge(incoming.callback, text),))
