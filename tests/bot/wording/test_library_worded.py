"""Every published claim of the real library, worded: nothing secret shown, nothing too long."""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import keyboards
from bot.wording import blocks, compose
from bot.wording.answer import Answer, Item
from bot.wording.catalogue import say
from bot.wording.rich import Style, Text
from knowledge import Certainty, Claim, Content, Safety, Snapshot, Stance, Status, said
from tests.bot.wording.shapes import TODAY, answer, assert_sendable, links, stretch, worded

LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "ru", "hi", "id", "ar", "zh")
VERBS = {
    Certainty.MODERATE: r"\bprobabl|\bseems?\b",
    Certainty.LOW: r"\b(may|might|could)\b",
    Certainty.VERY_LOW: r"\b(not know|not known|unknown|unclear)\b",
}


def squeezed(text: str) -> str:
    return " ".join(text.casefold().split())


def own_words(text: Text, label: str) -> str:
    """The text without the claim's label and the titles of sources; they have their own tests."""
    raw = text.plain.replace(label, "")
    for entity in text.entities:
        if entity.style is Style.LINK:
            raw = raw.replace(stretch(text, entity), "")
    return squeezed(raw)


def shown_phrasings(claim: Claim, texts: list[str]) -> list[tuple[str, str]]:
    whole = "\n".join(texts)
    return [(claim.id, each) for each in claim.phrasings if squeezed(each) in whole]


def test_no_phrasing_of_any_claim_is_ever_shown(base: Snapshot) -> None:
    assert sum(len(claim.phrasings) for claim in base.claims.values()) > len(base.claims)
    shown = [
        hit
        for claim in base.claims.values()
        for hit in shown_phrasings(
            claim, [own_words(text, blocks.label(claim, base)) for text in worded(claim, base)]
        )
    ]
    assert shown == []


def test_no_phrasing_is_shown_as_a_label(base: Snapshot) -> None:
    shown = [
        hit
        for claim in base.claims.values()
        for hit in shown_phrasings(claim, [squeezed(blocks.label(claim, base))])
    ]
    assert shown == []


def test_no_phrasing_is_the_title_of_a_source(base: Snapshot) -> None:
    shown = [
        hit
        for claim in base.claims.values()
        for hit in shown_phrasings(claim, [squeezed(source.title) for source in claim.sources])
    ]
    assert shown == []


def test_every_claim_words_into_messages_that_telegram_takes(base: Snapshot) -> None:
    for claim in base.claims.values():
        for text in worded(claim, base):
            assert_sendable(text, base)


def test_every_reply_holds_all_that_a_person_must_leave_with(base: Snapshot) -> None:
    """Also when the message has all that is optional too: nothing required gives way."""
    kinds = tuple(base.vocabulary.tip_offs)
    longest = sorted(base.vocabulary.substances, key=lambda id_: -len(base.substance(id_).name))
    outcome = max(base.vocabulary.outcomes, key=lambda id_: len(base.outcome(id_).name))
    pairs = tuple((id_, outcome) for id_ in longest[:4])
    for claim, language in zip(base.claims.values(), cycle(LANGUAGES)):
        full = answer(
            claim, language=language, tip_offs=kinds, unreviewed=pairs, asked=tuple(base.claims)[:3]
        )
        (one,) = compose.held(full, base)
        for text in (compose.reply(full, base, TODAY), compose.detail(one, TODAY)):
            assert_sendable(text, base)
            assert claim.headline in text.plain
            danger = claim.safety is Safety.DANGER
            softened = danger and claim.status is Status.UNPROVEN
            assert say("status", "unproven_danger" if softened else claim.status) in text.plain
            assert say("certainty", claim.certainty) in text.plain
            assert say("ask_danger" if danger else "ask", claim.who_to_ask) in text.plain
            assert blocks.day(claim.review.reviewed) in text.plain
            assert blocks.day(claim.review.due) in text.plain
            assert "signed off by a clinician" in text.plain
            expected = [(s.title, s.address) for s in claim.sources[:3] if s.address]
            assert links(text) == expected


