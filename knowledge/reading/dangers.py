"""Dangers in a message, whatever it claims: a medicine stopped, a poison swallowed, a baby given
something, too much of a vitamin, two things that do not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.assessment import Peril, Stance
from knowledge.model import Danger, Relation, SignKind
from knowledge.reading.doses import amounts, over_limit
from knowledge.reading.names import Match
from knowledge.reading.sentences import Kind
from knowledge.reading.statements import Statement
from knowledge.reading.vocabulary import MEDICINE, PERIL, Vocabulary

if TYPE_CHECKING:
    from knowledge.reading.reads import Read, Subject

ANY_MEDICINE = "prescribed"
"""The class for medicines without a name of their own; closer classes go before it."""
_REACH = 7
"""Words between "stop" and what is stopped."""
_BEFORE = 4
"""Words between a clinician and what the clinician stopped."""
_QUOTED = 160
"""Characters of a quote."""
_CLAIMED = frozenset(
    {
        Relation.IMPROVES,
        Relation.PREVENTS,
        Relation.REPLACES,
        Relation.IS_SAFE,
        Relation.HOW_TO_TAKE,
        Relation.IS_PROVEN,
    }
)
"""What is said of a poison by those who take it."""
_TAKING = ("relations.how-to-take", "relations.safe-with", "relations.is-safe")


@dataclass(frozen=True, slots=True)
class _Around:
    """A sentence, the substances that it speaks of, and its hazards by category or group."""

    one: Read
    substances: tuple[str, ...]
    hazards: Mapping[str, tuple[Match, ...]]
    medicines: tuple[tuple[str, int, int], ...]

    def has(self, *categories: str) -> bool:
        return any(self.hazards.get(f"danger.{each}") for each in categories)


def seen(
    reads: Sequence[Read],
    subjects: Sequence[tuple[Subject, ...]],
    statements: Sequence[Statement],
    vocabulary: Vocabulary,
) -> tuple[Peril, ...]:
    """The dangers of a message, each once, in reading order."""
    found: dict[str, Peril] = {}
    claimed = {each.substance for each in statements if each.relation in _CLAIMED}
    for one, of in zip(reads, subjects, strict=True):
        if one.sentence.kind is Kind.REFERENCE:
            continue
        around = _around(one, tuple(dict.fromkeys(each.id for each in of)), vocabulary)
        for danger in vocabulary.dangers.values():
            for peril in _perils(danger, around, claimed, vocabulary):
                held = found.get(danger.id)
                # What is asserted weighs more than a warning of the same.
                if held is None or (held.stance, peril.stance) == (Stance.DISPUTES, Stance.ASSERTS):
                    found[danger.id] = peril
    return tuple(_closest(found))


def _closest(found: Mapping[str, Peril]) -> Iterator[Peril]:
    """Without the line for any medicine where one for that medicine is said, and without the one
    for a child where a baby is meant."""
    hidden = set()
    if any(id_.startswith(("stop-", "skip-")) and id_ != "stop-medicine" for id_ in found):
        hidden.add("stop-medicine")
    if {"for-a-baby", "honey-for-a-baby"} & found.keys():
        hidden.add("for-a-child")
    if "honey-for-a-baby" in found:
        hidden.add("for-a-baby")
    yield from (peril for id_, peril in found.items() if id_ not in hidden)


def _around(one: Read, substances: tuple[str, ...], vocabulary: Vocabulary) -> _Around:
    hazards: dict[str, tuple[Match, ...]] = {}
    for match in one.hazards:
        group = match.name.group
        hazards[group] = (*hazards.get(group, ()), match)
    named = [(m.name.id, m.start, m.end) for m in hazards.get(MEDICINE, ())]
    taken = {at for _, start, end in named for at in range(start, end)}
    for mention in one.outcomes:
        for medicine in vocabulary.treated_by.get(mention.id, ()):
            if not taken & set(range(mention.start, mention.end)):
                named.append((medicine, mention.start, mention.end))
    return _Around(one, substances, hazards, tuple(named))


def _perils(
    danger: Danger, around: _Around, claimed: set[str], vocabulary: Vocabulary
) -> Iterator[Peril]:
    sign = danger.sign
    match sign.kind:
        case SignKind.STOPS:
            yield from _stopped(danger, around)
        case SignKind.SWALLOWS:
            yield from _swallowed(danger, around, claimed)
        case SignKind.PEOPLE:
            yield from _given(danger, around)
        case SignKind.DOING:
            yield from _done(danger, around)
        case SignKind.OVER_LIMIT:
            yield from _too_much(danger, around, vocabulary)
        case SignKind.WITH_MEDICINE:
            yield from _together(danger, around, vocabulary)


def _stopped(danger: Danger, around: _Around) -> Iterator[Peril]:
    """A medicine of the danger closely beside a word for stopping that no clinician says."""
    stops = around.hazards.get("danger.stops", ())
    clinicians = around.hazards.get("danger.clinician", ())
    for medicine, start, end in around.medicines:
        if medicine not in danger.sign.medicines:
            continue
        for stop in stops:
            far = max(start - stop.end, stop.start - end)
            inside = stop.start < end and start < stop.end
            by_clinician = any(0 <= stop.start - each.end < _BEFORE for each in clinicians)
            if far <= _REACH and not inside and not by_clinician:
                yield _peril(danger, around, medicine=medicine, denied=_denied(around, stop))
                return


def _denied(around: _Around, stop: Match) -> bool:
    """Whether a negator stands closely before the stopping: "never stop your insulin"."""
    return any(
        cue.category == "scope.negators" and 0 <= stop.start - cue.end <= 1
        for cue in around.one.cues
    )


def _swallowed(danger: Danger, around: _Around, claimed: set[str]) -> Iterator[Peril]:
    """Something that must not be taken, beside a way of taking it or a claim that it helps."""
    taken = around.has("takes", "injects", "inhales", "gives") or around.one.has(*_TAKING)
    for substance in danger.sign.substances:
        if substance in around.substances and (taken or substance in claimed):
            yield _peril(danger, around, substance)
            return
    if taken and any(match.name.id == danger.id for match in around.hazards.get(PERIL, ())):
        yield _peril(danger, around)


def _given(danger: Danger, around: _Around) -> Iterator[Peril]:
    """A substance for people who need care, given or asked about."""
    sign = danger.sign
    given = around.has("gives", "takes") or around.one.has(*_TAKING)
    if not around.has(sign.doing) or not (given or around.one.stance is Stance.ASKS):
        return
    for substance in around.substances:
        if substance in sign.except_for or (sign.substances and substance not in sign.substances):
            continue
        yield _peril(danger, around, substance)
        return


def _done(danger: Danger, around: _Around) -> Iterator[Peril]:
    """A way of taking that is dangerous for what is taken; an inhaler is no inhaling."""
    medicine = {at for _, start, end in around.medicines for at in range(start, end)}
    ways = around.hazards.get(f"danger.{danger.sign.doing}", ())
    if all(way.start in medicine for way in ways):
        return
    for substance in around.substances:
        if not danger.sign.substances or substance in danger.sign.substances:
            yield _peril(danger, around, substance)
            return


def _too_much(danger: Danger, around: _Around, vocabulary: Vocabulary) -> Iterator[Peril]:
    """An amount that is over the upper limit of the substance that is named nearest to it."""
    text = around.one.sentence.text
    for amount in amounts(text):
        named = [mention for mention in around.one.substances if not mention.generic]
        nearest = min(
            named,
            key=lambda mention: abs(text.lower().find(mention.words) - amount.at),
            default=None,
        )
        of = nearest.id if nearest else next(iter(around.substances), "")
        if of in vocabulary.substances and over_limit(amount, vocabulary.substances[of]):
            yield _peril(danger, around, of)
            return


def _together(danger: Danger, around: _Around, vocabulary: Vocabulary) -> Iterator[Peril]:
    """A substance and a medicine in one sentence that do not go together."""
    named = {
        vocabulary.medicines.get(medicine, ""): medicine for medicine, _, _ in around.medicines
    }
    for substance in around.substances:
        for interaction in vocabulary.substances[substance].interactions:
            if interaction.medicine in named:
                yield _peril(danger, around, substance, named[interaction.medicine])
                return


def _asks(one: Read) -> bool:
    """Whether a sentence asks as a whole: a question mark, or words of asking before all else."""
    asking = [cue.start for cue in one.cues if cue.category.startswith("stance.asks")]
    return one.sentence.question or (bool(asking) and min(asking) <= 1)


def _peril(
    danger: Danger,
    around: _Around,
    substance: str = "",
    medicine: str = "",
    *,
    denied: bool = False,
) -> Peril:
    stance = around.one.stance
    if stance is Stance.ASKS and not _asks(around.one):
        stance = Stance.ASSERTS
    warns = denied or (around.one.has("scope.advice-disclaimer") and stance is Stance.ASSERTS)
    if warns:
        stance = Stance.DISPUTES
    quote = around.one.sentence.text[:_QUOTED]
    return Peril(danger.id, stance, quote, substance, medicine)
