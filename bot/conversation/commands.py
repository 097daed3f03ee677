"""Commands: /start, /help, /check, /country, /privacy, /mydata, /forget; a kind word on any
other."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import corrections, country, privacy, triage
from bot.conversation.context import Context, Turn
from bot.conversation.incoming import Incoming
from bot.conversation.replies import Say
from bot.conversation.state import ChatState
from bot.wording.catalogue import say, steps
from bot.wording.rich import Text, Writer

COMMANDS = {
    "start": "What I do",
    "help": "How to use me",
    "check": "Check a claim",
    "country": "Whose emergency numbers I show",
    "corrections": "Whether I tell you when an answer changes",
    "privacy": "What I keep of you, and for how long",
    "mydata": "All that I keep of you, as a file",
    "forget": "Erase all that I keep of you",
}
"""Shown in Telegram's menu."""


def obey(state: ChatState, incoming: Incoming, context: Context) -> Turn:
    """Answer a command."""
    match incoming.command:
        case "check" if incoming.text.strip():
            return triage.check(state, replace(incoming, command=""), context)
        case "country" if incoming.private:
            return country.choose(state, incoming, context)
        case "corrections" if incoming.private:
            return corrections.choose(state, incoming)
        case "privacy" | "mydata" | "forget":
            return privacy.obey(state, incoming, context)
        case "start":
            said = Say(_start())
        case "help":
            said = Say(_help())
        case "check":
            key = ("nothing", "send") if incoming.private else ("group", "reply_to_check")
            said = Say(Text(say(*key)), to=incoming.message)
        case "appeal" if incoming.private or context.blocked:
            outcome = "lifted" if context.blocked else "nothing_to_lift"
            said = Say(Text(say("waiting", outcome)), to=incoming.message)
        case _ if not incoming.private:
            # Another bot's command, most likely.
            return Turn(state)
        case _:
            said = Say(Text(say("command", "unknown")), to=incoming.message)
    return Turn(state, (said,))


def _start() -> Text:
    writer = Writer().bold(say("start", "hello")).line().line()
    writer.line(say("start", "how")).line()
    writer.italic(say("start", "example")).line().line()
    return writer.line(say("start", "not_a_doctor")).add(say("start", "privacy")).text()


def _help() -> Text:
    writer = Writer().bold(say("help", "title")).line()
    for step in steps("help", "steps"):
        writer.line(f"• {step}")
    writer.line().line(say("help", "scales")).line(say("help", "groups"))
    return writer.line(say("help", "limits")).add(say("start", "not_a_doctor")).text()
