"""Effects carried from an earlier sentence: "I could not sleep. Then magnesium. It works!" """

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.model import Nature
from knowledge.reading.reads import Read, Subject
from knowledge.reading.relations import relation_of
from knowledge.reading.sentences import Kind
from knowledge.reading.statements import Signals, Statement
from knowledge.reading.vocabulary import Mention, Vocabulary

_BACK = 4
"""Sentences that an effect may lie behind."""
_ACTS = (
    "relations.improves-condition",
    "relations.improves-goal",
    "relations.worsens-goal",
    "relations.causes",
    "relations.prevents",
)


def statements(
    number: int,
    reads: Sequence[Read],
    subjects: Sequence[tuple[Subject, ...]],
    vocabulary: Vocabulary,
) -> Iterator[Statement]:
    """What a sentence says of a substance without naming the effect, which was named before."""
    one = reads[number]
    # What an item of a list lacks comes from the line over the list, not from the item before.
    if not subjects[number] or one.sentence.kind is Kind.ITEM or _named(one, vocabulary):
        return
    acts = [cue for cue in one.cues if cue.category in _ACTS]
    if not acts and not one.substances:
        return
    behind = _effects_before(number, reads, subjects, vocabulary)
    if behind is None:
        return
    far, outcomes = behind
    for subject in subjects[number]:
        for mention in outcomes:
            made = _statement(number, one, subject, mention)
            relation = (
                relation_of(acts[0], mention, vocabulary.nature(mention.id)) if acts else None
            )
            signals = replace(made.signals, cue=relation is not None, near=1 - far / (_BACK + 1))
            yield replace(made, relation=relation, signals=signals)


def _effects_before(
    number: int,
    reads: Sequence[Read],
    subjects: Sequence[tuple[Subject, ...]],
    vocabulary: Vocabulary,
) -> tuple[int, tuple[Mention, ...]] | None:
    """(sentences back, the effects named there), if nothing else is credited with them."""
    own = {subject.id for subject in subjects[number]}
    for far in range(1, min(_BACK, number) + 1):
        earlier = reads[number - far]
        outcomes = _named(earlier, vocabulary)
        if outcomes:
            credited = {mention.id for mention in earlier.substances} - own
            return None if credited else (far, outcomes)
        if {mention.id for mention in earlier.substances} - own:
            return None
    return None


def _named(one: Read, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """The conditions and goals that a sentence names."""
    return tuple(
        mention
        for mention in one.outcomes
        if vocabulary.nature(mention.id) in (Nature.CONDITION, Nature.GOAL)
    )


def _statement(number: int, one: Read, subject: Subject, mention: Mention) -> Statement:
    named = subject.mention
    return Statement(
        substance=subject.id,
        relation=None,
        outcomes=(mention.id,),
        stance=one.stance,
        quote=one.sentence.text,
        sentence=number,
        words=(named.words if named else subject.id, mention.words),
        signals=Signals(
            named=named.sure if named else 1.0,
            carried=named is None,
            carried_outcome=True,
            vague_substance=bool(named and named.ambiguous),
            vague_outcome=mention.ambiguous,
            outcome=mention.sure,
        ),
    )
