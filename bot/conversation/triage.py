"""The main conversation: a message in, an evidence answer out."""

from __future__ import annotations

from bot.conversation import keyboards
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Say
from bot.conversation.state import ChatState
from bot.wording.answer import answer_of
from bot.wording.compose import reply_to
from knowledge import Urgency, assess


def check(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Answer a message, claim by claim. An edit that changes no finding stays silent."""
    answer = answer_of(assess(incoming.text, context.base), f"{incoming.message:x}")
    if incoming.edited and state.answer(answer.id) == answer:
        return Turn(state)
    text = reply_to(incoming.text, answer, context.base, context.today)
    if answer.urgent is Urgency.CRISIS:
        # Nothing of a crisis is remembered.
        return Turn(state, (Say(text, to=incoming.message),))
    buttons = keyboards.under(answer, context.base)
    said = Say(text, to=incoming.message, buttons=buttons)
    return Turn(state.remembering(answer), (said,))
