"""/privacy, /mydata and /forget: what is kept of a person, shown to them, and erased.

The last two only in a private chat. What is kept of a group belongs to all who are in it: none of
them may take it as a file or erase it for the others, and who is an admin cannot be told from a
message alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.conversation.acts import Forget, TellData
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Acknowledge, Button, Edit, Keyboard, Say
from bot.conversation.state import ChatState
from bot.wording.catalogue import say, steps
from bot.wording.rich import Text, Writer

PREFIX = "p:"
_DATA = re.compile(r"p:([0-9a-f]{1,8}-[0-9a-f]{1,16}):([yn])")
_VALID_DAYS = 1
"""Days after which a question that was not answered is void."""


def obey(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Say what is kept, show it, or ask whether it shall be erased."""
    if incoming.command == "privacy":
        return Turn(state, (Say(_kept(), to=incoming.message),))
    if not incoming.private:
        return Turn(state, (Say(Text(say("privacy", "in_private")), to=incoming.message),))
    if incoming.command == "mydata":
        return Turn(state, acts=(TellData(incoming.message),))
    return _ask(state, incoming, context)


def pressed(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Erase everything, or nothing, as was answered. Only the latest question counts, and once."""
    match = _DATA.fullmatch(incoming.data)
    if match is None or not incoming.private:
        return _refused(state, incoming, say("notice", "unknown"))
    if match[1] != state.erasing or not _fresh(match[1], context.today):
        return _refused(state, incoming, say("privacy", "old"))
    done = Acknowledge(incoming.callback)
    if match[2] == "n":
        kept = Edit(incoming.message, Text(say("privacy", "nothing_erased")))
        return Turn(replace(state, erasing=""), (done, kept))
    return Turn(ChatState(), (done,), acts=(Forget(incoming.message),))


def erased(message: int, counts: dict[str, int]) -> Edit:
    """What was erased, in place of the question."""
    writer = Writer().bold(say("privacy", "done")).line()
    for what, count in counts.items():
        writer.line(f"• {say('privacy_erased', what, count=count)}")
    return Edit(message, writer.line().add(say("privacy", "not_mine")).text())


def _kept() -> Text:
    writer = Writer().bold(say("privacy", "title")).line()
    for step in steps("privacy", "kept"):
        writer.line(f"• {step}")
    writer.line().line(say("privacy", "sealed")).line().line(say("privacy", "mydata"))
    return writer.add(say("privacy", "forget")).text()


def _ask(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    id_ = f"{context.today.toordinal():x}-{incoming.message:x}"
    buttons: Keyboard = (
        (Button(say("privacy", "yes"), f"{PREFIX}{id_}:y"),),
        (Button(say("privacy", "no"), f"{PREFIX}{id_}:n"),),
    )
    asked = Say(Text(say("privacy", "sure")), to=incoming.message, buttons=buttons)
    return Turn(replace(state, erasing=id_), (asked,))


def _fresh(id_: str, today: date) -> bool:
    asked = int(id_.partition("-")[0], 16)
    return 0 <= today.toordinal() - asked <= _VALID_DAYS


def _refused(state: ChatState, incoming: Incoming, notice: str) -> Turn:
    return Turn(state, (Acknowledge(incoming.callback, notice),))
