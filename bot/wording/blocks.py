"""The parts of an answer, each a piece of formatted text about reviewed claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import Claim, Relation, Safety, Snapshot, Stance, Status

_LABEL = 60
"""Characters of a button's label."""
_REASONS, _CAUTIONS, _SOURCES = 2, 2, 3
_ORDER = (Status.REFUTED, Status.UNPROVEN, Status.MIXED, Status.SUPPORTED)


def day(value: date) -> str:
    """A date as people read it: 22 November 2026."""
    return f"{value.day} {value:%B %Y}"


def label(claim: Claim, base: Snapshot) -> str:
    """What a claim is about, named without asserting it."""
    substance = base.substance(claim.substance).name
    outcome = base.outcome(claim.outcome).name
    plain = claim.relation is Relation.IS_SAFE and claim.outcome == "safety"
    key = "plainly-safe" if plain else claim.relation.value
    text = say("label", key, substance=substance, outcome=outcome)
    return text if len(text) <= _LABEL else text[: _LABEL - 1].rstrip() + "…"


def danger(claim: Claim) -> Text | None:
    """The danger, first of all; nothing for a claim without one."""
    if claim.safety is not Safety.DANGER or not claim.safety_facts:
        return None
    return Writer().bold(say("safety", "danger")).add(f" {claim.safety_facts[0]}").text()


def fact(claim: Claim, stance: Stance) -> Text:
    """The headline, with what the message made of it before and how sure we are after it."""
    writer = Writer()
    if stance in (Stance.DISPUTES, Stance.REPORTS):
        writer.line(say("stance", stance) + ":")
    writer.bold(claim.headline).line()
    writer.add(say("status", claim.status)).add(" ").add(say("certainty", claim.certainty))
    return writer.text()


def reasons(claim: Claim, most: int = _REASONS) -> Text:
    """Why: the first facts, and the best kind of evidence there is."""
    writer = Writer().bold(say("answer", "why")).line()
    for each in claim.facts[:most]:
        writer.line(f"• {each}")
    writer.add(say("evidence", claim.best_evidence))
    return writer.text()


def cautions(claim: Claim, most: int = _CAUTIONS) -> Text | None:
    """What is risky, after the danger that was said already."""
    said = 1 if claim.safety is Safety.DANGER else 0
    lines = claim.safety_facts[said : said + most]
    if not lines:
        return None
    kind = Safety.CAUTION if claim.safety is Safety.DANGER else claim.safety
    writer = Writer().bold(say("safety", kind)).line()
    for each in lines:
        writer.line(f"• {each}")
    return writer.text()


def whom_to_ask(claim: Claim) -> Text:
    """The one next step."""
    return Writer().bold(say("ask", claim.who_to_ask)).text()


def sources(claim: Claim, most: int = _SOURCES) -> Text:
    """Where it comes from, with links."""
    writer = Writer().bold(say("answer", "sources")).line()
    for source in claim.sources[:most]:
        year = f", {source.year}" if source.year else ""
        writer.add("• ").link(source.title, source.url).line(f" ({source.publisher}{year})")
    return writer.text()


def review(claim: Claim, today: date) -> Text:
    """Who reviewed it and when; an overdue review says so."""
    checked = claim.review
    writer = Writer()
    if checked.due < today:
        writer.line(say("answer", "overdue", due=day(checked.due)))
    sign_off = say("answer", "signed" if checked.clinician else "unsigned")
    writer.italic(
        say(
            "answer",
            "reviewed",
            reviewed=day(checked.reviewed),
            by=checked.by,
            sign_off=sign_off,
            due=day(checked.due),
        )
    )
    return writer.text()


def review_of_all(claims: Sequence[Claim]) -> Text:
    """One line on the reviews of several claims: the same for all, or from the oldest on."""
    oldest = min(claims, key=lambda claim: claim.review.reviewed).review
    if len({(c.review.by, c.review.reviewed, c.review.clinician) for c in claims}) > 1:
        return (
            Writer().italic(say("answer", "oldest_reviewed", reviewed=day(oldest.reviewed))).text()
        )
    sign_off = say("answer", "signed" if oldest.clinician else "unsigned")
    line = say(
        "answer", "all_reviewed", reviewed=day(oldest.reviewed), by=oldest.by, sign_off=sign_off
    )
    return Writer().italic(line).text()


def summary(claims: Sequence[Claim]) -> Text:
    """How many claims there are and how they stand, in one line."""
    counted = Counter(claim.status for claim in claims)
    if len(counted) == 1:
        alike = say("answer", "all_alike", count=len(claims))
        return Writer().add(f"{alike} {say('all_alike', claims[0].status)}").text()
    parts = ", ".join(
        say("counted", status, count=counted[status]) for status in _ORDER if counted[status]
    )
    return Writer().add(say("answer", "several", count=len(claims), parts=parts)).text()


def line_of(number: int, claim: Claim) -> Text:
    """One claim of several: headline, then both scales in short."""
    writer = Writer().bold(f"{number}. {claim.headline}").line()
    parts = [say("short_status", claim.status), say("short_certainty", claim.certainty)]
    if claim.safety is not Safety.ORDINARY:
        parts.append(say("short_safety", claim.safety))
    return writer.add(" · ".join(parts)).text()


def tip_offs(kinds: Iterable[str], base: Snapshot, most: int = 3) -> Text | None:
    """The sales patterns that were seen, each with why it matters."""
    known = [base.tip_off(kind) for kind in kinds if kind in base.vocabulary.tip_offs]
    if not known:
        return None
    writer = Writer().bold(say("answer", "tip_offs")).line()
    for pattern in known[:most]:
        writer.add("• ").add(pattern.name).line(f": {pattern.why}")
    return writer.text()


def perhaps(ids: Iterable[str], base: Snapshot) -> Text | None:
    """What the message may say besides; asked, not answered."""
    labels = [label(base.claims[id_], base) for id_ in ids if id_ in base.claims]
    if not labels:
        return None
    return Writer().add(say("asked", "perhaps_also") + " " + "; ".join(labels)).text()


def not_reviewed(pairs: Iterable[tuple[str, str | None]], base: Snapshot) -> Text | None:
    """What the message claims that nobody has reviewed."""
    named = []
    for substance, outcome in pairs:
        name = base.substance(substance).name
        named.append(f"{name} and {base.outcome(outcome).name}" if outcome else name)
    if not named:
        return None
    return Writer().add(say("answer", "not_reviewed", pairs="; ".join(named[:4]))).text()