def test_every_dangerous_claim_says_the_danger_first(base: Snapshot) -> None:
    dangerous = [c for c in base.claims.values() if c.safety is Safety.DANGER]
    assert dangerous
    for claim in dangerous:
        first = f"{say('safety', 'danger')} {said(claim.safety_facts[0])}"
        given = answer(claim, tip_offs=tuple(base.vocabulary.tip_offs), asked=(claim.id,))
        assert compose.reply(given, base, TODAY).plain.startswith(first)
        (one,) = compose.held(given, base)
        assert compose.detail(one, TODAY).plain.startswith(first)


def test_every_unproven_claim_without_a_danger_says_that_this_is_not_false(
    base: Snapshot,
) -> None:
    for claim in base.claims.values():
        text = compose.reply(answer(claim), base, TODAY).plain
        expected = claim.status is Status.UNPROVEN and claim.safety is not Safety.DANGER
        assert ("not the same as false" in text) is expected


@pytest.mark.parametrize("certainty", VERBS)
def test_the_verbs_of_headlines_follow_certainty(certainty: Certainty, base: Snapshot) -> None:
    borne_out = (Status.SUPPORTED, Status.MIXED)
    wrong = [
        (claim.id, claim.headline)
        for claim in base.claims.values()
        if claim.status in borne_out
        and claim.certainty is certainty
        and not re.search(VERBS[certainty], claim.headline, re.IGNORECASE)
    ]
    assert wrong == []


def test_what_is_sure_is_not_hedged(base: Snapshot) -> None:
    hedged = re.compile(r"\b(probably|may|might|could)\b", re.IGNORECASE)
    sure = [
        c
        for c in base.claims.values()
        if c.certainty is Certainty.HIGH and c.status is Status.SUPPORTED
    ]
    assert sure
    assert [(c.id, c.headline) for c in sure if hedged.search(c.headline)] == []


def test_a_draft_is_never_worded(library: Content, base: Snapshot) -> None:
    drafts = [claim for claim in library.claims if not claim.published]
    assert drafts
    for draft in drafts:
        given = answer(draft, asked=(draft.id,), substances=(draft.substance,))
        for text in (
            compose.reply(given, base, TODAY),
            compose.did_you_mean(given, base),
            compose.nothing(given, base, TODAY),
        ):
            assert draft.headline not in text.plain


@st.composite
def answers(draw: st.DrawFn, base: Snapshot) -> Answer:
    ids = st.sampled_from(list(base.claims))
    found = draw(st.lists(ids, unique=True, max_size=40))
    return Answer(
        id=draw(st.from_regex(r"[0-9a-f]{1,16}", fullmatch=True)),
        language=draw(st.sampled_from(LANGUAGES)),
        urgent=None,
        items=tuple(Item(id_, draw(st.sampled_from(Stance))) for id_ in found),
        asked=tuple(draw(st.lists(ids, unique=True, max_size=3))),
        tip_offs=tuple(draw(st.lists(st.sampled_from(list(base.vocabulary.tip_offs)), max_size=9))),
        unreviewed=tuple(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(list(base.vocabulary.substances)),
                        st.none() | st.sampled_from(list(base.vocabulary.outcomes)),
                    ),
                    max_size=9,
                )
            )
        ),
        substances=tuple(draw(st.lists(st.sampled_from(list(base.vocabulary.substances))))),
    )


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_message_holds_its_answer_can_be_sent(
    data: st.DataObject, base: Snapshot
) -> None:
    given = data.draw(answers(base))
    reply = compose.reply(given, base, TODAY)
    assert_sendable(reply, base)
    lists, sources = (
        [paged(given, base, number) for number in range(6) if given.items]
        for paged in (compose.every, compose.all_sources)
    )
    for page in lists + sources:
        assert_sendable(page.text, base)
        for one in page.shown:
            assert f"\n{one.number}. " in f"\n{page.text.plain}"
    rows = [
        *keyboards.under(given, base),
        *keyboards.back(given),
        *(row for page in lists for row in keyboards.of_list(given, page)),
        *(row for page in sources for row in keyboards.of_sources(given, page)),
    ]
    for row in rows:
        for button in row:
            assert 1 <= len(button.data.encode()) <= 64
            assert button.label.strip()
