"""Getting ready before the first message: what is read once, and what memory is left alone."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

from bot.conversation import ChatState, Context, Incoming, Kind, respond
from knowledge import Snapshot

_BESIDES = ("I took too many pills", "<a href='tg://user?id=1'>you</a>")
"""What needs something of its own: the model that hears alarms, and the one that tells languages
apart where words do not."""


def warm_up(base: Snapshot) -> None:
    """Answer a first message: word lists and sentences are read when first needed, and no person
    should wait for that."""
    claim = next((claim.claim for claim in base.claims.values()), "a first message")
    for text in (claim, *_BESIDES):
        first = Incoming(Kind.TEXT, chat=0, text=text)
        respond(ChatState(), first, Context(base, datetime.now(UTC).date()))


def set_apart() -> None:
    """Let the garbage collector pass over all that is there now: it is mostly the base, and to look
    through that again and again would hold up answers for a tenth of a second each time. A base
    that is replaced needs no collector to be gone."""
    gc.collect()
    gc.freeze()
