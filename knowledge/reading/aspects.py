"""Statements on the taking itself: safety, dose, timing, approval, proof."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.assessment import Stance
from knowledge.model import Relation
from knowledge.reading.relations import is_negated
from knowledge.reading.sentences import Sentence
from knowledge.reading.statements import Signals, Statement
from knowledge.reading.vocabulary import OUTCOME, Cue, Mention

if TYPE_CHECKING:
    from knowledge.reading.reads import Read, Subject

_DOSE = re.compile(
    r"\d[\d.,]{0,12}\s{0,3}(?:mg|mcg|µg|μg|ug|g|gr|gram\w*|iu|i\.u\.|ui|ie|ml|мг|мкг|г|ме|毫克|微克|克|मिलीग्राम|ملغ|مجم)(?![^\W\d_])",
    re.IGNORECASE,
)
_OBJECT = 2
"""Words between a verb and the substance that it has for its object."""
_RELATION_OF = {
    "safety": Relation.IS_SAFE,
    "overdose": Relation.IS_SAFE,
    "children": Relation.IS_SAFE,
    "pregnancy-safety": Relation.IS_SAFE,
    "dose": Relation.HOW_TO_TAKE,
    "timing": Relation.HOW_TO_TAKE,
    "drug-interaction": Relation.SAFE_WITH,
    "regulatory-status": Relation.IS_OFFICIAL,
}


_GIVING = (
    "relations.is-safe", "relations.unsafe", "relations.how-to-take", "relations.safe-with",
    "relations.improves-condition", "relations.improves-goal", "scope.product",
)  # fmt: skip
"""What a sentence says of people to whom something is given; a child that is only named is not."""


def with_doses(
    sentence: Sentence, mentions: tuple[Mention, ...], cues: Sequence[Cue]
) -> tuple[Mention, ...]:
    """The mentions, and one of `dose` where an amount is to be taken (not one on a label)."""
    amount = _DOSE.search(sentence.text)
    taken = any(cue.category == "relations.how-to-take" for cue in cues)
    if not amount or not taken or any(mention.id == "dose" for mention in mentions):
        return mentions
    at = next(
        (n for n, token in enumerate(sentence.tokens) if token.text in amount.group().lower()), 0
    )
    return (*mentions, Mention(OUTCOME, "dose", at, at + 1, amount.group()))


def statements(number: int, one: Read, subjects: Sequence[Subject]) -> list[Statement]:
    """What a sentence says of each substance as such: that it is safe, official, proven, a dose."""
    found: list[Statement] = []
    for subject in subjects:
        base = _base(number, one, subject)
        found += _safety(one, base) or _people(one, base)
        found += _taking(one, base)
        found += _together(one, base)
        found += _refused(one, base, subject)
        found += _authority(one, base)
    return found


def _base(number: int, one: Read, subject: Subject) -> Statement:
    named = subject.mention
    return Statement(
        substance=subject.id,
        relation=None,
        outcomes=(),
        stance=one.stance,
        quote=one.sentence.text,
        sentence=number,
        words=(named.words if named else subject.id,),
        signals=Signals(
            named=named.sure if named else 1.0,
            carried=named is None,
            vague_substance=bool(named and named.ambiguous),
            cue=True,
            near=1.0,
        ),
    )


def _safety(one: Read, base: Statement) -> list[Statement]:
    safe = [cue for cue in one.cues if cue.category == "relations.is-safe"]
    unsafe = [cue for cue in one.cues if cue.category == "relations.unsafe"]
    # "no side effects" holds "side effects": the wider reading wins.
    unsafe = [
        cue
        for cue in unsafe
        if not any(wide.start <= cue.start and cue.end <= wide.end for wide in safe)
    ]
    if not safe and (not unsafe or not _of_the_substance(one, base)):
        return []
    # "not safe" and "toxic" deny that it is safe; "not toxic" says so.
    denied = any(is_negated(cue, one.cues) for cue in safe) or (
        not safe and not any(is_negated(cue, one.cues, reach=5) for cue in unsafe)
    )
    stance = base.stance
    if denied and stance in (Stance.ASSERTS, Stance.REPORTS):
        stance = Stance.DISPUTES
    said = (safe or unsafe)[0]
    narrower = [
        mention.id
        for mention in one.outcomes
        if mention.id != "safety" and _RELATION_OF.get(mention.id) is not Relation.HOW_TO_TAKE
    ]
    return [
        replace(
            base,
            relation=Relation.IS_SAFE,
            outcomes=tuple(dict.fromkeys((*narrower, "safety"))),
            stance=stance,
            words=(*base.words, _words(one, said)),
        )
    ]


def _of_the_substance(one: Read, base: Statement) -> bool:
    """Whether a word of danger ("beware", "dead") speaks of the substance: it is named beside it,
    and no illness or effect that the word may speak of instead."""
    effects = any(mention.id not in _RELATION_OF for mention in one.outcomes)
    return not base.signals.carried and not effects


def _people(one: Read, base: Statement) -> list[Statement]:
    """Children or a pregnancy beside a substance: "melatonin for my toddler" says it is safe."""
    asks = base.stance is Stance.ASKS
    if not asks and not one.has(*_GIVING):
        return []
    return [
        replace(
            base,
            relation=Relation.IS_SAFE,
            outcomes=(mention.id,),
            words=(*base.words, mention.words),
            signals=replace(base.signals, near=0.5, vague_outcome=mention.ambiguous and not asks),
        )
        for mention in one.outcomes
        if mention.id in ("children", "pregnancy-safety")
    ]


def _refused(one: Read, base: Statement, subject: Subject) -> list[Statement]:
    """That one can go without it: "skip the vitamin K shot"."""
    named = subject.mention
    refused = named is not None and any(
        cue.category == "relations.not-needed" and 0 <= named.start - cue.end <= _OBJECT
        for cue in one.cues
    )
    return [replace(base, relation=Relation.NOT_NEEDED)] if refused else []


def _taking(one: Read, base: Statement) -> list[Statement]:
    found = []
    for mention in one.outcomes:
        relation = _RELATION_OF.get(mention.id)
        if relation is Relation.HOW_TO_TAKE:
            found.append(
                replace(
                    base,
                    relation=relation,
                    outcomes=(mention.id,),
                    words=(*base.words, mention.words),
                    signals=replace(base.signals, vague_outcome=mention.ambiguous),
                )
            )
    return found


def _together(one: Read, base: Statement) -> list[Statement]:
    """A medicine beside a substance: that they go together, unless the sentence warns of it."""
    warns = one.has("relations.unsafe", "relations.causes", "scope.negators")
    stance = base.stance
    if warns and stance in (Stance.ASSERTS, Stance.REPORTS):
        stance = Stance.DISPUTES
    return [
        replace(
            base,
            relation=Relation.SAFE_WITH,
            outcomes=(mention.id,),
            stance=stance,
            words=(*base.words, mention.words),
            signals=replace(base.signals, vague_outcome=mention.ambiguous),
        )
        for mention in one.outcomes
        if _RELATION_OF.get(mention.id) is Relation.SAFE_WITH
    ]


def _authority(one: Read, base: Statement) -> list[Statement]:
    found = []
    for category, relation in (
        ("relations.is-official", Relation.IS_OFFICIAL),
        ("relations.is-banned", Relation.IS_BANNED),
    ):
        cue = next((cue for cue in one.cues if cue.category == category), None)
        if cue:
            found.append(
                replace(
                    base,
                    relation=relation,
                    outcomes=("regulatory-status",),
                    words=(*base.words, _words(one, cue)),
                )
            )
    if one.has("relations.is-proven"):
        about = tuple(dict.fromkeys(m.id for m in one.outcomes if m.id not in _RELATION_OF))
        if about:
            found.append(replace(base, relation=Relation.IS_PROVEN, outcomes=about))
    return found


def _words(one: Read, cue: Cue) -> str:
    return " ".join(token.text for token in one.sentence.tokens[cue.start : cue.end])
