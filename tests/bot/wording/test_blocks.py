"""The parts of an answer: both scales, reasons, whom to ask, sources, reviews, sales patterns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from bot.wording import blocks
from bot.wording.catalogue import say
from bot.wording.rich import Style, Writer
from knowledge import (
    Certainty,
    Consult,
    Content,
    Evidence,
    Relation,
    Safety,
    Snapshot,
    Stance,
    Status,
    TipOffPattern,
    snapshot,
)
from tests.bot.wording.shapes import links, styled
from tests.make import CLAIM, REVIEW, SOURCE, TODAY, claim, content

OVERDUE = REVIEW.due + timedelta(days=1)


@pytest.fixture(scope="module")
def small() -> Snapshot:
    patterns = tuple(
        TipOffPattern(f"kind-{n}", f"Pattern {n}", f"reason {n}", {}) for n in range(4)
    )
    return snapshot(content(CLAIM, tip_offs=patterns))


@pytest.mark.parametrize(
    ("value", "text"),
    [(date(2026, 11, 22), "22 November 2026"), (date(2027, 1, 2), "2 January 2027")],
)
def test_dates_are_written_as_people_read_them(value: date, text: str) -> None:
    assert blocks.day(value) == text


@pytest.mark.parametrize("relation", Relation)
def test_a_label_names_the_substance_and_never_asserts_the_claim(
    relation: Relation, small: Snapshot
) -> None:
    given = claim(relation=relation)
    text = blocks.label(given, small)
    assert "NMN" in text
    assert text != given.claim
    assert CLAIM.phrasings[0] not in text


def test_a_label_is_cut_to_the_width_of_a_button(library: Content, base: Snapshot) -> None:
    labels = [blocks.label(each, base) for each in library.claims]
    assert max(map(len, labels)) <= 60
    assert all(text.strip("… ") for text in labels)


@pytest.mark.parametrize(("status", "safety"), list(product(Status, Safety)))
def test_status_and_safety_are_worded_apart(status: Status, safety: Safety) -> None:
    given = claim(status=status, safety=safety, safety_facts=("Risk one.", "Risk two."))
    fact = blocks.fact(given, Stance.ASSERTS).plain
    softened = status is Status.UNPROVEN and safety is Safety.DANGER
    assert say("status", "unproven_danger" if softened else status) in fact
    assert all(say("status", other) not in fact for other in set(Status) - {status})
    assert all(say("safety", each) not in fact for each in Safety)
    assert "Risk" not in fact
    risks = [part.plain for part in (blocks.danger(given), blocks.cautions(given)) if part]
    assert all(say("status", each) not in risk for risk in risks for each in Status)
    assert all(fact in "".join(risks) for fact in given.safety_facts)
    line = blocks.line_of(1, given).plain.split("\n")[1].split(" · ")
    assert line[0] == say("short_status", status)
    assert line[2:] == ([] if safety is Safety.ORDINARY else [say("short_safety", safety)])


@pytest.mark.parametrize("safety", [Safety.ORDINARY, Safety.CAUTION])
def test_only_a_dangerous_claim_has_a_danger(safety: Safety) -> None:
    assert blocks.danger(claim(safety=safety)) is None


def test_the_danger_is_named_in_words_and_not_said_twice() -> None:
    given = claim(safety=Safety.DANGER, safety_facts=("Clashes.", "Mania.", "Pregnancy."))
    danger, rest = blocks.danger(given), blocks.cautions(given)
    assert danger is not None
    assert danger.plain.endswith("Danger: Clashes.")
    assert rest is not None
    assert rest.plain == "Take care:\n• Mania.\n• Pregnancy."


def test_a_claim_without_a_risk_has_no_empty_heading() -> None:
    assert blocks.cautions(claim(safety=Safety.ORDINARY, safety_facts=())) is None
    assert blocks.cautions(claim(safety=Safety.DANGER, safety_facts=("One.",))) is None


@pytest.mark.parametrize("certainty", Certainty)
def test_certainty_is_said_after_the_headline(certainty: Certainty) -> None:
    fact = blocks.fact(claim(certainty=certainty), Stance.ASSERTS)
    assert styled(fact, Style.BOLD) == [CLAIM.headline]
    assert fact.plain.endswith(say("certainty", certainty))
    assert say("short_certainty", certainty) in blocks.line_of(1, claim(certainty=certainty)).plain


def test_unproven_says_that_it_is_not_the_same_as_false() -> None:
    assert "not the same as false" in blocks.fact(claim(), Stance.ASSERTS).plain
    refuted = blocks.fact(claim(status=Status.REFUTED), Stance.ASSERTS)
    assert "not the same as false" not in refuted.plain


def test_beside_a_danger_unproven_is_not_softened() -> None:
    fact = blocks.fact(claim(safety=Safety.DANGER), Stance.ASSERTS).plain
    assert say("status", "unproven_danger") in fact
    assert "not the same as false" not in fact


@pytest.mark.parametrize(
    ("stance", "opening"),
    [
        (Stance.ASSERTS, CLAIM.headline),
        (Stance.ASKS, CLAIM.headline),
        (Stance.DISPUTES, "Your message doubts this."),
        (Stance.REPORTS, "Your message reports this."),
    ],
)
def test_a_message_is_not_told_the_opposite_of_what_it_said(stance: Stance, opening: str) -> None:
    text = blocks.fact(CLAIM, stance).plain
    assert text.startswith(opening)
    assert CLAIM.headline in text


@pytest.mark.parametrize("evidence", Evidence)
def test_reasons_name_the_best_kind_of_evidence(evidence: Evidence) -> None:
    given = claim(best_evidence=evidence, facts=("One.", "Two.", "Three."))
    lines = blocks.reasons(given).plain.split("\n")
    assert lines[1:-1] == ["• One.", "• Two."]
    assert lines[-1] == say("evidence", evidence)
    assert "• Three." in blocks.reasons(given, most=6).plain


@pytest.mark.parametrize("consult", Consult)
def test_there_is_one_next_step(consult: Consult) -> None:
    assert blocks.whom_to_ask(claim(who_to_ask=consult)).plain == say("ask", consult)


@pytest.mark.parametrize("consult", Consult)
def test_a_danger_is_not_acted_on_alone(consult: Consult) -> None:
    text = blocks.whom_to_ask(claim(who_to_ask=consult, safety=Safety.DANGER)).plain
    assert text == say("ask_danger", consult)
    assert "on your own" in text


def test_what_was_read_in_a_copy_is_named_and_leads_nowhere() -> None:
    copied = replace(SOURCE, url="https://copies.example/x", seen="copy")
    text = blocks.sources(claim(sources=(copied,)))
    assert links(text) == []
    assert text.plain.split("\n")[1:] == ["• A review of many trials (Cochrane, 2024)"]


def test_sources_are_links_with_publisher_and_year() -> None:
    undated = replace(SOURCE, title="🧂 A page", url="https://example.org/a?b=c#d", year=None)
    text = blocks.sources(claim(sources=(SOURCE, undated)))
    assert links(text) == [(SOURCE.title, SOURCE.url), ("🧂 A page", "https://example.org/a?b=c#d")]
    assert text.plain.split("\n")[1:] == [
        "• A review of many trials (Cochrane, 2024)",
        "• 🧂 A page (Cochrane)",
    ]


@pytest.mark.parametrize("clinician", [True, False])
def test_a_review_shows_who_when_due_and_whether_a_clinician_signed_off(clinician: bool) -> None:
    given = claim(review=replace(REVIEW, clinician=clinician))
    text = blocks.review(given, REVIEW.reviewed).plain
    assert "22 November 2026" in text
    assert "22 November 2027" in text
    assert REVIEW.by in text
    assert ("not yet signed off by a clinician" in text) is not clinician
    assert "signed off by a clinician" in text


def test_an_overdue_review_is_worded_more_softly() -> None:
    softer = "may have changed"
    assert softer not in blocks.review(CLAIM, REVIEW.due).plain
    text = blocks.review(CLAIM, OVERDUE).plain
    assert softer in text
    assert "due again on 22 November 2027" in text


def test_reviews_that_are_alike_share_one_line() -> None:
    text = blocks.review_of_all([CLAIM, claim(id="other")], TODAY).plain
    assert "22 November 2026" in text
    assert REVIEW.by in text
    assert "not yet signed off" in text


def test_reviews_that_differ_name_the_oldest_date() -> None:
    older = claim(review=replace(REVIEW, reviewed=date(2025, 3, 4)))
    text = blocks.review_of_all([CLAIM, older], TODAY).plain
    assert "4 March 2025" in text
    assert "22 November 2026" not in text


@pytest.mark.parametrize("reviewed", [REVIEW.reviewed, date(2025, 3, 4)])
@pytest.mark.parametrize(
    ("clinicians", "key"),
    [((True, True), "signed"), ((True, False), "partly_signed"), ((False, False), "unsigned")],
)
def test_reviews_say_how_far_a_clinician_signed_off(
    clinicians: tuple[bool, bool], key: str, reviewed: date
) -> None:
    first, second = (replace(REVIEW, clinician=clinician) for clinician in clinicians)
    claims = [claim(review=first), claim(review=replace(second, reviewed=reviewed))]
    assert f"{say('answer', key)})" in blocks.review_of_all(claims, TODAY).plain


@pytest.mark.parametrize("reviewed", [REVIEW.reviewed, date(2025, 3, 4)])
def test_one_overdue_review_among_several_softens_them_all(reviewed: date) -> None:
    early = replace(REVIEW, reviewed=reviewed, due=date(2026, 12, 1))
    claims = [CLAIM, claim(review=early)]
    softer = say("answer", "overdue", due="1 December 2026")
    assert blocks.review_of_all(claims, date(2026, 12, 2)).plain.startswith(softer)
    assert "may have changed" not in blocks.review_of_all(claims, early.due).plain


def test_a_review_of_several_is_due_when_the_first_of_them_is() -> None:
    early = claim(review=replace(REVIEW, due=date(2026, 12, 1)))
    text = blocks.review_of_all([CLAIM, early], TODAY).plain
    assert "Due again 1 December 2026" in text
    assert "2027" not in text


@pytest.mark.parametrize("stance", [Stance.DISPUTES, Stance.REPORTS])
def test_a_message_that_doubts_or_reports_all_of_its_claims_is_told_so(stance: Stance) -> None:
    text = blocks.doubted([stance, stance])
    assert text is not None
    assert text.plain == f"{say('stance', stance)}:"


@pytest.mark.parametrize(
    "stances",
    [
        (Stance.ASSERTS, Stance.ASSERTS),
        (Stance.ASKS, Stance.ASKS),
        (Stance.DISPUTES, Stance.ASSERTS),
        (Stance.DISPUTES, Stance.REPORTS),
    ],
)
def test_stances_that_differ_or_assert_have_no_line_of_their_own(
    stances: tuple[Stance, ...],
) -> None:
    assert blocks.doubted(stances) is None


def test_the_summary_counts_each_status() -> None:
    claims = [claim(status=status) for status in (*Status, Status.REFUTED)]
    text = blocks.summary(claims).plain
    assert "5 reviewed claims" in text
    assert say("counted", Status.REFUTED, count=2) in text
    assert say("counted", Status.UNPROVEN, count=1) in text


@pytest.mark.parametrize("status", Status)
def test_claims_that_all_stand_alike_are_summed_up_in_words(status: Status) -> None:
    text = blocks.summary([claim(status=status)] * 3).plain
    assert "3 reviewed claims" in text
    assert say("all_alike", status) in text


def test_sales_patterns_are_named_with_their_reasons(small: Snapshot) -> None:
    text = blocks.tip_offs(("kind-1", "gone", "kind-0", "kind-2", "kind-3"), small)
    assert text is not None
    assert text.plain.split("\n")[1:] == [
        "• Pattern 1: reason 1",
        "• Pattern 0: reason 0",
        "• Pattern 2: reason 2",
    ]


@pytest.mark.parametrize("kinds", [(), ("gone",)])
def test_no_known_sales_pattern_has_no_heading(kinds: tuple[str, ...], small: Snapshot) -> None:
    assert blocks.tip_offs(kinds, small) is None


def test_what_is_not_reviewed_is_named_and_not_called_safe(small: Snapshot) -> None:
    text = blocks.not_reviewed((("nmn", "sleep"), ("nac", None)), small)
    assert text is not None
    assert "NMN and sleep; NAC" in text.plain
    assert "does not mean that it is safe" in text.plain
    assert blocks.not_reviewed((), small) is None


@pytest.mark.parametrize("pair", [("gone", None), ("gone", "sleep"), ("nmn", "gone")])
def test_an_old_answer_with_a_name_that_left_the_vocabulary_can_still_be_worded(
    pair: tuple[str, str | None], small: Snapshot
) -> None:
    text = blocks.not_reviewed((pair, ("nac", None)), small)
    assert text is not None
    assert "NAC" in text.plain


def test_an_outcome_that_left_the_vocabulary_leaves_its_substance(small: Snapshot) -> None:
    text = blocks.not_reviewed((("nmn", "gone"), ("gone", "sleep")), small)
    assert text is not None
    assert text.plain == say("answer", "not_reviewed", pairs="NMN")
    assert blocks.not_reviewed((("gone", "sleep"),), small) is None


def test_what_it_may_say_besides_is_named_by_label_only(small: Snapshot) -> None:
    text = blocks.perhaps((CLAIM,), small)
    assert text is not None
    assert text.plain == f"{say('asked', 'perhaps_also')} {blocks.label(CLAIM, small)}"
    assert blocks.perhaps((), small) is None


def test_sources_are_listed_after_what_was_written_already() -> None:
    text = blocks.listed(Writer().bold("1. NMN").line(), (SOURCE, SOURCE))
    assert styled(text, Style.BOLD) == ["1. NMN"]
    line = "• A review of many trials (Cochrane, 2024)"
    assert text.plain.split("\n") == ["1. NMN", line, line]
