"""The short words of the website's frame, by key."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import yaml

from knowledge.model import Claim, Safety, Status

_FILE = Path(__file__).with_name("words.yaml")


@cache
def _words() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.load(
        _FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return loaded


def say(room: str, key: str, **values: object) -> str:
    """The words `room.key`, filled in. Raises KeyError for some that nobody wrote."""
    return str(_words()[room][key]).format(**values)


def room(name: str) -> dict[str, str]:
    """All words of a room, by key."""
    return dict(_words()[name])


def status_of(claim: Claim) -> str:
    """How good the evidence is, in words."""
    # Beside a danger, "not the same as false" would sound like leave to try.
    softened = claim.status is Status.UNPROVEN and claim.safety is Safety.DANGER
    return say("status", "unproven_danger" if softened else claim.status.value)


def whom_to_ask(claim: Claim) -> str:
    """The one next step."""
    return say("ask_danger" if claim.safety is Safety.DANGER else "ask", claim.who_to_ask.value)


def day(value: date) -> str:
    """A date as people read it: 22 November 2026."""
    return f"{value.day} {value:%B %Y}"
