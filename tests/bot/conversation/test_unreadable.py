"""Messages without text are told what to send instead."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from telegram.constants import MessageAttachmentType

from bot.conversation import Incoming, Kind
from bot.wording.catalogue import say
from knowledge import Snapshot, snapshot
from tests.bot.conversation.talk import Talk, only_say
from tests.make import content


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return snapshot(content())


def unreadable(media: str) -> Incoming:
    return Incoming(Kind.UNREADABLE, chat=7, message=42, media=media)


@pytest.mark.parametrize("media", [*(str(kind.value) for kind in MessageAttachmentType), "", "new"])
def test_every_kind_of_message_gets_an_answer(media: str, small: Snapshot) -> None:
    said = only_say(Talk(small).gets(unreadable(media)))
    assert re.search(r"\b(send|type)\b", said.text.plain, re.IGNORECASE)
    assert said.to == 42
    assert said.buttons == ()


@pytest.mark.parametrize(
    ("media", "key"),
    [
        ("photo", "photo"),
        ("voice", "voice"),
        ("audio", "voice"),
        ("video", "video"),
        ("video_note", "video"),
        ("animation", "video"),
        ("document", "document"),
        ("sticker", "sticker"),
        ("location", "other"),
    ],
)
def test_the_answer_fits_the_kind(media: str, key: str, small: Snapshot) -> None:
    said = only_say(Talk(small).gets(unreadable(media)))
    assert said.text.plain == say("unreadable", key)


def test_nothing_of_it_is_remembered(small: Snapshot) -> None:
    talk = Talk(small)
    before = talk.state
    talk.gets(unreadable("photo"))
    assert talk.state == before


def test_a_group_is_left_in_quiet(small: Snapshot) -> None:
    assert Talk(small).gets(replace(unreadable("photo"), private=False, addressed=False)) == ()
