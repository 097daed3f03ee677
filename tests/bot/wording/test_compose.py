"""Whole answers: what comes first, what gives way, and what an urgent message gets instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.wording import compose, emergency
from bot.wording.answer import Answer, Item
from bot.wording.catalogue import note_for, say, urgent_in
from bot.wording.compose import Held, Page
from bot.wording.rich import Text, Writer
from knowledge import Claim, ClaimState, Consult, Safety, Snapshot, Stance, Status, Urgency
from knowledge import snapshot as indexed
from tests.bot.wording.shapes import TODAY, answer, links, stretch
from tests.make import CLAIM, REVIEW, claim, content

DANGEROUS = claim(
    id="nac-depression",
    substance="nac",
    headline="NAC does not replace treatment.",
    safety=Safety.DANGER,
    safety_facts=("NAC clashes with a medicine.", "Ask first."),
    who_to_ask=Consult.PHARMACIST,
    status=Status.REFUTED,
)
SLEEP = [
    claim(id=f"nmn-sleep-{n:02}", outcome="sleep", headline=f"Headline on sleep {n:02}.")
    for n in range(20)
]
OVERDUE = REVIEW.due + timedelta(days=1)


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return indexed(content(CLAIM, DANGEROUS, *SLEEP))


def in_order(text: str, *parts: str) -> bool:
    at = 0
    for part in parts:
        at = text.find(part, at) + len(part)
        if at < len(part):
            return False
    return True


def test_one_claim_is_answered_in_the_order_of_what_matters(small: Snapshot) -> None:
    given = answer(DANGEROUS, unreviewed=(("nmn", "sleep"),))
    assert in_order(
        compose.reply(given, small, TODAY).plain,
        "NAC clashes with a medicine.",
        "NAC does not replace treatment.",
        say("status", Status.REFUTED),
        say("answer", "why"),
        "Ask first.",
        "NMN and sleep",
        say("ask_danger", Consult.PHARMACIST),
        say("answer", "sources"),
        "Reviewed 22 November 2026",
    )


def test_several_claims_start_with_the_danger_and_a_summary(small: Snapshot) -> None:
    given = answer(DANGEROUS, CLAIM, *SLEEP[:3])
    text = compose.reply(given, small, TODAY).plain
    assert text.startswith("⚠️ Danger: NAC clashes with a medicine.")
    assert in_order(
        text,
        "5 reviewed claims",
        f"1. {DANGEROUS.headline}",
        f"2. {CLAIM.headline}",
        f"3. {SLEEP[0].headline}",
        "2 more",
        say("ask_danger", Consult.PHARMACIST),
        "22 November 2026",
    )
    assert SLEEP[1].headline not in text
    assert text.count("on your own") == 1
    assert "Before you act" not in text


def test_several_claims_tell_unproven_from_refuted(small: Snapshot) -> None:
    text = compose.reply(answer(DANGEROUS, CLAIM), small, TODAY).plain
    assert say("short_status", Status.REFUTED) in text
    assert say("short_status", Status.UNPROVEN) in text


def test_the_language_of_the_message_gets_one_line(small: Snapshot) -> None:
    for given in (answer(CLAIM, language="es"), answer(language="es"), answer(*SLEEP)):
        text = compose.reply(given, small, TODAY).plain
        assert text.startswith(note_for("es")) is (given.language == "es")
        assert text.count(note_for("es")) == (given.language == "es")


@pytest.mark.parametrize("stance", Stance)
def test_the_reply_and_the_details_keep_the_stance_of_the_message(
    stance: Stance, small: Snapshot
) -> None:
    given = answer(CLAIM, stance=stance)
    (one,) = compose.held(given, small)
    for text in (compose.reply(given, small, TODAY), compose.detail(one, TODAY)):
        assert ("doubts this" in text.plain) is (stance is Stance.DISPUTES)
        assert ("reports this" in text.plain) is (stance is Stance.REPORTS)


def test_the_stance_is_that_of_the_claim_that_is_left(small: Snapshot) -> None:
    items = (Item("withdrawn", Stance.ASSERTS), Item(CLAIM.id, Stance.DISPUTES))
    text = compose.reply(replace(answer(), items=items), small, TODAY).plain
    assert "doubts this" in text


def test_a_withdrawn_or_draft_claim_is_left_out(small: Snapshot) -> None:
    given = answer("withdrawn", CLAIM, stance=Stance.ASKS)
    assert compose.held(given, small) == [Held(2, CLAIM, Stance.ASKS)]
    draft = claim(id="draft", state=ClaimState.DRAFT, headline="A secret draft.")
    base = indexed(content(CLAIM, draft))
    text = compose.reply(answer(draft, CLAIM), base, TODAY).plain
    assert CLAIM.headline in text
    assert "secret" not in text


def test_an_overdue_review_is_said_in_the_reply_and_in_the_details(small: Snapshot) -> None:
    given = answer(CLAIM)
    (one,) = compose.held(given, small)
    for text in (compose.reply(given, small, OVERDUE), compose.detail(one, OVERDUE)):
        assert "may have changed" in text.plain
    assert "may have changed" not in compose.reply(given, small, REVIEW.due).plain


def test_an_overdue_review_is_said_among_several_claims(small: Snapshot) -> None:
    given = answer(CLAIM, DANGEROUS)
    due, late = (compose.reply(given, small, day).plain for day in (REVIEW.due, OVERDUE))
    assert say("answer", "overdue", due="22 November 2027") in late
    assert "may have changed" not in due


def test_details_tell_all_facts_and_risks() -> None:
    full = claim(
        facts=tuple(f"Fact {n}." for n in range(6)),
        safety=Safety.DANGER,
        safety_facts=tuple(f"Risk {n}." for n in range(5)),
    )
    text = compose.detail(Held(1, full, Stance.ASSERTS), TODAY).plain
    assert all(each in text for each in full.facts + full.safety_facts)


@pytest.mark.parametrize("kind", [Urgency.CRISIS, Urgency.POISONING])
def test_an_urgent_message_gets_help_and_nothing_else(kind: Urgency, small: Snapshot) -> None:
    given = answer(
        CLAIM, DANGEROUS, urgent=kind, language="es", asked=(SLEEP[0].id,), substances=("nmn",)
    )
    text = compose.reply(given, small, TODAY)
    assert text == emergency.alone(kind, "es", None)
    assert text == compose.reply(answer(urgent=kind, language="es"), small, TODAY)
    assert "emergency number" in text.plain
    assert "NMN" not in text.plain


@pytest.mark.parametrize("kind", [Urgency.CRISIS, Urgency.POISONING])
@pytest.mark.parametrize("language", ["en", "es", "zh", "tlh"])
def test_urgent_help_is_in_the_own_language_first_and_in_english(
    kind: Urgency, language: str
) -> None:
    text, english = (
        emergency.alone(kind, language, None).plain,
        emergency.alone(kind, "en", None).plain,
    )
    assert text.startswith(urgent_in(kind, language))
    assert text.endswith(english)
    assert (text == english) is (language in ("en", "tlh"))


def test_the_crisis_reply_names_free_helplines() -> None:
    text = emergency.alone(Urgency.CRISIS, "en", None)
    assert links(text) == [(emergency.DIRECTORY, emergency.DIRECTORY)]
    assert "poison" not in text.plain
    assert links(emergency.alone(Urgency.CRISIS, "hi", None)) == links(text) * 2


def test_a_danger_is_no_reason_to_withhold_the_answer(small: Snapshot) -> None:
    text = compose.reply(answer(DANGEROUS, urgent=Urgency.DANGER), small, TODAY).plain
    assert DANGEROUS.headline in text


def test_an_unsure_finding_becomes_a_question_by_labels(small: Snapshot) -> None:
    given = answer(asked=(CLAIM.id, SLEEP[0].id, "withdrawn"), substances=("nmn",))
    text = compose.reply(given, small, TODAY).plain
    assert text.startswith(say("asked", "did_you_mean"))
    assert "• NMN for depression" in text
    assert "• NMN for sleep" in text
    assert text.count("•") == 2
    assert CLAIM.headline not in text
    assert CLAIM.claim not in text


def test_a_question_starts_with_its_dangers_and_closes_with_whom_to_ask(small: Snapshot) -> None:
    given = answer(asked=(CLAIM.id, DANGEROUS.id), language="es")
    text = compose.reply(given, small, TODAY).plain
    assert text.startswith("⚠️ Danger: NAC clashes with a medicine.")
    assert in_order(text, note_for("es"), say("asked", "did_you_mean"), "• NMN", "• NAC")
    assert text.endswith(say("nothing", "ask"))


def test_a_question_whose_choices_were_all_withdrawn_is_not_asked(small: Snapshot) -> None:
    text = compose.reply(answer(asked=("withdrawn",)), small, TODAY).plain
    assert say("asked", "did_you_mean") not in text


def test_the_choices_of_a_question_keep_their_numbers(small: Snapshot) -> None:
    given = answer(asked=("withdrawn", CLAIM.id, SLEEP[0].id))
    assert compose.asked(given, small) == [
        Held(2, CLAIM, Stance.ASSERTS),
        Held(3, SLEEP[0], Stance.ASSERTS),
    ]


def test_a_question_without_choices_is_answered_as_what_is_known(small: Snapshot) -> None:
    given = answer(asked=("withdrawn",), substances=("nac",))
    text = compose.reply(given, small, TODAY).plain
    assert text == compose.nothing(given, small).plain
    assert DANGEROUS.headline in text


@pytest.mark.parametrize("message", ["", " \n", "🧂🧂", "?!", "…\u200b"])
def test_a_message_without_words_is_told_so_and_one_with_words_is_answered(
    message: str, small: Snapshot
) -> None:
    empty = compose.reply_to(message, answer(), small, TODAY)
    assert empty == Text(say("unreadable", "empty"))
    given = answer(CLAIM)
    reply = compose.reply(given, small, TODAY)
    assert compose.reply_to(f"{message} NMN", given, small, TODAY) == reply


@pytest.mark.parametrize("message", ["ⓝⓜⓝ", "🄽🄼🄽"])
def test_a_message_in_fancy_letters_gets_the_answer_to_what_was_read_in_it(
    message: str, small: Snapshot
) -> None:
    for given in (answer(CLAIM), answer(urgent=Urgency.CRISIS)):
        reply = compose.reply(given, small, TODAY)
        assert compose.reply_to(message, given, small, TODAY) == reply


@pytest.mark.parametrize("stance", Stance)
def test_several_claims_keep_the_stance_that_the_message_has_to_all(
    stance: Stance, small: Snapshot
) -> None:
    text = compose.reply(answer(CLAIM, *SLEEP[:4], stance=stance), small, TODAY).plain
    for other in (Stance.DISPUTES, Stance.REPORTS):
        assert (say("stance", other) in text) is (stance is other)


def test_an_answer_may_name_what_the_message_says_perhaps(small: Snapshot) -> None:
    text = compose.reply(answer(CLAIM, asked=(SLEEP[0].id,)), small, TODAY).plain
    assert f"{say('asked', 'perhaps_also')} NMN for sleep" in text
    assert SLEEP[0].headline not in text


def test_no_claim_at_all_says_what_to_send(small: Snapshot) -> None:
    text = compose.reply(answer(), small, TODAY).plain
    assert say("nothing", "no_claim") in text
    assert say("nothing", "send") in text


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (answer(substances=("nmn",)), "no_claim"),
        (answer(substances=("nmn",), unreviewed=(("nmn", "safety"),)), "no_answer"),
        (answer(substances=("nmn",), tip_offs=("cure-all",)), "no_answer"),
    ],
)
def test_a_name_without_a_claim_is_told_apart_from_a_claim_without_a_review(
    given: Answer, why: str, small: Snapshot
) -> None:
    text = compose.reply(given, small, TODAY).plain
    assert text.startswith(say("nothing", why))
    assert CLAIM.headline in text


def test_nothing_reviewed_is_said_plainly_with_what_is_known() -> None:
    base = indexed(content(CLAIM, *SLEEP[:4], replace(DANGEROUS, id="z", substance="nmn")))
    given = answer(unreviewed=(("nmn", "safety"),), substances=("nmn", "nac"))
    text = compose.reply(given, base, TODAY).plain
    assert in_order(
        text,
        say("nothing", "no_answer"),
        "NMN and side effects and safety",
        f"⚠️ {DANGEROUS.headline}",
        say("nothing", "known_none", substance="NAC"),
        say("nothing", "ask"),
    )
    assert text.count("•") == 3


@pytest.mark.parametrize("pairs", [(), (("nmn", "sleep"),), (("gone", None),)])
def test_that_no_warning_is_not_safety_is_said_exactly_once(
    pairs: tuple[tuple[str, str | None], ...], small: Snapshot
) -> None:
    given = answer(unreviewed=pairs, substances=("nmn",))
    text = compose.reply(given, small, TODAY).plain
    assert text.count(say("nothing", "no_warning")) == 1


def test_a_list_of_claims_has_pages_that_hold_each_claim_once(small: Snapshot) -> None:
    given = answer(*SLEEP)
    pages = [compose.every(given, small, number) for number in range(3)]
    assert [(page.number, len(page.shown), page.is_last) for page in pages] == [
        (0, 8, False),
        (1, 8, False),
        (2, 4, True),
    ]
    assert [one.number for page in pages for one in page.shown] == list(range(1, 21))
    for page in pages:
        assert "20 reviewed claims" in page.text.plain
        for position, each in enumerate(SLEEP, 1):
            held = each in [one.claim for one in page.shown]
            assert (f"{position}. {each.headline}" in page.text.plain) is held
    assert compose.every(given, small, 999) == pages[-1]


def test_all_sources_are_listed_under_the_labels_of_their_claims(small: Snapshot) -> None:
    text = compose.all_sources(answer(CLAIM, DANGEROUS), small, 0).text
    assert in_order(text.plain, "1. NMN for depression", "2. NAC for depression")
    assert links(text) == [(s.title, s.url) for each in (CLAIM, DANGEROUS) for s in each.sources]


def test_the_sources_of_a_very_long_message_are_all_reachable(base: Snapshot) -> None:
    given = answer(*list(base.claims)[:60])
    pages = [compose.all_sources(given, base, number) for number in range(8)]
    assert [page.is_last for page in pages] == [False] * 7 + [True]
    for page in pages:
        assert links(page.text) == [
            (s.title, s.address) for one in page.shown for s in one.claim.sources[:2] if s.address
        ]
    assert [one.number for page in pages for one in page.shown] == list(range(1, 61))
    assert compose.all_sources(given, base, 999) == pages[-1]


@pytest.mark.parametrize("paged", [compose.every, compose.all_sources])
def test_on_a_page_each_claim_keeps_the_number_it_always_had(
    paged: Callable[[Answer, Snapshot, int], Page], small: Snapshot
) -> None:
    given = answer("withdrawn", *SLEEP[:3], "withdrawn too", *SLEEP[3:])
    first = paged(given, small, 0)
    assert [one.number for one in first.shown] == [2, 3, 4, 6, 7, 8, 9, 10]
    for one in first.shown:
        assert f"\n{one.number}. " in f"\n{first.text.plain}"
    assert "\n1. " not in f"\n{first.text.plain}"
    assert "\n5. " not in f"\n{first.text.plain}"


def part(name: str, length: int, *, optional: bool) -> tuple[Text, bool]:
    return Writer().bold(name).add("🧂" * (length // 2)).text(), optional


def test_optional_parts_give_way_from_the_end_until_all_fits() -> None:
    parts = [
        part("note", 10, optional=True),
        part("danger", 40, optional=False),
        part("patterns", 40, optional=True),
        part("ask", 20, optional=False),
    ]
    text = compose.fitted(parts, limit=100)
    assert text.length <= 100
    assert [stretch(text, entity) for entity in text.entities] == ["note", "danger", "ask"]


def test_what_fits_is_kept_and_empty_parts_leave_no_gap() -> None:
    text = compose.fitted(
        [(None, False), (Text("One."), True), (Text(""), False), (Text("2"), True)]
    )
    assert text.plain == "One.\n\n2"


def test_a_claim_with_very_long_texts_still_warns_first_and_fits() -> None:
    huge: Claim = replace(
        DANGEROUS,
        facts=("🧂 fact " * 300,) * 6,
        safety_facts=("Deadly.", "🧂 risk " * 100, "🧂 more " * 100),
    )
    text = compose.detail(Held(1, huge, Stance.ASSERTS), TODAY)
    assert text.length <= 4_000
    assert text.plain.startswith("⚠️ Danger: Deadly.")
    assert say("ask_danger", Consult.PHARMACIST) in text.plain
    assert "Reviewed 22 November 2026" in text.plain
