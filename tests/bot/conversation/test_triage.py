"""A message in, an evidence answer out: urgent help first, silence never, no echo."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import ChatState, Context, Incoming, Kind, respond
from bot.conversation.replies import Say
from bot.wording.catalogue import note_for, say
from bot.wording.emergency import DIRECTORY
from knowledge import Content, Decision, Safety, Snapshot, Urgency, assess
from tests.bot.conversation.talk import Talk, buttons, only_say
from tests.make import TODAY

CLAIM = "NMN beats depression, no side effects!"
CRISIS = "I want to kill myself. NMN cures depression, garlic prevents colds!"


def test_a_claim_is_answered_under_its_message_and_remembered(base: Snapshot) -> None:
    talk = Talk(base)
    said = talk.asks("NMN cures depression", message=0x2A)
    assert said.to == 0x2A
    assert base.claim("nmn-depression").headline in said.text.plain
    (answer,) = talk.state.answers
    assert answer.id == "2a"
    assert [item.claim for item in answer.items] == ["nmn-depression"]


def test_every_answered_finding_of_a_forward_is_in_the_answer(base: Snapshot, article: str) -> None:
    talk = Talk(base)
    said = talk.asks(article)
    answered = [f.claim.id for f in assess(article, base).findings if f.decision is Decision.ANSWER]
    (answer,) = talk.state.answers
    assert [item.claim for item in answer.items] == answered
    assert len(answered) > 3
    assert f"{len(answered)} reviewed claims" in said.text.plain
    assert said.text.length <= 4_000


def test_a_supported_and_dangerous_claim_says_both_the_danger_first(base: Snapshot) -> None:
    text = Talk(base).asks("St John's wort for depression").text.plain
    assert text.startswith(say("safety", "danger"))
    assert say("status", "supported") in text


@pytest.mark.parametrize(
    "message", [CRISIS, "I want to kill myself", "I want to end my life, does NMN help?"]
)
def test_a_crisis_gets_help_and_nothing_else(message: str, base: Snapshot) -> None:
    talk = Talk(base)
    said = talk.asks(message)
    assert said.text.plain == (
        f"{say('urgent', 'crisis')}\n\n{say('urgent', 'crisis_now')}\n\n"
        f"{say('urgent', 'crisis_line')} {DIRECTORY}\n{say('urgent', 'set_country')}"
    )
    assert said.buttons == ()


def test_nothing_of_a_crisis_is_remembered(base: Snapshot) -> None:
    talk = Talk(base)
    talk.asks("NMN cures depression", message=1)
    before = talk.state
    talk.asks(CRISIS, message=2)
    assert talk.state == before


def test_an_edit_into_a_crisis_is_answered(base: Snapshot) -> None:
    talk = Talk(base)
    talk.asks("NMN cures depression")
    said = only_say(talk.says(CRISIS, edited=True))
    assert say("urgent", "crisis_now") in said.text.plain


def test_a_poisoning_gets_numbers_before_any_evidence(base: Snapshot) -> None:
    said = Talk(base).asks("My son swallowed a bottle of iron pills, does iron help tiredness?")
    assert said.text.plain.startswith(say("urgent", "poisoning"))
    assert "112" in said.text.plain
    assert said.buttons == ()


@pytest.mark.parametrize("message", ["", "   ", "🧂🧂", "?!", "…\n\u200b"])
def test_a_message_without_words_is_told_so(message: str, base: Snapshot) -> None:
    talk = Talk(base)
    said = talk.asks(message)
    assert said.text.plain == say("unreadable", "empty")
    assert said.buttons == ()
    (answer,) = talk.state.answers
    assert [*answer.items, *answer.asked, *answer.substances] == []


@pytest.mark.parametrize(
    "message", ["Hello there", "zzz", "你好", "<b>*_`", "\ud83e a", "a" * 9_000]
)
def test_a_message_without_a_claim_is_told_what_to_send(message: str, base: Snapshot) -> None:
    text = Talk(base).asks(message).text.plain
    assert text.endswith(say("nothing", "send"))


def test_a_known_substance_without_a_fitting_claim_gets_no_guess(base: Snapshot) -> None:
    message = "NAC cures hair loss"
    found = assess(message, base)
    assert found.answers == found.questions == ()
    text = Talk(base).asks(message).text.plain
    assert say("nothing", "no_answer") in text
    assert say("nothing", "no_warning") in text


def test_an_edit_that_changes_no_finding_stays_silent(base: Snapshot) -> None:
    talk = Talk(base)
    talk.asks("NMN cures depression")
    before = talk.state
    assert talk.says("NMN cures depression.", edited=True) == ()
    assert talk.state == before


def test_an_edit_that_changes_the_findings_is_answered_anew(base: Snapshot) -> None:
    talk = Talk(base)
    talk.asks("NMN cures depression")
    said = only_say(talk.says("Creatine causes hair loss", edited=True))
    assert "reatine" in said.text.plain
    assert len(talk.state.answers) == 1


def test_an_edit_of_a_message_that_was_never_seen_is_answered(base: Snapshot) -> None:
    assert only_say(Talk(base).says("NMN cures depression", edited=True)).to == 42


def test_the_same_message_twice_is_answered_twice(base: Snapshot) -> None:
    talk = Talk(base)
    assert talk.asks(CLAIM, message=1).text == talk.asks(CLAIM, message=2).text
    assert len(talk.state.answers) == 2


@pytest.mark.parametrize(
    ("message", "opening"),
    [
        ("It is a myth that NMN cures depression", say("stance", "disputes")),
        ("My aunt says NMN cures depression", say("stance", "reports")),
        ("Does NMN help depression?", "No trial in people"),
        ("NMN cures depression", "No trial in people"),
    ],
)
def test_the_answer_takes_up_how_the_message_stood_to_the_claim(
    message: str, opening: str, base: Snapshot
) -> None:
    assert Talk(base).asks(message).text.plain.startswith(opening)


def test_another_language_is_answered_with_a_line_of_its_own(base: Snapshot) -> None:
    text = Talk(base).asks("El NMN cura la depresión").text.plain
    assert text.startswith(note_for("es"))
    assert base.claim("nmn-depression").headline in text


@pytest.mark.parametrize("private", [True, False])
def test_a_message_to_nobody_is_left_alone(private: bool, base: Snapshot) -> None:
    talk = Talk(base)
    assert talk.says(CLAIM, private=private, addressed=False) == ()
    assert talk.state.answers == ()


def test_what_is_to_be_ignored_is_ignored(base: Snapshot) -> None:
    assert Talk(base).gets(Incoming(Kind.IGNORED, chat=7, text=CLAIM)) == ()


def test_a_phrasing_is_never_echoed_to_who_sends_it(base: Snapshot) -> None:
    """One dangerous phrasing after another; the only exception is a label of a choice."""
    echoed = []
    for claim in base.claims.values():
        if claim.safety is not Safety.DANGER:
            continue
        phrasing = claim.phrasings[-1]
        for reply in Talk(base).says(phrasing):
            assert isinstance(reply, Say)
            lines = [line for line in reply.text.plain.split("\n") if not line.startswith("• ")]
            if phrasing.casefold() in "\n".join(lines).casefold():
                echoed.append((claim.id, phrasing))
    assert echoed == []


def test_a_draft_is_never_answered_from(library: Content, base: Snapshot) -> None:
    drafts = [claim for claim in library.claims if not claim.published]
    assert drafts
    for draft in drafts:
        talk = Talk(base)
        said = talk.asks(draft.claim)
        assert draft.headline not in said.text.plain
        held = {i.claim for a in talk.state.answers for i in a.items}
        asked = {id_ for a in talk.state.answers for id_ in a.asked}
        assert draft.id not in held | asked


@pytest.mark.parametrize("first", ["ⓐ", "🄰"])
def test_a_crisis_in_fancy_letters_gets_help(first: str, base: Snapshot) -> None:
    shift = ord(first) - ord("a" if first == "ⓐ" else "A")
    plain = "I want to kill myself".lower() if first == "ⓐ" else "I WANT TO KILL MYSELF"
    message = "".join(c if c == " " else chr(ord(c) + shift) for c in plain)
    assert assess(message, base).urgent is Urgency.CRISIS
    assert say("urgent", "crisis_now") in Talk(base).asks(message).text.plain


def test_a_dangerous_answer_is_marked_as_urgent(base: Snapshot) -> None:
    talk = Talk(base)
    said = talk.asks("Turmeric cures cancer, garlic prevents colds")
    assert talk.state.answers[0].urgent is Urgency.DANGER
    assert said.text.plain.startswith(say("safety", "danger"))
    assert buttons(said.buttons)


def test_a_new_message_tells_what_it_was_answered_with(base: Snapshot) -> None:
    first = Incoming(Kind.TEXT, chat=7, message=42, text="NMN cures depression")
    turn = respond(ChatState(), first, Context(base, TODAY))
    assert turn.answered is not None
    assert [item.claim for item in turn.answered.items] == ["nmn-depression"]
    changed = replace(first, text="Garlic prevents colds", edited=True)
    again = respond(turn.state, changed, Context(base, TODAY))
    assert again.replies
    assert again.answered is None


@pytest.mark.parametrize("text", [CRISIS, "/start"])
def test_a_cry_for_help_and_a_command_tell_nothing(text: str, base: Snapshot) -> None:
    command = text.removeprefix("/") if text.startswith("/") else ""
    incoming = Incoming(Kind.TEXT, chat=7, message=42, text=text, command=command)
    assert respond(ChatState(), incoming, Context(base, TODAY)).answered is None
