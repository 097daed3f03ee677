"""/country: the country whose helplines are shown; set by the person, never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Say
from bot.conversation.state import ChatState
from bot.wording.catalogue import say
from bot.wording.rich import Text
from knowledge import Helplines

_FORGET = frozenset({"none", "forget", "-"})


def choose(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Keep the country that was named, forget it, or say which one is kept."""
    known = context.base.vocabulary.helplines
    asked = _plain(incoming.text)
    if not asked:
        held = known.get(state.country)
        return _said(state, incoming, _kept(held) if held else say("country", "none"))
    if asked in _FORGET:
        return _said(replace(state, country=""), incoming, say("country", "forgotten"))
    found = find(asked, known.values())
    if found is None:
        return _said(state, incoming, say("country", "unknown"))
    return _said(replace(state, country=found.country), incoming, _kept(found))


def find(name: str, countries: Iterable[Helplines]) -> Helplines | None:
    """The country of this name or code, in any language of the bot."""
    wanted = _plain(name)
    for country in countries:
        if wanted in map(_plain, (country.country, country.name, *country.names)):
            return country
    return None


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def _kept(country: Helplines) -> str:
    return say("country", "kept", country=country.name, number=country.emergency.number)


def _said(state: ChatState, incoming: Incoming, text: str) -> Turn:
    return Turn(state, (Say(Text(text), to=incoming.message),))
