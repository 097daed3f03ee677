"""The parts of an answer, each a piece of formatted text about reviewed claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from bot.wording.catalogue import say
from bot.wording.rich import Text, Writer
from knowledge import Claim, Relation, Safety, Snapshot, Source, Stance, Status, run_out, said

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
    return Writer().bold(say("safety", "danger")).add(f" {said(claim.safety_facts[0])}").text()


def fact(claim: Claim, stance: Stance, about: str = "") -> Text:
    """The headline, with what the message made of it before and how sure we are after it. A general
    claim says that nothing closer on the substance `about` was reviewed."""
    writer = Writer()
    if about:
        writer.line(say("answer", "general", substance=about))
    if stance in (Stance.DISPUTES, Stance.REPORTS):
        writer.line(say("stance", stance) + ":")
    writer.bold(claim.headline).line()
    # Beside a danger, "not the same as false" would sound like leave to try.
    softened = claim.status is Status.UNPROVEN and claim.safety is Safety.DANGER
    status = say("status", "unproven_danger" if softened else claim.status.value)
    writer.add(status).add(" ").add(say("certainty", claim.certainty))
    return writer.text()


def reasons(claim: Claim, most: int = _REASONS) -> Text:
    """Why: the first facts, and the best kind of evidence there is."""
    writer = Writer().bold(say("answer", "why")).line()
    for each in claim.facts[:most]:
        writer.line(f"• {said(each)}")
    writer.add(say("evidence", claim.best_evidence))
    return writer.text()


def cautions(claim: Claim, most: int = _CAUTIONS) -> Text | None:
    """What is risky, after the danger that was said already."""
    first = 1 if claim.safety is Safety.DANGER else 0
    lines = claim.safety_facts[first : first + most]
    if not lines:
        return None
    kind = Safety.CAUTION if claim.safety is Safety.DANGER else claim.safety
    writer = Writer().bold(say("safety", kind)).line()
    for each in lines:
        writer.line(f"• {said(each)}")
    return writer.text()


def whom_to_ask(claim: Claim) -> Text:
    """The one next step."""
    room = "ask_danger" if claim.safety is Safety.DANGER else "ask"
    return Writer().bold(say(room, claim.who_to_ask)).text()


def sources(claim: Claim, most: int = _SOURCES) -> Text:
    """Where it comes from, with links."""
    return listed(Writer().bold(say("answer", "sources")).line(), claim.sources[:most])


def listed(writer: Writer, given: Sequence[Source]) -> Text:
    """Sources as lines with links, after what was written already; the title alone where no
    address of the publisher is known."""
    for source in given:
        year = f", {source.year}" if source.year else ""
        writer.add("• ")
        if source.address:
            writer.link(source.title, source.address)
        else:
            writer.add(source.title)
        writer.line(f" ({source.publisher}{year})")
    return writer.text()


def review(claim: Claim, today: date) -> Text:
    """Who reviewed it and when; an overdue review says so."""
    checked = claim.review
    writer = Writer()
    if run_out(claim, today):
        writer.bold(say("after", "ended", due=day(checked.due))).line()
    elif checked.due < today:
        writer.line(say("answer", "overdue", due=day(checked.due)))
    line = say(
        "answer",
        "reviewed",
        reviewed=day(checked.reviewed),
        by=checked.by,
        sign_off=_sign_off([claim]),
        due=day(checked.due),
    )
    return writer.italic(line).text()


def review_of_all(claims: Sequence[Claim], today: date) -> Text:
    """One line on the reviews of several claims: the same for all, or from the oldest on."""
    due = min(claim.review.due for claim in claims)
    reviewed = {(claim.review.by, claim.review.reviewed) for claim in claims}
    by, oldest = min(reviewed, key=lambda each: each[1])
    writer = Writer()
    if due < today:
        writer.line(say("answer", "overdue", due=day(due)))
    key = "all_reviewed" if len(reviewed) == 1 else "oldest_reviewed"
    values = {"reviewed": day(oldest), "by": by, "sign_off": _sign_off(claims), "due": day(due)}
    return writer.italic(say("answer", key, **values)).text()


def _sign_off(claims: Sequence[Claim]) -> str:
    signed = sum(claim.review.clinician for claim in claims)
    if signed == len(claims):
        return say("answer", "signed")
    return say("answer", "partly_signed" if signed else "unsigned")


def doubted(stances: Sequence[Stance]) -> Text | None:
    """A line where the message doubts or reports all that it names."""
    if len(set(stances)) == 1 and stances[0] in (Stance.DISPUTES, Stance.REPORTS):
        return Writer().add(say("stance", stances[0]) + ":").text()
    return None


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


def line_of(number: int, claim: Claim, about: str = "") -> Text:
    """One claim of several: headline, then both scales in short."""
    writer = Writer().bold(f"{number}. {claim.headline}").line()
    if about:
        writer.line(say("answer", "general", substance=about))
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


def perhaps(claims: Iterable[Claim], base: Snapshot) -> Text | None:
    """What the message may say besides; asked, not answered."""
    labels = [label(claim, base) for claim in claims]
    if not labels:
        return None
    return Writer().add(say("asked", "perhaps_also") + " " + "; ".join(labels)).text()


def ended(claims: Iterable[Claim], base: Snapshot) -> Text | None:
    """What was reviewed too long ago to be answered from; named, and nothing more."""
    labels = [label(claim, base) for claim in claims]
    if not labels:
        return None
    return Writer().add(say("after", "run_out", labels="; ".join(labels[:4]))).text()


def not_reviewed(pairs: Iterable[tuple[str, str | None]], base: Snapshot) -> Text | None:
    """What the message claims that nobody has reviewed."""
    named = []
    for substance, outcome in pairs:
        # A remembered answer may name what the vocabulary has lost since.
        if substance not in base.vocabulary.substances:
            continue
        name = base.substance(substance).name
        known = outcome in base.vocabulary.outcomes
        named.append(f"{name} and {base.outcome(outcome).name}" if outcome and known else name)
    if not named:
        return None
    return Writer().add(say("answer", "not_reviewed", pairs="; ".join(named[:4]))).text()
