"""An answer as a value: enough to word it again at any time, without its message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knowledge import Assessment, Decision, Finding, Stance, Urgency, run_out


@dataclass(frozen=True, slots=True)
class Item:
    """One claim of an answer: its id and how the message stood to it. `about` is the substance that
    the message named, where the claim is a general one."""

    claim: str
    stance: Stance
    about: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A danger that the message got a line on: the id of the line, how the message stood to it, and
    the substance and the class of medicines that it is about, where it is about any."""

    danger: str
    stance: Stance
    substance: str = ""
    medicine: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one message got: ids only, no word of the message.

    `asked` are the choices of a "did you mean"; `language` is the message's; `helpline` tells
    whether the answer closes with one. `run_out` are claims that were found and are not answered
    from, because their review is too old.
    """

    id: str
    language: str
    urgent: Urgency | None
    concern: Urgency | None = None
    helpline: bool = False
    items: tuple[Item, ...] = ()
    warned: tuple[Warned, ...] = ()
    asked: tuple[str, ...] = ()
    tip_offs: tuple[str, ...] = ()
    unreviewed: tuple[tuple[str, str | None], ...] = ()
    substances: tuple[str, ...] = ()
    run_out: tuple[str, ...] = ()


def answer_of(assessment: Assessment, id_: str, today: date) -> Answer:
    """The answer to an assessed message on a day: what has run out by then is only named."""
    holding = [f for f in assessment.findings if not run_out(f.claim, today)]
    ended = [f for f in assessment.answers if run_out(f.claim, today)]
    return Answer(
        id=id_,
        language=assessment.language,
        urgent=assessment.urgent,
        concern=assessment.concern,
        helpline=assessment.helpline,
        items=tuple(_item(f) for f in holding if f.decision is Decision.ANSWER),
        warned=tuple(
            Warned(each.danger, each.stance, each.substance, each.medicine)
            for each in assessment.perils
        ),
        asked=tuple(f.claim.id for f in holding if f.decision is Decision.ASK),
        tip_offs=tuple(tip_off.kind for tip_off in assessment.tip_offs),
        unreviewed=tuple((pair.substance, pair.outcome) for pair in assessment.unreviewed),
        substances=assessment.substances,
        run_out=tuple(f.claim.id for f in ended),
    )


def _item(finding: Finding) -> Item:
    return Item(finding.claim.id, finding.stance, finding.named if finding.general else "")
