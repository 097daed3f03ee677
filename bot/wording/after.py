"""What people read when the reviewers have done something: those who waited, those who were told
otherwise, and members in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.wording import blocks
from bot.wording.catalogue import say
from bot.wording.rich import LIMIT, Text, Writer, joined
from bot.wording.seen import claim_name
from bot.wording.spikes import Spike
from knowledge import Case, CaseKind, Claim, Safety, Scales, Snapshot, Status, said

_DAY_MS = 24 * 3600 * 1000
_RISKS = tuple(Safety)
_TOP = 3


def reviewed_now(answer: Text, asked_ms: int, now_ms: int) -> Text:
    """The answer to somebody who waited for it."""
    return joined([Text(say("after", _since(asked_ms, now_ms))), answer], LIMIT)


def not_answered(no_health_claim: bool) -> Text:
    """What the reviewers say to somebody whose message gets no answer."""
    return Text(say("after", "no_health" if no_health_claim else "given_up"))


def looked_again(label: str) -> Text:
    """What somebody reads who said that an answer was not right."""
    return Text(say("after", "looked_again", label=label))


def correction(claim: Claim, before: Scales, base: Snapshot) -> Text:
    """What has changed about a claim that somebody was told of, and why it matters. Without a link:
    nothing is to be followed here but the facts."""
    writer = Writer().bold(say("correction", "title")).line()
    writer.line(say("correction", "about", label=blocks.label(claim, base))).line()
    if claim.safety is Safety.DANGER and claim.safety_facts and before.safety != claim.safety:
        writer.bold(say("safety", "danger")).line(f" {said(claim.safety_facts[0])}").line()
    now = _standing(claim.status.value, claim.safety.value)
    if before.status in set(Status):
        old = _standing(before.status, before.safety)
        writer.line(say("correction", "before", standing=old))
    else:
        writer.line(say("correction", "was_withdrawn"))
    writer.line(say("correction", "now", standing=now)).line()
    writer.bold(claim.headline).line().line()
    writer.line(say("correction", _why(claim, before)))
    writer.add(blocks.whom_to_ask(claim).plain).line().line()
    return writer.italic(say("correction", "stop")).text()


def withdrawn(substance: str, outcome: str, base: Snapshot) -> Text:
    """That what somebody was told is not stood by any more; "" where nobody knows what it was."""
    writer = Writer().bold(say("correction", "title")).line()
    known = base.vocabulary
    if substance in known.substances and outcome in known.outcomes:
        label = f"{base.substance(substance).name} · {base.outcome(outcome).name}"
        writer.line(say("correction", "about", label=label))
    writer.line().line(say("correction", "withdrawn")).line()
    return writer.italic(say("correction", "stop")).text()


def digest(cases: Sequence[Case], spikes: Sequence[Spike], base: Snapshot, today: date) -> Text:
    """What waits for those who keep the base, in a few lines."""
    asked = [case for case in cases if case.kind is CaseKind.REQUEST]
    feedback = [case for case in cases if case.kind is CaseKind.FEEDBACK]
    due = [case for case in cases if case.kind is CaseKind.DUE and case.claim in base.claims]
    overdue = [case for case in due if base.claims[case.claim].review.due < today]
    writer = Writer().bold(say("digest", "title", day=blocks.day(today))).line()
    people = sum(case.reach for case in asked)
    writer.line(say("digest", "waiting", cases=len(asked), people=people))
    for case in asked[:_TOP]:
        title = case.title or say("digest", "untitled")
        writer.line(say("digest", "case", title=title, people=case.reach))
    writer.line(say("digest", "feedback", cases=len(feedback)))
    writer.line(say("digest", "overdue", due=len(due), claims=len(overdue)))
    for spike in spikes:
        name, usual = claim_name(spike.claim, base), f"{spike.usual:.1f}"
        writer.line(say("digest", "spike", claim=name, count=spike.count, usual=usual))
    return writer.line().add(say("digest", "go")).text()


def _since(asked_ms: int, now_ms: int) -> str:
    return "asked_days_ago" if now_ms - asked_ms > 2 * _DAY_MS else "asked_lately"


def _standing(status: str, safety: str) -> str:
    """Both scales in short words."""
    parts = [say("short_status", status)]
    if safety != Safety.ORDINARY:
        parts.append(say("short_safety", safety))
    return ", ".join(parts)


def _why(claim: Claim, before: Scales) -> str:
    """Why it matters: the risk first, then what the evidence says."""
    held = [risk.value for risk in _RISKS]
    if before.safety in held:
        risk = _RISKS.index(claim.safety) - held.index(before.safety)
        if risk:
            return "riskier" if risk > 0 else "less_risky"
    return {
        Status.REFUTED: "now_refuted",
        Status.UNPROVEN: "now_unproven",
        Status.MIXED: "now_mixed",
        Status.SUPPORTED: "now_supported",
    }[claim.status]
