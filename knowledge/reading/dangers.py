"""Dangers in a message, whatever it claims: a medicine stopped, a poison swallowed, a baby given
something, too much of a vitamin, two things that do not go together.

What is named (a medicine, a substance) is looked up; what is done with it is heard (`alarms`), and
its plainest words (`danger.stops`) speak for it besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.assessment import Peril, Stance
from knowledge.model import Danger, SignKind
from knowledge.reading.doses import amounts, over_limit
from knowledge.reading.names import Match
from knowledge.reading.vocabulary import CUE_OF_DANGER, MEDICINE, PERIL, Vocabulary

if TYPE_CHECKING:
    from knowledge.reading.reads import Read, Subject

ENOUGH, WITH_NAME, WITH_WORDS = 0.5, 0.3, 0.2
"""The chance from which on something is given to people who need care: by itself, where what is
given is named, and where words for the people are there too."""
STOPPED, STOPPED_WITH_WORDS = 0.45, 0.35
"""The chance from which on a medicine that is named is stopped: by itself, and beside words for
stopping."""
TAKEN, TAKEN_WITH_WORDS = 0.4, 0.04
"""The same for a poison that is named: how likely it is that it is taken at all."""
UNNAMED = 0.8
"""The chance from which on a medicine is stopped that nobody has a name for."""
_REACH = 7
"""Words between "stop" and what is stopped."""
_QUOTED = 160
"""Characters of a quote."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some sentences of a message with the substances that they speak of, and the chance of each
    deed in them."""

    reads: Sequence[Read]
    subjects: Sequence[Sequence[Subject]]
    chances: Mapping[str, float]

    @property
    def substances(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.id for of in self.subjects for each in of))


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence of a passage, with the classes of medicines that it names (each with the place of
    its name), its cues of danger by kind, and the dangers that it names by phrase."""

    read: Read
    medicines: Sequence[tuple[str, int, int]]
    cues: Mapping[str, Sequence[Match]]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Looked:
    """A passage with what was looked up in it, once for all dangers."""

    parts: Sequence[_Part]
    subjects: Sequence[Sequence[Subject]]
    substances: Sequence[str]
    chances: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Found:
    """Where in a passage a danger shows, and what it is about."""

    at: Read
    substance: str = ""
    medicine: str = ""
    denied: bool = False


def seen(passages: Sequence[Passage], vocabulary: Vocabulary) -> tuple[Peril, ...]:
    """The dangers of a message, each once, in reading order."""
    found: dict[str, Peril] = {}
    for passage in (_looked(each, vocabulary) for each in passages):
        for danger in vocabulary.dangers.values():
            for one in _SEARCHES[danger.sign.kind](danger, passage, vocabulary):
                peril = _peril(danger, one)
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


def _looked(passage: Passage, vocabulary: Vocabulary) -> _Looked:
    parts = [_part(one, vocabulary) for one in passage.reads]
    return _Looked(parts, passage.subjects, passage.substances, passage.chances)


def _part(one: Read, vocabulary: Vocabulary) -> _Part:
    cues: dict[str, list[Match]] = {}
    things = set()
    for match in one.hazards:
        if match.name.group == PERIL:
            things.add(match.name.id)
        elif match.name.group != MEDICINE:
            cues.setdefault(match.name.group.removeprefix(CUE_OF_DANGER), []).append(match)
    return _Part(one, _medicines(one, vocabulary), cues, frozenset(things))


def _medicines(one: Read, vocabulary: Vocabulary) -> list[tuple[str, int, int]]:
    """The classes of medicines that a sentence names, with the place of each name."""
    named = [(m.name.id, m.start, m.end) for m in one.hazards if m.name.group == MEDICINE]
    taken = {at for _, start, end in named for at in range(start, end)}
    for mention in one.outcomes:
        for medicine in vocabulary.treated_by.get(mention.id, ()):
            if not taken & set(range(mention.start, mention.end)):
                named.append((medicine, mention.start, mention.end))
    return named


def _stopped(danger: Danger, passage: _Looked, _: Vocabulary) -> Iterator[_Found]:
    """A medicine of the danger, and a passage in which one is stopped."""
    chance = passage.chances["stops"]
    for part in passage.parts:
        for medicine, start, end in part.medicines:
            if medicine not in danger.sign.medicines:
                continue
            near = [
                stop
                for stop in part.cues.get("stops", ())
                if max(start - stop.end, stop.start - end) <= _REACH
                and not (stop.start < end and start < stop.end)
            ]
            # "Never stop your insulin" is heard as no stopping, and is to be agreed with.
            denied = any(_denied(part.read, stop) for stop in near)
            if chance >= STOPPED or denied or (near and chance >= STOPPED_WITH_WORDS):
                yield _Found(part.read, medicine=medicine, denied=denied)
                return
    if danger.id == "stop-medicine" and chance >= UNNAMED:
        yield _Found(passage.parts[0].read)


