"""What a text speaks of from sentence to sentence: its substances, its effects, its warnings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.model import Nature
from knowledge.reading.reads import Read, Subject
from knowledge.reading.sentences import Kind
from knowledge.reading.vocabulary import SUBSTANCE, Mention, Vocabulary

_EFFECTS = (
    "relations.improves-condition",
    "relations.improves-goal",
    "relations.worsens-goal",
    "relations.causes",
    "relations.prevents",
    "relations.raises",
    "relations.lowers",
)
ANY = "supplements"
"""The substance that stands for any remedy."""
_CLINICIANS = frozenset({"doctor", "doctors", "dr", "gp", "surgeon", "nurse", "hospital", "vet"})
_COMPARING = frozenset({"instead", "rather", "alternative", "substitute", "better", "same"})
_BACK = 2
"""Sentences that "instead" reaches back for the medicine that it means."""


def supported(reads: Sequence[Read]) -> tuple[Read, ...]:
    """The reads without vague substances that nothing supports ("iron will", "lead the team")."""
    sure = {m.id for one in reads for m in one.mentions if not m.ambiguous}
    kept = []
    for number, one in enumerate(reads):
        backed = _backs(one) or any(
            _backs(beside) and beside.has(*_EFFECTS, "relations.is-safe", "relations.unsafe")
            for beside in (*reads[max(0, number - 1) : number], *reads[number + 1 : number + 2])
            if beside.sentence.paragraph == one.sentence.paragraph
        )
        mentions = tuple(
            mention
            for mention in one.mentions
            if mention.kind != SUBSTANCE or not mention.ambiguous or mention.id in sure or backed
        )
        kept.append(replace(one, mentions=mentions))
    return tuple(kept)


def _backs(one: Read) -> bool:
    """Whether a sentence speaks of remedies or of an effect."""
    product = one.has("scope.product", "relations.how-to-take")
    return product or any(not mention.ambiguous for mention in one.outcomes)


def outcomes_supported(
    reads: Sequence[Read], subjects: Sequence[tuple[Subject, ...]]
) -> tuple[Read, ...]:
    """The reads without vague outcomes ("heart", "pressure") where no substance acts on them."""
    sure = {m.id for one in reads for m in one.mentions if not m.ambiguous}
    kept = []
    for one, of in zip(reads, subjects, strict=True):
        acted_on = bool(of) and (one.sentence.kind is Kind.ITEM or one.has(*_EFFECTS))
        mentions = tuple(
            mention
            for mention in one.mentions
            if mention.kind == SUBSTANCE
            or not mention.ambiguous
            or mention.id in sure
            or acted_on
            or bool(one.substances)
            or one.has("scope.product", "relations.how-to-take")
        )
        kept.append(replace(one, mentions=mentions))
    return tuple(kept)


def subjects_of(reads: Sequence[Read]) -> list[tuple[Subject, ...]]:
    """What each sentence speaks of: its own substances, or the topic carried to it."""
    subjects: list[tuple[Subject, ...]] = []
    topic: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    for one in reads:
        if one.sentence.kind is Kind.REFERENCE:
            subjects.append(())
            continue
        carried = listed if one.sentence.kind is Kind.ITEM else topic
        named = tuple(
            Subject(mention.id, mention)
            for mention in own_substances(one)
            if not (mention.generic and (carried or _closer_named(one)))
        )
        subjects.append(named or tuple(Subject(id_) for id_ in carried))
        if not named:
            continue
        topic = tuple(dict.fromkeys(subject.id for subject in named))
        if one.sentence.kind is not Kind.ITEM:
            listed = topic
    return _looked_ahead(reads, subjects)


def _closer_named(one: Read) -> bool:
    """Whether a sentence names a substance beside the name of a group ("star anise tea")."""
    return any(not mention.generic for mention in one.substances)


def _looked_ahead(
    reads: Sequence[Read], subjects: list[tuple[Subject, ...]]
) -> list[tuple[Subject, ...]]:
    """Sentences before the first named substance speak of it: "Tired? Depressed? Try NMN." """
    first = next((of for of in subjects if of), ())
    if len({subject.id for subject in first}) != 1:
        return subjects
    for number, one in enumerate(reads):
        if subjects[number]:
            break
        if one.sentence.kind is not Kind.REFERENCE:
            subjects[number] = (Subject(first[0].id),)
    return subjects


def sells_unnamed(reads: Sequence[Read]) -> bool:
    """Whether a message sells or praises a product without naming any substance that we know."""
    if any(one.substances for one in reads):
        return False
    return any(one.tip_offs for one in reads) and any(one.has("scope.product") for one in reads)


def unnamed(one: Read, vocabulary: Vocabulary, *, sold: bool) -> tuple[Subject, ...]:
    """Any remedy, for what is sold without a known name, and for a call to stop a medicine that
    names none: "Stop your insulin!" A person's own story, or a doctor's order, is no such call."""
    if sold and ANY in vocabulary.substances and one.has(*_EFFECTS, "relations.replaces"):
        return (Subject(ANY),)
    opens = any(
        cue.category == "relations.replaces"
        and cue.start <= 1
        and one.sentence.tokens[cue.start].folded not in _COMPARING
        for cue in one.cues
    )
    calls = opens and not one.has("scope.personal")
    medicine = any(vocabulary.nature(m.id) is Nature.MEDICINE for m in one.outcomes)
    told = any(token.folded in _CLINICIANS for token in one.sentence.tokens)
    return (
        (Subject(ANY),) if calls and medicine and not told and ANY in vocabulary.substances else ()
    )


def introductions(reads: Sequence[Read]) -> list[Read | None]:
    """For each list item that names substances only: the line that says what the list is for."""
    found: list[Read | None] = []
    introduction: Read | None = None
    for one in reads:
        if one.sentence.kind is not Kind.ITEM:
            introduction = one if one.outcomes else None
            found.append(None)
        else:
            alone = bool(one.substances) and not one.outcomes
            found.append(introduction if alone else None)
    return found


def medicine_before(
    number: int, reads: Sequence[Read], vocabulary: Vocabulary
) -> tuple[Mention, ...]:
    """The medicine last spoken of, in this sentence or the two before it in its paragraph: every
    meaning of its word."""
    paragraph = reads[number].sentence.paragraph
    for one in reversed(reads[max(0, number - _BACK) : number + 1]):
        if one.sentence.paragraph != paragraph:
            break
        named = [m for m in one.outcomes if vocabulary.nature(m.id) is Nature.MEDICINE]
        if named:
            return tuple(mention for mention in named if mention.start == named[-1].start)
    return ()


def warnings(reads: Sequence[Read]) -> tuple[set[int], set[int]]:
    """(sentences that warn or refer to a clinician, items of lists of side effects)."""
    warn: set[int] = set()
    items: set[int] = set()
    listing = False
    for number, one in enumerate(reads):
        introduces = one.has("scope.side-effect-list")
        if introduces or one.has("scope.advice-disclaimer"):
            warn.add(number)
        if introduces:
            listing = True
        elif listing and one.sentence.kind is Kind.ITEM:
            items.add(number)
        else:
            listing = False
    return warn, items


def own_substances(one: Read) -> tuple[Mention, ...]:
    """The substances that a sentence speaks of: not one that only names a measure beside another
    ("NMN raises your NAD+ levels" is about NMN)."""
    within = [
        mention
        for mention in one.substances
        if any(
            outcome.start <= mention.start
            and mention.end <= outcome.end
            and outcome.end - outcome.start > mention.end - mention.start
            for outcome in one.outcomes
        )
    ]
    others = tuple(mention for mention in one.substances if mention not in within)
    return others or one.substances