def _denied(one: Read, stop: Match) -> bool:
    """Whether a negator stands closely before the stopping: "never stop your insulin"."""
    return any(
        cue.category == "scope.negators" and 0 <= stop.start - cue.end <= 1 for cue in one.cues
    )


def _swallowed(danger: Danger, passage: _Looked, _: Vocabulary) -> Iterator[_Found]:
    """Something that must not be taken, in a passage in which something is."""
    chance = max(passage.chances[deed] for deed in ("swallows", "inhales", "injects"))
    for part in passage.parts:
        if chance < (TAKEN_WITH_WORDS if "takes" in part.cues else TAKEN):
            continue
        for mention in part.read.substances:
            if mention.id in danger.sign.substances:
                yield _Found(part.read, mention.id)
                return
        if danger.id in part.things:
            yield _Found(part.read)
            return


def _given(danger: Danger, passage: _Looked, _: Vocabulary) -> Iterator[_Found]:
    """Something given to people who need care."""
    sign = danger.sign
    chance = passage.chances[sign.doing]
    worded = [part.read for part in passage.parts if sign.doing in part.cues]
    if chance < (WITH_WORDS if worded else WITH_NAME):
        return
    at = worded[0] if worded else passage.parts[0].read
    named = [
        substance
        for substance in passage.substances
        if not sign.substances or substance in sign.substances
    ]
    unsafe = [substance for substance in named if substance not in sign.except_for]
    if unsafe or (not named and not sign.substances and chance >= ENOUGH):
        yield _Found(at, unsafe[0] if unsafe else "")


def _done(danger: Danger, passage: _Looked, _: Vocabulary) -> Iterator[_Found]:
    """A way of taking that is dangerous whatever is taken."""
    sign = danger.sign
    if passage.chances[sign.doing] >= ENOUGH:
        named = [s for s in passage.substances if not sign.substances or s in sign.substances]
        yield _Found(passage.parts[0].read, named[0] if named else "")


def _beside(danger: Danger, passage: _Looked, _: Vocabulary) -> Iterator[_Found]:
    """Something named by phrase and one of the medicines, in one passage."""
    done = next((part.read for part in passage.parts if danger.id in part.things), None)
    named = {medicine for part in passage.parts for medicine, *_ in part.medicines}
    if done and not named.isdisjoint(danger.sign.medicines):
        yield _Found(done)


def _too_much(_: Danger, passage: _Looked, vocabulary: Vocabulary) -> Iterator[_Found]:
    """An amount over the upper limit of the substance that is named nearest to it."""
    for part, subjects in zip(passage.parts, passage.subjects, strict=True):
        one, text = part.read, part.read.sentence.text
        for amount in amounts(text):
            named = [mention for mention in one.substances if not mention.generic]
            nearest = min(
                named,
                key=lambda mention: abs(text.lower().find(mention.words) - amount.at),
                default=None,
            )
            of = nearest.id if nearest else next((each.id for each in subjects), "")
            if of in vocabulary.substances and over_limit(amount, vocabulary.substances[of]):
                yield _Found(one, of)
                return


def _together(_: Danger, passage: _Looked, vocabulary: Vocabulary) -> Iterator[_Found]:
    """A substance and a medicine that do not go together, taken together."""
    if passage.chances["together"] < WITH_WORDS:
        return
    named = {
        vocabulary.medicines.get(medicine, ""): (medicine, part.read)
        for part in passage.parts
        for medicine, _, _ in part.medicines
    }
    for substance in passage.substances:
        for interaction in vocabulary.substances[substance].interactions:
            if interaction.medicine in named:
                medicine, one = named[interaction.medicine]
                yield _Found(one, substance, medicine)
                return


_SEARCHES = {
    SignKind.STOPS: _stopped,
    SignKind.SWALLOWS: _swallowed,
    SignKind.PEOPLE: _given,
    SignKind.DOING: _done,
    SignKind.OVER_LIMIT: _too_much,
    SignKind.WITH_MEDICINE: _together,
    SignKind.BESIDE: _beside,
}


def _peril(danger: Danger, found: _Found) -> Peril:
    one, stance = found.at, found.at.stance
    if stance is Stance.ASKS and not _asks(one):
        stance = Stance.ASSERTS
    if found.denied or (one.has("scope.advice-disclaimer") and stance is Stance.ASSERTS):
        stance = Stance.DISPUTES
    return Peril(danger.id, stance, one.sentence.text[:_QUOTED], found.substance, found.medicine)


def _asks(one: Read) -> bool:
    """Whether a sentence asks as a whole: a question mark, or words of asking before all else."""
    asking = [cue.start for cue in one.cues if cue.category.startswith("stance.asks")]
    return one.sentence.question or (bool(asking) and min(asking) <= 1)
